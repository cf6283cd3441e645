"""Follow every way from the end of a graph to a node, and what arrives along each."""

from dataclasses import dataclass

import numpy as np

from exercises.explain.parts import Reference
from exercises.graphs import Operation
from exercises.nouns import Array
from reference_engine.rules import BACKWARD
from reference_engine.shapes import unbroadcast

MOST = 256

Edge = tuple[int, int]  # the operation's id, and the number of its argument


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One way back: the edges from the end to the node, and the gradient they carry."""

    edges: tuple[Edge, ...]
    value: Array


def paths(reference: Reference, node: int) -> list[Path] | None:
    """Return every path to ``node``, None where there are more than 256.

    Their values add up to the node's gradient.
    """
    users = _users(reference)
    found: list[tuple[Edge, ...]] = []
    open_ways: list[tuple[int, tuple[Edge, ...]]] = [(node, ())]
    while open_ways:
        at, way = open_ways.pop()
        if at == reference.spec.out:
            found.append(way)
        if len(found) + len(open_ways) > MOST:
            return None
        onward = reversed(users.get(at, []))
        open_ways += [(edge[0], (edge, *way)) for edge in onward]
    return [Path(way, along(reference, way)) for way in found]


def along(reference: Reference, way: tuple[Edge, ...]) -> Array:
    """Return the gradient that arrives along one path alone."""
    spec = reference.spec
    operations = {each.id: each for each in spec.operations}
    shape = reference.values[spec.out].shape
    gradient = np.ones(shape) if spec.gout is None else spec.gout
    for node, argument in way:
        gradient = sent(reference, operations[node], argument, gradient)
    return gradient


def sent(
    reference: Reference, each: Operation, argument: int, arriving: Array
) -> Array:
    """Return what one argument of an operation makes of any arriving gradient."""
    operands = [
        reference.values[given] if isinstance(given, int) else np.float64(given.value)
        for given in each.inputs
    ]
    raw = BACKWARD[each.op][argument](
        arriving, reference.values[each.id], *operands, *each.position, **each.named
    )
    made: Array = unbroadcast(np.asarray(raw), np.asarray(operands[argument]))
    return made


def _users(reference: Reference) -> dict[int, list[Edge]]:
    users: dict[int, list[Edge]] = {}
    for each in reference.operations:
        for argument, operand in enumerate(each.inputs):
            if isinstance(operand, int) and operand in reference.gradients:
                users.setdefault(operand, []).append((each.id, argument))
    return users
