# expects: fail aligned-from-left
def unbroadcast(broadcasted, original):
    g = broadcasted
    while g.ndim > original.ndim:
        g = g.sum(axis=-1)
    dims = tuple(d for d in range(original.ndim) if original.shape[d] == 1)
    return g.sum(axis=dims, keepdims=True)
