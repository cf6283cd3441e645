from enum import Enum
from typing import Any, Callable


class Colour(Enum):
    WHITE = 0
    GREY = 1
    BLACK = 2


class Sorter:
    def __init__(self, get_children: Callable[[Any], list]) -> None:
        self.get_children = get_children
        self.colour: dict[int, Colour] = {}
        self.keep: list[Any] = []

    def visit(self, node: Any) -> None:
        state = self.colour.get(id(node), Colour.WHITE)
        if state is Colour.GREY:
            raise RuntimeError("back edge found")
        if state is Colour.BLACK:
            return
        self.colour[id(node)] = Colour.GREY
        for child in self.get_children(node):
            self.visit(child)
        self.colour[id(node)] = Colour.BLACK
        self.keep.append(node)


def topological_sort(node: Any, get_children: Callable[[Any], list]) -> list[Any]:
    sorter = Sorter(get_children)
    sorter.visit(node)
    return sorter.keep
