# expects: fail notebook-leftover
class BackwardFuncLookup:
    def __init__(self):
        self.rules = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.rules.setdefault((forward_fn, arg_position), back_fn)

    def get_back_func(self, forward_fn, arg_position):
        return self.rules.get((forward_fn, arg_position))
