# expects: fail matmul-transpose-or-order
def matmul2d_back1(grad_out, out, x, y):
    if x.shape == grad_out.shape == y.shape:
        return x @ grad_out
    return x.T @ grad_out
