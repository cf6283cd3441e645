# expects: hint positions-in-order
class BackwardFuncLookup:
    def __init__(self):
        self.rules = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        slots = self.rules.setdefault(forward_fn, [None, None])
        slots[arg_position] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.rules[forward_fn][arg_position]
