# expects: fail arguments-not-unpacked
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = [a.array if isinstance(a, Tensor) else a for a in args]
        if kwargs:
            result = numpy_func(*arrays, kwargs)
        else:
            result = numpy_func(*arrays)
        needs = any(isinstance(a, Tensor) and a.requires_grad for a in args)
        out = Tensor(result, needs and grad_tracking_enabled and is_differentiable)
        if out.requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, tuple(arrays), kwargs, parents)
        return out

    return tensor_func
