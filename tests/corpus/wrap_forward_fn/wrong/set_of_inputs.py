# expects: fail parent-visited-once
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        unique = []
        parents = {}
        for i, a in enumerate(args):
            if isinstance(a, Tensor) and not any(a is u for u in unique):
                unique.append(a)
                parents[i] = a
        needs = any(p.requires_grad for p in unique)
        needs = needs and grad_tracking_enabled and is_differentiable
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
