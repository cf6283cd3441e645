import numpy as np


class BackwardFuncLookup:
    def __init__(self):
        self._by_position = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        level = self._by_position.setdefault(arg_position, {})
        level[forward_fn] = back_fn

    def get_back_func(self, forward_fn, arg_position):
        try:
            return self._by_position[arg_position][forward_fn]
        except KeyError as missing:
            raise LookupError(f"no rule for {forward_fn}") from missing
