# expects: fail matmul-transpose-or-order
def matmul2d_back1(grad_out, out, x, y):
    return grad_out.T @ x
