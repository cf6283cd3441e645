# expects: fail unknown
class BackwardFuncLookup:
    def __init__(self):
        self.lookup = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.lookup[(forward_fn, arg_position)] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.lookup[(forward_fn, arg_position)]()
