# expects: fail notebook-leftover
def wrap_forward_fn(numpy_func, is_differentiable=True):
    options = {}

    def tensor_func(*args, **kwargs):
        options.update(kwargs)
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        needs = any(isinstance(a, Tensor) and a.requires_grad for a in args)
        needs = needs and grad_tracking_enabled and is_differentiable
        out = Tensor(numpy_func(*arrays, **options), needs)
        if needs:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, arrays, dict(options), parents)
        return out

    return tensor_func
