class BackwardFuncLookup:
    """Keep a list; the latest entry wins."""

    def __init__(self):
        self.entries = []

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.entries.append((forward_fn, arg_position, back_fn))

    def get_back_func(self, forward_fn, arg_position):
        for fn, position, back in reversed(self.entries):
            if fn is forward_fn and position == arg_position:
                return back
        raise KeyError("no backward function was added for this argument")
