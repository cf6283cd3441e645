# expects: fail notebook-leftover
class BackwardFuncLookup:
    def __init__(self):
        self.d = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        key = (forward_fn, arg_position)
        if key in self.d:
            raise ValueError("this rule was added before")
        self.d[key] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.d[(forward_fn, arg_position)]
