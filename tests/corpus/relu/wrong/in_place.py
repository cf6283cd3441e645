# expects: fail graph-cut
def relu(x):
    x.array[x.array < 0] = 0
    return x
