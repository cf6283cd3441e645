"""Put the nodes of a tape in an order in which gradients can be handed on."""

from collections import Counter, deque
from collections.abc import Callable, Sequence

from exercises.misconceptions.tape import Tape


def _parents(tape: Tape, node: int) -> list[int]:
    step = tape.steps.get(node)
    return [] if step is None else [parent for _, parent in step.edges]


def inputs_first(tape: Tape) -> list[int]:
    """List each node after everything it was made from."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(node: int) -> None:
        if node not in seen:
            seen.add(node)
            for parent in _parents(tape, node):
                visit(parent)
            order.append(node)

    visit(tape.end)
    return order


def consumers_first(tape: Tape) -> list[int]:
    """List each node once, after all that was made from it."""
    return inputs_first(tape)[::-1]


def from_the_other_side(tape: Tape) -> list[int]:
    """Do the same, but look at the last operand first."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(node: int) -> None:
        if node not in seen:
            seen.add(node)
            for parent in reversed(_parents(tape, node)):
                visit(parent)
            order.append(node)

    visit(tape.end)
    return order[::-1]


def _counted(tape: Tape, pop: Callable[[deque[int]], int]) -> list[int]:
    waiting = Counter(p for node in inputs_first(tape) for p in _parents(tape, node))
    order: list[int] = []
    ready = deque([tape.end])
    while ready:
        order.append(pop(ready))
        for parent in _parents(tape, order[-1]):
            waiting[parent] -= 1
            if waiting[parent] == 0:
                ready.append(parent)
    return order


def counted_first_in(tape: Tape) -> list[int]:
    """Do it by counting consumers, the node ready first going first."""
    return _counted(tape, deque.popleft)


def counted_last_in(tape: Tape) -> list[int]:
    """Do it by counting consumers, the node ready last going first."""
    return _counted(tape, deque.pop)


def breadth_first(tape: Tape) -> list[int]:
    """Take nodes as they are met, whoever still owes them something."""
    order = [tape.end]
    for node in order:
        order += [
            parent
            for parent in dict.fromkeys(_parents(tape, node))
            if parent not in order
        ]
    return order


def pre_order(tape: Tape) -> list[int]:
    """Follow the first operand down before the second is looked at."""
    order: list[int] = []

    def visit(node: int) -> None:
        if node not in order:
            order.append(node)
            for parent in _parents(tape, node):
                visit(parent)

    visit(tape.end)
    return order


def once_per_path(tape: Tape) -> Sequence[int]:
    """List a shared node as often as paths lead to it."""
    order: list[int] = []

    def visit(node: int) -> None:
        for parent in _parents(tape, node):
            visit(parent)
        order.append(node)

    visit(tape.end)
    return order[::-1]


def highest_first(tape: Tape) -> list[int]:
    """Sort by the longest way down to a leaf, nodes of one height as a walk met them."""
    height: dict[int, int] = {}
    for node in inputs_first(tape):
        below = (height[parent] for parent in _parents(tape, node))
        height[node] = 1 + max(below, default=0)
    met = pre_order(tape)
    return sorted(met, key=lambda node: -height[node])
