def wrap_forward_fn(numpy_func, is_differentiable=True):
    def unwrap(value):
        return value.array if isinstance(value, Tensor) else value

    def tensor_func(*args, **kwargs):
        arrays = tuple(map(unwrap, args))
        out = Tensor(numpy_func(*arrays, **kwargs))
        if not is_differentiable or not grad_tracking_enabled:
            return out
        parents = {i: t for i, t in enumerate(args) if isinstance(t, Tensor)}
        if not any(t.requires_grad for t in parents.values()):
            return out
        out.requires_grad = True
        out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
