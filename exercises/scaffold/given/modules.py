def _pairgrad_parameter(tensor_class):
    """Make the Parameter that belongs to a Tensor: ours, or later the class's own."""

    class Parameter(tensor_class):
        """A tensor that a module lists and an optimiser moves; shares its array."""

        def __init__(self, tensor, requires_grad=True):
            super().__init__(tensor.array, requires_grad)

    return Parameter


Parameter = _pairgrad_parameter(Tensor)


class Module:
    """Something with parameters, found by assignment in the order assigned."""

    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        return iter(self._modules.values())

    def parameters(self, recurse=True):
        yield from self._parameters.values()
        if recurse:
            for module in self.modules():
                yield from module.parameters(recurse=True)

    def __setattr__(self, name, value):
        if isinstance(value, Parameter):
            self._parameters[name] = value
        elif isinstance(value, Module):
            self._modules[name] = value
        super().__setattr__(name, value)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self, *args, **kwargs):
        raise NotImplementedError("a module says in forward what it computes")
