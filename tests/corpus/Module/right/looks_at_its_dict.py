class Module:
    def modules(self):
        return (v for v in vars(self).values() if isinstance(v, Module))

    def parameters(self, recurse: bool = True):
        mine = [v for v in vars(self).values() if isinstance(v, Parameter)]
        if recurse:
            for m in self.modules():
                mine += list(m.parameters())
        return iter(mine)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
