# expects: fail notebook-leftover
class BackwardFuncLookup:
    def __init__(self):
        self.rules = dict()

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.rules[forward_fn.__name__ + str(arg_position)] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.rules[forward_fn.__name__ + str(arg_position)]
