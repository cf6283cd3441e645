"""Work out what common mistakes would answer, for one backward function at a time."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from exercises.judge import agree
from exercises.nouns import Array
from exercises.questions import Op, Probe
from reference_engine.shapes import unbroadcast


class Sent(NamedTuple):
    """What a backward function was given; ``unbroadcast`` gets g and x alone."""

    g: Any
    out: Any = None
    x: Any = None
    y: Any = None


Wrong = Callable[[Sent], object]

# unit -> (id, what it would return for grad_out, out and the operands). Every answer is
# summed back to the operand's shape where that is possible.
MISTAKES: dict[str, tuple[tuple[str, Wrong], ...]] = {
    "log_back": (
        ("slope-inverted", lambda at: at.g * at.x),
        ("slope-taken-at-output", lambda at: at.g / at.out),
    ),
    "exp_back": (
        ("slope-of-another-function", lambda at: at.g * at.x),
        ("slope-of-another-function", lambda at: at.g * 2 * at.x),
        ("slope-taken-at-output", lambda at: at.g * np.exp(at.out)),
    ),
    "multiply_back0": (
        ("own-operand", lambda at: at.g * at.x),
        ("chain-applied-twice", lambda at: at.g * at.g * at.y),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.x) * _fit(at.y, at.x)),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.x) * at.y),
    ),
    "multiply_back1": (
        ("own-operand", lambda at: at.g * at.y),
        ("chain-applied-twice", lambda at: at.g * at.g * at.x),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.y) * _fit(at.x, at.y)),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.y) * at.x),
    ),
    "subtract_back0": (("second-operand-sign", lambda at: -at.g),),
    "subtract_back1": (("second-operand-sign", lambda at: at.g),),
    "true_divide_back0": (
        ("slope-inverted", lambda at: at.g * at.y),
        ("own-operand", lambda at: at.g / at.x),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.x) / _fit(at.y, at.x)),
        ("unbroadcast-before-product", lambda at: _fit(at.g, at.x) / at.y),
    ),
    "true_divide_back1": (
        ("second-operand-sign", lambda at: at.g * at.x / at.y**2),
        ("second-operand-sign", lambda at: -at.g * at.x / at.y),
        ("own-operand", lambda at: -at.g / at.y**2),
        ("wrong-argument-slot", lambda at: at.g / at.y),
    ),
    "maximum_back0": (
        ("wrong-argument-slot", lambda at: at.g * (at.x < at.y)),
        ("upstream-dropped", lambda at: 1.0 * (at.x > at.y)),
        ("ties-mishandled", lambda at: at.g / 2),
        ("ties-mishandled", lambda at: at.g),
    ),
    "maximum_back1": (
        ("wrong-argument-slot", lambda at: at.g * (at.x > at.y)),
        ("upstream-dropped", lambda at: 1.0 * (at.y > at.x)),
        ("ties-mishandled", lambda at: at.g / 2),
        ("ties-mishandled", lambda at: at.g),
    ),
    "matmul2d_back0": (
        ("matmul-transpose-or-order", lambda at: at.g @ at.y),
        ("matmul-transpose-or-order", lambda at: at.y.T @ at.g),
        ("matmul-transpose-or-order", lambda at: at.y @ at.g.T),
        ("matmul-transpose-or-order", lambda at: at.y @ at.g),
    ),
    "matmul2d_back1": (
        ("matmul-transpose-or-order", lambda at: at.x @ at.g),
        ("matmul-transpose-or-order", lambda at: at.g @ at.x.T),
        ("matmul-transpose-or-order", lambda at: at.g.T @ at.x),
        ("matmul-transpose-or-order", lambda at: at.g @ at.x),
    ),
    "sum_back": (("constant-fill", lambda at: np.ones(at.x.shape)),),
    # What is handed in first is the wide array, then the one to sum back to.
    "unbroadcast": (
        ("original-values-used", lambda at: _fit(at.g, at.x) * at.x),
        ("mean-not-sum", lambda at: _fit(at.g, at.x) * at.x.size / at.g.size),
        ("one-copy-taken", lambda at: at.g[_one(at.g, at.x, 0)].reshape(at.x.shape)),
        ("one-copy-taken", lambda at: at.g[_one(at.g, at.x, -1)].reshape(at.x.shape)),
        (
            "reshape-then-sum",
            lambda at: at.g.reshape((*at.x.shape, -1)).sum(-1).reshape(at.x.shape),
        ),
        (
            "reshape-then-sum",
            lambda at: at.g.reshape((-1, *at.x.shape)).sum(0).reshape(at.x.shape),
        ),
    ),
}


def matching(unit: str, probe: Probe, got: Array) -> Iterator[str]:
    """Yield the ids of mistakes that would have answered just this."""
    if unit not in MISTAKES:
        return
    sent = _sent(unit, probe)
    for name, mistake in MISTAKES[unit]:
        with np.errstate(all="ignore"):
            try:
                answer = np.asarray(mistake(sent), dtype=np.float64)
                if answer.shape != got.shape:
                    answer = _fit(answer, got)
            except (ValueError, IndexError, TypeError):
                continue  # shapes by which this mistake would have raised
        if agree(answer, got):
            yield name


def _sent(unit: str, probe: Probe) -> Sent:
    values = [step.value for step in probe.program if step.op is Op.VALUE]
    numbers = [each for each in values if isinstance(each, np.ndarray | float | int)]
    if unit == "unbroadcast":
        return Sent(numbers[0], x=numbers[1])
    # A rule found by its place in the table has that place sent before its numbers.
    first = next(n for n, each in enumerate(numbers) if isinstance(each, np.ndarray))
    return Sent(*numbers[first : first + 4])


def _fit(wide: object, like: object) -> Array:
    return np.asarray(unbroadcast(np.asarray(wide), np.asarray(like)))


def _one(wide: Array, narrow: Array, place: int) -> tuple[slice | int, ...]:
    """Return the index of one copy along every stretched or added axis."""
    added = wide.ndim - narrow.ndim
    sizes = (*(0,) * added, *narrow.shape)
    return tuple(
        slice(None) if size == length else place
        for size, length in zip(sizes, wide.shape, strict=True)
    )
