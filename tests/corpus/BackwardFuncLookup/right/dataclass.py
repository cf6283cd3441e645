from collections import defaultdict
from dataclasses import dataclass, field
from typing import Callable, DefaultDict, Dict


@dataclass
class BackwardFuncLookup:
    table: DefaultDict[Callable, Dict[int, Callable]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add_back_func(self, forward_fn: Callable, arg_position: int, back_fn: Callable) -> None:
        self.table[forward_fn][arg_position] = back_fn
        return None

    def get_back_func(self, forward_fn: Callable, arg_position: int) -> Callable:
        back_fn = self.table[forward_fn][arg_position]
        assert callable(back_fn)
        return back_fn
