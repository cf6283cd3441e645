def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        parents = {at: arg for at, arg in enumerate(args) if isinstance(arg, Tensor)}
        raw = tuple(arg.array if isinstance(arg, Tensor) else arg for arg in args)
        needed = any(parent.requires_grad for parent in parents.values())
        tracked = bool(grad_tracking_enabled and is_differentiable and needed)
        made = Tensor(numpy_func(*raw, **kwargs), requires_grad=tracked)
        if tracked:
            made.recipe = Recipe(numpy_func, raw, kwargs, parents)
        return made

    return tensor_func
