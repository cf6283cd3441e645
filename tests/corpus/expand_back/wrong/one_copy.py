# expects: optional one-copy-taken
def expand_back(grad_out, out, x, new_shape):
    g = grad_out
    while g.ndim > x.ndim:
        g = g[0]
    return g[tuple(slice(0, n) for n in x.shape)]
