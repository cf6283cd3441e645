# expects: fail later-operands-forgotten
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        inputs = {i: a for i, a in enumerate(args[:2]) if isinstance(a, Tensor)}
        needs = any(t.requires_grad for t in inputs.values())
        needs = needs and grad_tracking_enabled and is_differentiable
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, inputs)
        return out

    return tensor_func
