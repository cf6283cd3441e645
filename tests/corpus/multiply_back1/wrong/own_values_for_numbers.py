# expects: fail own-operand
def multiply_back1(grad_out, out, x, y):
    if isinstance(x, (int, float)):
        x = y
    return unbroadcast(grad_out * x, y)
