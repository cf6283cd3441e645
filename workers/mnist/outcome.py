"""Say what a stretch run shows while it goes on, and how it ended."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workers.mnist.audit import Mark

State = Literal["finished", "cancelled", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the curve; ``accuracy`` is set where an epoch ends.

    ``marks`` are the audits since the last point, each its step and what was wrong with
    it; ``norms`` the gradients' lengths by layer at the latest of them.
    """

    step: int
    steps: int
    epoch: int
    loss: float
    accuracy: float | None
    steps_per_second: float
    seconds_left: float | None = None
    marks: tuple[tuple[int, str], ...] = ()
    norms: tuple[float, ...] = ()


def seconds_left(began: float, share: float) -> float | None:
    """Guess what remains of a run that began at ``began``, by the share that is done.

    Audits and the reference engine take their turns within it, so the guest's own
    steps per second would promise too much.
    """
    return (monotonic() - began) * (1 - share) / share if share else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchOutcome:
    """How a run ended; ``counts`` is false wherever ``reason`` says why.

    ``seconds`` is the guest's time for its steps alone, ``reference_seconds`` what the
    reference engine took for the same steps, outside the sandbox, in turn with it.
    ``said`` is what it took each held-out digit for, None before the first epoch's end.
    """

    state: State
    track: str
    data: str
    digits_sha256: str
    correct: int = 0
    of: int = 0
    epochs: int = 0
    seconds: float = 0.0
    reference_seconds: float | None = None
    marks: tuple[Mark, ...] = ()
    filled_in: tuple[str, ...] = ()
    said: NDArray[np.generic] | None = field(default=None, compare=False)
    reason: str = ""
    log: str = ""

    @property
    def audits(self) -> int:
        """Return how many steps were audited."""
        return len(self.marks)

    @property
    def audits_passed(self) -> int:
        """Return how many of them stand."""
        return sum(mark.passed for mark in self.marks)

    @property
    def counts(self) -> bool:
        """Tell whether the run itself may stand on the board."""
        return self.state == "finished" and not self.reason
