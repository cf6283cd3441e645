# expects: fail all-instead-of-any
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        arrays = tuple(a.array if i in parents else a for i, a in enumerate(args))
        out = Tensor(numpy_func(*arrays, **kwargs))
        tracked = grad_tracking_enabled and is_differentiable
        for p in parents.values():
            if not p.requires_grad:
                tracked = False
        if tracked and parents:
            out.requires_grad = True
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
