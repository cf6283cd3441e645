class Module:
    def __init__(self):
        object.__setattr__(self, "_modules", {})
        object.__setattr__(self, "_parameters", {})

    def modules(self):
        yield from self.__dict__["_modules"].values()

    def parameters(self, recurse=True):
        yield from self.__dict__["_parameters"].values()
        if recurse:
            for m in self.modules():
                yield from m.parameters()

    def __setattr__(self, key, val):
        if isinstance(val, Parameter):
            self.__dict__["_parameters"][key] = val
        elif isinstance(val, Module):
            self.__dict__["_modules"][key] = val
        else:
            super().__setattr__(key, val)

    def __getattr__(self, key):
        for table in ("_parameters", "_modules"):
            if key in self.__dict__.get(table, {}):
                return self.__dict__[table][key]
        raise AttributeError(key)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
