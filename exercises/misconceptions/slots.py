"""Hold a right engine in slots, each of which one misconception may fill instead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike

from exercises.misconceptions import orders
from exercises.misconceptions.rules import RULES, Rule, unbroadcast
from exercises.misconceptions.tape import Tape, log_minus_true
from exercises.nouns import Array

Grads = dict[int, Array]


def deposited(held: Array | None, new: Array) -> Array:
    """Add to a leaf's gradient."""
    return new if held is None else held + new


def started(gout: Array | None, shape: tuple[int, ...]) -> Array:
    """Return the gradient at the end of the graph, an array of its own."""
    return np.ones(shape) if gout is None else gout.copy()


def cleared(grads: Grads, parameters: Sequence[int]) -> None:
    """Forget the gradients of all parameters."""
    for each in parameters:
        grads.pop(each, None)


def descended(array: Array, grad: Array, rate: float) -> None:
    """Move a parameter where it stands."""
    array -= rate * grad


def every_operand(operands: Sequence[int | None]) -> tuple[tuple[int, int], ...]:
    """Return (argument, parent) for each operand that is a tensor; None is a number."""
    return tuple((n, node) for n, node in enumerate(operands) if node is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """One engine: every field is a decision that pairs have been seen to get wrong.

    ``relu`` None makes relu a maximum with 0, as the course does; else it is its rule.
    ``recursive`` hands down each "share" as it arrives, or the running "total".
    ``inner`` gradients are dropped after a pass, kept, or kept and counted again.
    """

    rules: Mapping[tuple[str, int], Rule] = field(default_factory=lambda: RULES)
    unbroadcast: Callable[[Array, tuple[int, ...]], Array] = unbroadcast
    add_up: Callable[[Array, Array], Array] = np.add
    # The order of the walk, or a walk that has none.
    order: Callable[[Tape], Sequence[int]] = orders.consumers_first
    recursive: Literal["no", "share", "total"] = "no"
    parents: Callable[[Sequence[int | None]], Sequence[tuple[int, int]]] = every_operand
    tracks: Callable[[Sequence[bool]], bool] = any
    start: Callable[[Array | None, tuple[int, ...]], Array] = started
    deposit: Callable[[Array | None, Array], Array] = deposited
    constants_too: bool = False
    zeros_for_unused: bool = False
    inner: Literal["dropped", "kept", "counted"] = "dropped"
    relu: Rule | None = None
    loss: Callable[[Any, Array], Any] = log_minus_true
    clear: Callable[[Grads, Sequence[int]], None] = cleared
    step: Callable[[Array, Array, float], None] = descended
    dtype: DTypeLike = np.float64


def filled(overrides: Sequence[Mapping[str, Any]]) -> Slots:
    """Return the right engine with some slots filled otherwise."""
    slots = Slots()
    for override in overrides:
        rules = {**slots.rules, **override.get("rules", {})}
        slots = replace(slots, **{**override, "rules": rules})
    return slots
