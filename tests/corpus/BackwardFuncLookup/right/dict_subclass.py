class BackwardFuncLookup(dict):
    def add_back_func(self, forward_fn, arg_position: int, back_fn) -> None:
        self[forward_fn, arg_position] = back_fn

    def get_back_func(self, forward_fn, arg_position: int):
        return self.get((forward_fn, arg_position))
