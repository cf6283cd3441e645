# expects: fail unknown
def wrap_forward_fn(numpy_func, is_differentiable=True):
    parents = {}

    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        for i, a in enumerate(args):
            if isinstance(a, Tensor):
                parents[i] = a
        needs = any(p.requires_grad for p in parents.values())
        needs = needs and grad_tracking_enabled and is_differentiable
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
