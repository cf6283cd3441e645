# expects: optional one-axis-summed
def expand_back(grad_out, out, x, new_shape):
    extra = len(new_shape) - x.ndim
    g = grad_out.sum(axis=tuple(range(extra)))
    for axis, size in enumerate(new_shape[extra:]):
        if size == -1 and x.shape[axis] == 1:
            continue
        if x.shape[axis] == 1:
            return g.sum(axis=axis, keepdims=True)
    return g
