"""Say what a stretch run shows while it goes on, and how it ended."""

from dataclasses import dataclass
from typing import Literal

from workers.mnist.audit import Mark

State = Literal["finished", "cancelled", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the curve; ``accuracy`` is set where an epoch ends."""

    step: int
    steps: int
    epoch: int
    loss: float
    accuracy: float | None
    steps_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchOutcome:
    """How a run ended; ``counts`` is false wherever ``reason`` says why.

    ``seconds`` is the guest's time for its steps alone, ``reference_seconds`` what the
    reference engine took for the same steps, outside the sandbox, in turn with it.
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
