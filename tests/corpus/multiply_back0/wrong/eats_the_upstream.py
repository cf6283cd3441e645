# expects: fail in-place-on-shared-array
def multiply_back0(grad_out, out, x, y):
    grad_out *= y
    return unbroadcast(grad_out, x)
