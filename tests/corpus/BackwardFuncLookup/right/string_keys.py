class BackwardFuncLookup:
    def __init__(self):
        self.functions = {}
        self.backs = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        key = f"{id(forward_fn)}/{arg_position}"
        self.functions[key] = forward_fn  # so that the id stays taken
        self.backs[key] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        return self.backs[f"{id(forward_fn)}/{arg_position}"]
