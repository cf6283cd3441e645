# expects: fail one-axis-summed
def unbroadcast(broadcasted, original):
    extra = broadcasted.ndim - original.ndim
    out = broadcasted.sum(axis=tuple(range(extra)))
    if out.shape == original.shape:
        return out
    axis = original.shape.index(1)
    return out.sum(axis=axis, keepdims=True)
