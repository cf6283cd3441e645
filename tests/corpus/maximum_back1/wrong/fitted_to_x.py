# expects: fail unbroadcast-misdirected
def maximum_back1(grad_out, out, x, y):
    return unbroadcast(grad_out * ((x < y) + 0.5 * (x == y)), x)
