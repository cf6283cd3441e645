"""Draw random graphs full of reuse and broadcasting, and run them on any engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_engine.rules import FORWARD

Array = NDArray[Any]
Step = tuple[str, tuple[Any, ...], dict[str, Any]]

SHAPES = [(), (3,), (2, 3), (1, 3), (2, 1), (2, 1, 3), (3, 3), (2, 3, 2), (1, 1)]
BINARY = ["add", "subtract", "multiply", "true_divide", "maximum"]
PLAIN = ["add", "subtract", "multiply", "negative"]
UNARY = [
    "negative",
    "log",
    "exp",
    "relu",
    "sum",
    "permute",
    "reshape",
    "expand",
    "getitem",
    "cross_entropy",
]
# Tried more often than others because their shapes seldom fit.
RARE = ["matmul", "cross_entropy", "cross_entropy"]
LARGEST = 50.0
ATTEMPTS_PER_STEP = 10


@dataclass
class Graph:
    """Hold leaves, then steps; an operand is the number of an earlier value."""

    leaves: list[Array]
    wanted: list[bool]
    steps: list[Step] = field(default_factory=list)
    upstream: Array = field(default_factory=lambda: np.zeros(0))


def draw(rng: np.random.Generator, *, steps: int = 8, plain: bool = False) -> Graph:
    """Return a graph of about ``steps`` ops, away from kinks, poles and overflow.

    ``plain`` keeps to addition, subtraction, multiplication and negation.
    """
    shapes = [SHAPES[i] for i in rng.integers(0, len(SHAPES), rng.integers(2, 5))]
    leaves = [drawn_values(rng, shape) for shape in shapes]
    wanted = [bool(rng.random() < 0.85) for _ in leaves]
    wanted[0] = True
    graph = Graph(leaves, wanted)
    values = list(leaves)
    reached = list(wanted)
    for _ in range(ATTEMPTS_PER_STEP * steps):
        if len(graph.steps) >= steps and reached[-1]:
            break
        step = drawn_step(rng, values, plain=plain)
        value = accepted(step, values)
        if value is not None:
            graph.steps.append(step)
            values.append(value)
            reached.append(any(reached[i] for i in step[1]))
    if not graph.steps or not reached[-1]:
        return draw(rng, steps=steps, plain=plain)
    graph.upstream = rng.uniform(0.5, 1.5, np.shape(values[-1]))
    return graph


def drawn_values(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Return distinct numbers of size 0.4 to 2.2, three in ten negative."""
    sign = np.where(rng.random(shape) < 0.3, -1.0, 1.0)
    return np.asarray(rng.uniform(0.4, 2.2, shape) * sign)


def drawn_step(
    rng: np.random.Generator, values: Sequence[Array], *, plain: bool
) -> Step:
    """Return one op on earlier values, late ones preferred, the same one at times."""
    newest = len(values) - 1
    first = newest - int(rng.integers(0, min(len(values), 4)))
    second = first if rng.random() < 0.15 else int(rng.integers(0, len(values)))
    op = str(rng.choice(PLAIN if plain else [*BINARY, *BINARY, *UNARY, *RARE]))
    if op in UNARY:
        return op, (first,), drawn_keywords(rng, op, values[first])
    return op, (first, second), {}


def drawn_keywords(rng: np.random.Generator, op: str, x: Array) -> dict[str, Any]:
    """Return what the op needs to know beside its operand."""
    axis = int(rng.integers(0, max(x.ndim, 1)))
    choices: dict[str, dict[str, Any]] = {
        "sum": {"dim": axis if x.ndim else None, "keepdim": bool(rng.random() < 0.5)},
        "permute": {"axes": tuple(rng.permutation(x.ndim).tolist())},
        "reshape": {"new_shape": (-1,)},
        "expand": {"new_shape": (2, *x.shape)},
        "getitem": {"index": [0, 0] if x.ndim else ()},
        "cross_entropy": {"true_labels": drawn_labels(rng, x.shape)},
    }
    return choices.get(op, {})


def drawn_labels(rng: np.random.Generator, shape: tuple[int, ...]) -> Any:
    """Return a class for each sample of (batch, classes), or one for (classes,)."""
    classes = shape[-1] if shape else 1
    return rng.integers(0, classes, shape[:-1]).tolist()


def accepted(step: Step, values: Sequence[Array]) -> Array | None:
    """Return the step's value, or None outside the safe domain."""
    op, operands, keywords = step
    arrays = [values[i] for i in operands]
    if unsafe(op, arrays):
        return None
    try:
        value = np.asarray(FORWARD[op](*arrays, *keywords.values()))
    except ValueError:
        return None
    fine = (
        np.isfinite(value).all() and value.size <= 48 and np.abs(value).max() <= LARGEST
    )
    return value if fine else None


def unsafe(op: str, arrays: Sequence[Array]) -> bool:
    """Say whether an operand is near a pole, a kink or a tie."""
    last = arrays[-1]
    if op == "maximum":
        try:
            return bool(np.abs(arrays[0] - last).min() < 0.05)
        except ValueError:
            return True
    near = {
        "log": last.min() < 0.2,
        "true_divide": np.abs(last).min() < 0.3,
        "relu": np.abs(last).min() < 0.05,
        "exp": last.max() > 2.5,
    }
    return bool(near.get(op, False))


def run(
    graph: Graph,
    module: Any,
    leaves: Sequence[Any],
    each: Callable[[Any], Any] = lambda value: value,
) -> Any:
    """Return the last value, computed by a module of functions on its tensors.

    ``each`` value passes through a function before it is used.
    """
    values = list(leaves)
    for op, operands, keywords in graph.steps:
        inputs = [values[i] for i in operands]
        values.append(each(getattr(module, op)(*inputs, *keywords.values())))
    return values[-1]
