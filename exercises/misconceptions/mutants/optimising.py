"""List mistakes in an optimiser: only a few steps of training show them."""

from collections.abc import Sequence

from exercises.misconceptions.mutants.mutant import Mutant
from exercises.misconceptions.slots import Grads, descended
from exercises.nouns import Array


def _ascended(array: Array, grad: Array, rate: float) -> None:
    array += rate * grad


def _stayed(array: Array, grad: Array, rate: float) -> None:
    """Compute a new array under the parameter's name, which nobody else holds."""
    array = array - rate * grad


def _nothing(grads: Grads, parameters: Sequence[int]) -> None:
    """Clear names, not gradients."""


ALL = tuple(
    Mutant(name, "opt", cause, claim, override)
    for name, cause, claim, override in (
        (
            "sgd_ascent",
            "step-uphill",
            "the step goes up the slope",
            {"step": _ascended},
        ),
        (
            "sgd_rebinds",
            "optimiser-rebinds",
            "the step makes new arrays, and the parameters stay where they were",
            {"step": _stayed},
        ),
        (
            "sgd_no_lr",
            "learning-rate-ignored",
            "the step is the whole gradient, whatever the learning rate",
            {"step": lambda array, grad, rate: descended(array, grad, 1.0)},
        ),
        (
            "zero_grad_noop",
            "zero-grad-misplaced",
            "gradients are never cleared between steps",
            {"clear": _nothing},
        ),
        (
            "zero_grad_first",
            "zero-grad-misplaced",
            "only the first parameter's gradient is cleared between steps",
            {"clear": lambda grads, parameters: grads.pop(parameters[0], None)},
        ),
    )
)
