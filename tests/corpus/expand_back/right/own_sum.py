def expand_back(grad_out, out, x, new_shape):
    extra = grad_out.ndim - x.ndim
    g = grad_out.sum(axis=tuple(range(extra)))
    for axis in range(x.ndim):
        if x.shape[axis] == 1 and g.shape[axis] != 1:
            g = g.sum(axis=axis, keepdims=True)
    return g
