# expects: optional parameter-not-registered
class Module:
    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        yield from self._modules.values()

    def parameters(self, recurse=True):
        yield from self._parameters.values()
        for m in self.modules():
            yield from m.parameters()

    def __setattr__(self, key, val):
        if isinstance(val, Parameter):
            self._parameters[key] = val
        elif isinstance(val, Module):
            self._modules[key] = val
        super().__setattr__(key, val)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
