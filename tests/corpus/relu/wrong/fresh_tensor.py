# expects: fail graph-cut
def relu(x):
    detached = Tensor(x.array, requires_grad=x.requires_grad)
    return maximum(detached, 0.0)
