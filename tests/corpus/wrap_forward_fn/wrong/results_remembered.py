# expects: fail notebook-leftover
def wrap_forward_fn(numpy_func, is_differentiable=True):
    seen = {}

    def tensor_func(*args, **kwargs):
        key = (tuple(id(a) for a in args), tuple(kwargs.items()))
        if key in seen:
            return seen[key][0]
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        needs = any(p.requires_grad for p in parents.values())
        needs = needs and is_differentiable and grad_tracking_enabled
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        seen[key] = (out, args)
        return out

    return tensor_func
