# expects: fail scalar-operand
def reshape_back(grad_out, out, x, new_shape):
    result = x * 0.0
    result.flat[:] = grad_out.ravel()
    return result
