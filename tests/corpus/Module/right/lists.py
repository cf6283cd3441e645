class Module:
    def __init__(self):
        self.__dict__["_parts"] = []

    def __setattr__(self, name, value):
        old = self.__dict__.get(name)
        parts = self.__dict__["_parts"]
        parts[:] = [part for part in parts if part is not old]
        if isinstance(value, (Parameter, Module)):
            parts.append(value)
        self.__dict__[name] = value

    def modules(self):
        for part in self._parts:
            if isinstance(part, Module):
                yield part

    def parameters(self, recurse=True):
        for part in self._parts:
            if isinstance(part, Parameter):
                yield part
        if recurse:
            for module in self.modules():
                yield from module.parameters()

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError
