# expects: fail own-operand
def matmul2d_back0(grad_out, out, x, y):
    return (grad_out.sum(axis=1, keepdims=True)) * x
