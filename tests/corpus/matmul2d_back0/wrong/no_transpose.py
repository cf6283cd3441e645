# expects: fail matmul-transpose-or-order
def matmul2d_back0(grad_out, out, x, y):
    return grad_out @ y
