def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if not keepdim:
        lost = tuple(range(x.ndim)) if dim is None else dim
        grad_out = np.expand_dims(grad_out, lost)
    return np.array(np.broadcast_to(grad_out, x.shape))
