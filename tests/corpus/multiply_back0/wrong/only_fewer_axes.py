# expects: fail unbroadcast-misdirected
def multiply_back0(grad_out, out, x, y):
    full = grad_out * y
    if x.ndim < full.ndim:
        full = unbroadcast(full, x)
    return full
