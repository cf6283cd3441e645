"""Write a question and its answer side by side, in numbers a person can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from exercises.ask import Question
from exercises.nouns import Array, Plain
from exercises.questions import Absent, Expect, Holds, Near, Probe

Shape = tuple[int, ...]
Role = Literal["forward", "gradient", "value"]


@dataclass(frozen=True, slots=True)
class Convention:
    """What a probe that never decides is about; ``hint`` names a likely misconception."""

    note: str
    hint: str = ""


class Case(Question):
    """Collect the steps, what they must show, and the same as course code."""

    def __init__(self, name: str, concept: str) -> None:
        """Start with a name for the report and the concept it belongs to."""
        super().__init__()
        self.title = name
        self.concept = concept
        self.expects: list[Expect] = []
        self.lines: list[str] = []

    def write(self, *lines: str) -> None:
        """Add lines of course code."""
        self.lines += lines

    def expect(self, *expects: Expect) -> None:
        """Observe the steps named and judge them so."""
        for each in expects:
            self.observe(each.step)
            self.expects.append(each)

    def near(
        self, step: int, right: ArrayLike, what: str, role: Role = "value"
    ) -> None:
        """Expect this array, within the judge's tolerance."""
        self.expect(Near(step, np.asarray(right, dtype=np.float64), what, role))

    def gradient(self, tensor: int, right: Array, name: str) -> None:
        """Expect ``tensor.grad`` to be a tensor holding this array."""
        held = self.attr(tensor, "grad.array")
        self.near(held, right, f"{name}.grad", "gradient")

    def no_gradient(self, tensor: int, name: str) -> None:
        """Expect ``tensor.grad`` to be None, or a tensor of zeros."""
        held = self.call("getattr", self.attr(tensor, "grad"), *self._array_or_none())
        self.expect(Absent(held, f"{name}.grad", or_zeros=True))

    def holds(self, step: int, what: str, *, truth: bool = True) -> None:
        """Expect a truth value; anything truthy counts as true."""
        self.expect(Holds(self.call("bool", step), truth, what))

    def kept(self, step: int, what: str) -> None:
        """Expect the array sent in this step to hold, by now, what we sent."""
        self.expect(self.untouched(step, what))

    def plain(self, item: Plain | float | None) -> int:
        """Send one argument: an array as it is, or a number."""
        return self.value(np.array(item) if isinstance(item, np.ndarray) else item)

    def leaf(self, name: str, array: Plain) -> int:
        """Make a tensor that wants a gradient, and write it; integers stay so."""
        self.write(f"{name} = Tensor({shown(array)}, requires_grad=True)")
        return self.call(
            "Tensor", self.plain(array), requires_grad=self.value(value=True)
        )

    def probe(self, *, size: int = 1, only: Convention | None = None) -> Probe:
        """Return the finished probe; ``size`` orders probes, smallest first.

        With ``only`` it shows a convention and never decides.
        """
        return Probe(
            name=self.title,
            concept=self.concept,
            program=self.program,
            expects=tuple(self.expects),
            lines=tuple(self.lines),
            size=size,
            labelled=only is not None,
            note=only.note if only else "",
            hint=only.hint if only else "",
        )

    def _array_or_none(self) -> tuple[int, int]:
        return self.value("array"), self.value(None)


def several(
    rng: np.random.Generator,
    shapes: Sequence[Shape],
    *,
    low: float = 0.4,
    high: float = 3.3,
    signed: bool = True,
) -> list[Array]:
    """Draw one array per shape, all numbers different, with one or two decimals.

    1 and 2 are left out, for products with them hide a forgotten factor. Three in ten
    numbers are negative where ``signed``. Different magnitudes also mean no ties.
    """
    total = sum(int(np.prod(shape)) for shape in shapes)
    for scale in (10, 100):
        grid = np.arange(round(low * scale), round(high * scale) + 1)
        grid = grid[(grid != scale) & (grid != 2 * scale)]
        if len(grid) >= total:
            break
    drawn = rng.permutation(grid)[:total] / scale
    if signed:
        drawn = np.where(rng.random(total) < 0.3, -drawn, drawn)
    arrays, start = [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        arrays.append(drawn[start : start + size].reshape(shape).astype(np.float64))
        start += size
    return arrays


def shown(item: object) -> str:
    """Write a value as Python code: ``np.array([0.5, 3.0])``."""
    if isinstance(item, np.ndarray):
        return f"np.array({item.tolist()})"
    return repr(item)
