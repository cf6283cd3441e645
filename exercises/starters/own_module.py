# Tensor is given.


class Parameter(Tensor):
    """A tensor that a module lists and an optimiser moves."""

    def __init__(self, tensor: "Tensor", requires_grad=True):
        raise NotImplementedError("yours to write")


class Module:
    """Something with parameters, found by assignment."""

    def __init__(self):
        raise NotImplementedError("yours to write")

    def modules(self):
        raise NotImplementedError("yours to write")

    def parameters(self, recurse: bool = True):
        raise NotImplementedError("yours to write")

    def __setattr__(self, name, value):
        raise NotImplementedError("yours to write")

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError("a subclass says what it computes")
