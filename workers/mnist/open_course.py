"""Walk a guest through the open track: its own model, within a budget, scored here."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from exercises.stretch import Budget
from workers.mnist import wire
from workers.mnist.audit import Mark
from workers.mnist.course import MOST_STEPS, POINT_SECONDS, REQUEST_SECONDS
from workers.mnist.digits import Digits, Labels
from workers.mnist.outcome import Point, seconds_left
from workers.mnist.recipe import Recipe
from workers.mnist.seats import Asking, Over
from workers.sandbox.wire import ProtocolError

ROWS = 2000
# Ten classes: what has learned nothing names a tenth. A network that names most digits
# before its first step brought its weights along.
TOO_GOOD = 0.4


@dataclass(slots=True)
class OpenCourse:
    """One open run on its way; ``labels`` belong to the digits as the guest sees them.

    Seconds are the guest's CPU seconds as the kernel counts them outside: a busy machine
    takes nothing from a run, and a guest's own clock could lie.
    """

    digits: Digits
    labels: Labels
    budget: Budget
    report: Callable[[Point], None]
    cancelled: Callable[[], bool]
    seed: int
    done: int = 0
    seconds: float = 0.0
    reference_seconds: float = 0.0
    correct: int = 0
    epochs: int = 0
    reported: float = -math.inf
    began: float = field(default_factory=monotonic)
    said: NDArray[np.generic] | None = None
    marks: list[Mark] = field(default_factory=list)
    shapes: list[tuple[int, ...]] = field(default_factory=list)
    fault: str = ""

    @property
    def per_epoch(self) -> int:
        """Return how many steps an epoch takes."""
        return -(-len(self.digits.labels) // self.budget.batch)

    @property
    def steps(self) -> int:
        """Return how many steps the run takes if its seconds last."""
        return self.per_epoch * self.budget.epochs

    @property
    def share(self) -> float:
        """Return how much of the budget is used, 0 to 1."""
        used = max(self.done / self.steps, self.seconds / self.budget.cpu_seconds)
        return min(1.0, used)

    def drive(self, ask: Asking, folder: str) -> None:
        """Ask for steps until the budget is used, then for the classes of every digit.

        Raises Over, TrainingRaised or ProtocolError where the run ends early.
        """
        self._begin(ask, folder)
        self._score(ask)
        if self.correct > TOO_GOOD * len(self.labels):
            share = self.correct / len(self.labels)
            self.fault = (
                f"It named {share:.0%} of the digits before its first step: "
                "a run must learn what it knows."
            )
        for part in self._requests():
            if self.cancelled():
                raise Over("The run was cancelled.", asked=True)
            before = ask.cpu
            answer = ask(wire.steps(self.share, part))
            self.seconds += ask.cpu - before
            losses = [each.loss for each in wire.commitments(answer, len(part))]
            for place, loss in enumerate(losses, start=1):
                if not math.isfinite(loss):
                    raise Over(f"The loss is {loss} after step {self.done + place}.")
            self.done += len(part)
            if self.done % self.per_epoch == 0:
                self._score(ask)
            self._tell(losses[-1])
        if self.done % self.per_epoch:
            self._score(ask)
        self.epochs = -(-self.done // self.per_epoch)
        self._count(ask)

    def _begin(self, ask: Asking, folder: str) -> None:
        recipe = Recipe()
        options = {
            "track": "open",
            "digits": f"{folder}/{self.digits.name}",
            "mean": recipe.mean,
            "spread": recipe.spread,
        }
        self.shapes = wire.begun(ask(wire.begin(options, ())))
        learned = sum(math.prod(shape) for shape in self.shapes)
        if not 0 < learned <= self.budget.parameters:
            raise Over(
                f"The model has {learned} numbers to learn; the open track allows "
                f"1 to {self.budget.parameters}."
            )

    def _count(self, ask: Asking) -> None:
        """Have every parameter shown, and count what is shown, not what was said."""
        for number, told in enumerate(self.shapes):
            shown = wire.numbers(ask(wire.parameter(number))).shape
            if shown != told:
                raise Over(
                    f"Parameter {number + 1} of the model had the shape {told} at the "
                    f"start and has {shown} at the end: the open track counts the "
                    "numbers that a model learns, so their shapes must stay."
                )

    def _requests(self) -> Iterator[list[NDArray[np.int64]]]:
        """Group batches into requests until epochs or seconds are used up."""
        rng = np.random.default_rng((self.seed, 128))
        for _ in range(self.budget.epochs):
            order = rng.permutation(len(self.digits.labels))
            waiting = [
                order[first : first + self.budget.batch]
                for first in range(0, len(order), self.budget.batch)
            ]
            while waiting:
                if self.seconds >= self.budget.cpu_seconds:
                    return
                count = self._fitting()
                yield waiting[:count]
                waiting = waiting[count:]

    def _fitting(self) -> int:
        if not self.done:
            return 2
        left = min(REQUEST_SECONDS, self.budget.cpu_seconds - self.seconds)
        return max(1, min(MOST_STEPS, int(left * self._pace)))

    @property
    def _pace(self) -> float:
        """Return steps per CPU second; a fresh clock may still stand at 0."""
        return self.done / max(self.seconds, 1e-6)

    def _score(self, ask: Asking) -> None:
        """Count the held-out digits it names correctly; labels never went in."""
        found = []
        for first in range(0, len(self.labels), ROWS):
            rows = min(ROWS, len(self.labels) - first)
            said = wire.numbers(ask(wire.predict(wire.HELD_OUT, first, rows)))
            if said.shape != (rows,):
                raise ProtocolError("another number of predictions than digits")
            found.append(said)
        self.said = np.concatenate(found)
        self.correct = int((self.said == self.labels).sum())

    def _tell(self, loss: float) -> None:
        ends = self.done % self.per_epoch == 0
        if not ends and monotonic() - self.reported < POINT_SECONDS:
            return
        self.reported = monotonic()
        self.report(
            Point(
                step=self.done,
                steps=self.steps,
                epoch=-(-self.done // self.per_epoch),
                loss=loss,
                accuracy=self.correct / len(self.labels) if ends else None,
                steps_per_second=self._pace,
                seconds_left=seconds_left(self.began, self.share),
            )
        )
