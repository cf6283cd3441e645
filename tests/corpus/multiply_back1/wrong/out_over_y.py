# expects: fail operand-rebuilt-by-division
def multiply_back1(grad_out, out, x, y):
    # out = x * y, so x is out / y again
    x_again = out / y
    return unbroadcast(grad_out * x_again, y)
