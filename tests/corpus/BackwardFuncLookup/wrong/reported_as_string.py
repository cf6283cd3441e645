# expects: fail notebook-leftover
class BackwardFuncLookup:
    def __init__(self):
        self.table = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.table[f"{getattr(forward_fn, '__qualname__', forward_fn)}"] = (
            self.table.get(f"{getattr(forward_fn, '__qualname__', forward_fn)}", ())
            + ((arg_position, back_fn),)
        )

    def get_back_func(self, forward_fn, arg_position):
        for position, back_fn in self.table[f"{getattr(forward_fn, '__qualname__', forward_fn)}"]:
            if position == arg_position:
                return back_fn
        raise KeyError(forward_fn)
