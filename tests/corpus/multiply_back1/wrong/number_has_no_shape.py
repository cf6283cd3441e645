# expects: hint scalar-operand
def multiply_back1(grad_out, out, x, y):
    assert x.shape is not None
    return unbroadcast(x * grad_out, y)
