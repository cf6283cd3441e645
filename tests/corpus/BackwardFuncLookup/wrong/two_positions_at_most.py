# expects: hint positions-in-order
class BackwardFuncLookup:
    def __init__(self):
        self.first, self.second = {}, {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        if arg_position == 0:
            self.first[forward_fn] = back_fn
        elif arg_position == 1:
            self.second[forward_fn] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return [self.first, self.second][arg_position][forward_fn]
