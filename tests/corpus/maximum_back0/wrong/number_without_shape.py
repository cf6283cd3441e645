# expects: hint scalar-operand
def maximum_back0(grad_out, out, x, y):
    if x.shape == y.shape:
        return grad_out * ((x > y) + 0.5 * (x == y))
    return unbroadcast(grad_out * ((x > y) + 0.5 * (x == y)), x)
