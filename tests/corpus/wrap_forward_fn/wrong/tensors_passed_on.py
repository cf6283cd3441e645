# expects: fail tensors-reach-numpy
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        out = Tensor(numpy_func(*args, **kwargs))
        if grad_tracking_enabled and is_differentiable:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.requires_grad = any(p.requires_grad for p in parents.values())
            if out.requires_grad:
                arrays = tuple(getattr(a, "array", a) for a in args)
                out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
