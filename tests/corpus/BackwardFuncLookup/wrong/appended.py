# expects: fail parents-renumbered
class BackwardFuncLookup:
    def __init__(self):
        self.d = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.d.setdefault(forward_fn, []).append(back_fn)

    def get_back_func(self, forward_fn, arg_position):
        return self.d[forward_fn][arg_position]
