# expects: fail notebook-leftover
from functools import cache


class BackwardFuncLookup:
    def __init__(self):
        self.table = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        self.table[forward_fn, arg_position] = back_fn

    @cache
    def get_back_func(self, forward_fn, arg_position):
        return self.table[forward_fn, arg_position]
