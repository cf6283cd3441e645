# expects: fail last-operand-decides
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = []
        parents = {}
        wants_grad = False
        for i, a in enumerate(args):
            if isinstance(a, Tensor):
                arrays.append(a.array)
                parents[i] = a
                wants_grad = a.requires_grad
            else:
                arrays.append(a)
        out = Tensor(numpy_func(*arrays, **kwargs))
        if wants_grad and is_differentiable and grad_tracking_enabled:
            out.requires_grad = True
            out.recipe = Recipe(numpy_func, tuple(arrays), kwargs, parents)
        return out

    return tensor_func
