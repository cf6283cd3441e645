# expects: fail parents-renumbered
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        needs = any(isinstance(a, Tensor) and a.requires_grad for a in args)
        needs = needs and grad_tracking_enabled and is_differentiable
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, dict(enumerate(args)))
        return out

    return tensor_func
