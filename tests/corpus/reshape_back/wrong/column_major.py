# expects: fail element-order-changed
def reshape_back(grad_out, out, x, new_shape):
    return grad_out.flatten(order="F").reshape(x.shape)
