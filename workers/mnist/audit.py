"""Check one step of a run against the reference engine, after the guest committed."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from workers.mnist import wire
from workers.mnist.digits import Digits
from workers.mnist.recipe import Parameters, Recipe
from workers.mnist.reference import one_step

# Wider than for a graph: where a unit's input is almost 0, rounding alone decides whether
# its ReLU passes, which moved a gradient by 4e-3 in one of 200 steps in float64.
GRADIENT_TOLERANCE = 1e-2
LOSS_TOLERANCE = 1e-3
# An update is one product and one subtraction: only the last bits may differ, measured
# by the parameter; a gradient forged within its tolerance cannot hide here.
UPDATE_TOLERANCE = 1e-6

# Over a request the roundings of two right engines drift apart by far less than this
# part of the way; parameters from elsewhere lie many times the way off.
WALK_TOLERANCE = 1e-2

Ask = Callable[[bytes], bytes]
Revealed = list[NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What an audited step showed: ``fault`` is empty where it was honest and right.

    ``norms`` holds the length of the gradient each layer showed, none where one was no
    number.
    """

    step: int
    fault: str
    norms: tuple[float, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the step stands."""
        return not self.fault


@dataclass(frozen=True, slots=True)
class Claim:
    """One step as committed to: digests of the parameters before and after it."""

    number: int
    place: int
    chosen: NDArray[np.int64]
    loss: float
    before: bytes
    after: bytes


def digest(arrays: Parameters | Revealed) -> bytes:
    """Return the SHA-256 over all parameters, as a guest computes it.

    As float32, whatever the engine keeps: the first parameters are ours, and ours are.
    """
    found = sha256()
    for array in arrays:
        found.update(np.ascontiguousarray(array, dtype="<f4").data)
    return found.digest()


def audit(ask: Ask, claim: Claim, recipe: Recipe, digits: Digits) -> Mark:
    """Have the step revealed and compute it again; ``ask`` sends one request."""
    count = 2 * (len(recipe.layers) - 1)

    def revealed(what: int) -> Revealed:
        requests = (wire.reveal(claim.place, what, each) for each in range(count))
        return [wire.numbers(ask(request)) for request in requests]

    before, gradients = revealed(wire.BEFORE), revealed(wire.GRADIENT)
    after = revealed(wire.AFTER)
    fault = _fault(claim, (before, gradients, after), recipe, digits)
    return Mark(claim.number, fault, norms(gradients))


def norms(gradients: Revealed) -> tuple[float, ...]:
    """Return the length of each layer's gradient, its weight and its bias together."""
    squares = [float(np.square(each.astype(np.float64)).sum()) for each in gradients]
    if not np.isfinite(squares).all():
        # Neither JSON nor a curve has a place for what is no number.
        return ()
    pairs = zip(squares[::2], squares[1::2], strict=True)
    return tuple(math.sqrt(weight + bias) for weight, bias in pairs)


def _fault(
    claim: Claim,
    revealed: tuple[Revealed, Revealed, Revealed],
    recipe: Recipe,
    digits: Digits,
) -> str:
    """Return what is wrong with a revealed step, empty where nothing is."""
    before, _, after = revealed
    for arrays, committed, when in (
        (before, claim.before, "before"),
        (after, claim.after, "after"),
    ):
        if digest(arrays) != committed:
            return f"the parameters {when} this step are not those committed to"
    shapes = [each.shape for each in recipe.parameters()]
    if any([each.shape for each in arrays] != shapes for arrays in revealed):
        return "a revealed array has another shape than its parameter"
    start = [each.astype(np.float32) for each in before]
    right = one_step(recipe, digits, start, claim.chosen)
    if not abs(claim.loss - right.loss) <= LOSS_TOLERANCE * max(right.loss, 1e-2):
        return f"the loss is {claim.loss:.4g}, computed again it is {right.loss:.4g}"
    return _wrong_array(recipe.rate, right.gradients, revealed)


def _wrong_array(
    rate: float, right: Parameters, revealed: tuple[Revealed, Revealed, Revealed]
) -> str:
    """Name the first gradient that is wrong or parameter that moved otherwise."""
    rows = enumerate(zip(right, *revealed, strict=True))
    for number, (slope, old, its, new) in rows:
        if not _close(its, slope, GRADIENT_TOLERANCE):
            return f"the gradient of {parameter_name(number)} is not the right one"
        moved = old.astype(np.float64) - rate * its.astype(np.float64)
        if not _close(new, moved, UPDATE_TOLERANCE):
            name = parameter_name(number)
            return f"{name} did not move by the gradient times the rate"
    return ""


def strayed(start: Parameters, end: Parameters, right: Parameters) -> str:
    """Say which parameter is not where training leads from ``start``, if any.

    One audited step proves itself only. Without this, good parameters brought along
    could be slipped in at any other step.
    """
    for number, (old, new, led) in enumerate(zip(start, end, right, strict=True)):
        way = max(float(np.abs(led.astype(np.float64) - old).max()), 1e-4)
        if (
            not float(np.abs(new.astype(np.float64) - led).max())
            <= WALK_TOLERANCE * way
        ):
            return f"{parameter_name(number)} is not where these steps lead"
    return ""


def parameter_name(number: int) -> str:
    """Return what a pair calls the parameter, counting layers from 1."""
    return f"{('weight', 'bias')[number % 2]} of layer {number // 2 + 1}"


def _close(
    one: NDArray[np.generic], other: NDArray[np.generic], tolerance: float
) -> bool:
    scale = max(float(np.abs(other).max()), 1e-6)
    difference = np.abs(one.astype(np.float64) - other.astype(np.float64))
    # Written so that NaN fails.
    return bool((difference <= tolerance * scale).all())
