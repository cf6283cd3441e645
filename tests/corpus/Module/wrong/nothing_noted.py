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

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
