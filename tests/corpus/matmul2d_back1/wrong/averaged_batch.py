# expects: fail mean-not-sum
def matmul2d_back1(grad_out, out, x, y):
    return x.T @ grad_out / len(x)
