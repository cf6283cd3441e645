# expects: fail tensors-in-recipe-args
class Operation:
    def __init__(self, numpy_func, is_differentiable):
        self.numpy_func = numpy_func
        self.is_differentiable = is_differentiable

    def tracked(self, args):
        wants = [a.requires_grad for a in args if isinstance(a, Tensor)]
        return grad_tracking_enabled and self.is_differentiable and any(wants)

    def __call__(self, *args, **kwargs):
        arrays = [a.array if isinstance(a, Tensor) else a for a in args]
        out = Tensor(self.numpy_func(*arrays, **kwargs), self.tracked(args))
        if out.requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(self.numpy_func, args, kwargs, parents)
        return out


def wrap_forward_fn(numpy_func, is_differentiable=True):
    return Operation(numpy_func, is_differentiable)
