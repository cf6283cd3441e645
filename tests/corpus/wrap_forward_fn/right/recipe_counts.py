def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arg_arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out_arr = numpy_func(*arg_arrays, **kwargs)
        tracked = [a for a in args if isinstance(a, Tensor) and (a.requires_grad or a.recipe)]
        requires_grad = grad_tracking_enabled and is_differentiable and len(tracked) > 0
        out = Tensor(out_arr, requires_grad)
        if requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, arg_arrays, kwargs, parents)
        return out

    return tensor_func
