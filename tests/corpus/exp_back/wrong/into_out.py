# expects: fail in-place-on-shared-array
def exp_back(grad_out, out, x):
    out *= grad_out
    return out
