# expects: fail unbroadcast-misdirected
def maximum_back1(grad_out, out, x, y):
    return grad_out * (y > x) + grad_out * (y == x) / 2
