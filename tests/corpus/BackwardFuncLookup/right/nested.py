from collections import defaultdict


class BackwardFuncLookup:
    def __init__(self) -> None:
        self.back_funcs = defaultdict(dict)

    def add_back_func(self, forward_fn, arg_position: int, back_fn) -> None:
        self.back_funcs[forward_fn][arg_position] = back_fn

    def get_back_func(self, forward_fn, arg_position: int):
        return self.back_funcs[forward_fn][arg_position]
