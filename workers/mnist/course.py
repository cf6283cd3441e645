"""Walk a guest through the recipe's steps, auditing one step of every request."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from workers.mnist import wire
from workers.mnist.audit import Ask, Claim, Mark, audit, digest, strayed
from workers.mnist.digits import Digits
from workers.mnist.outcome import Point, seconds_left
from workers.mnist.recipe import Parameters, Recipe, named
from workers.mnist.reference import walk
from workers.mnist.seats import Over
from workers.sandbox.wire import ProtocolError

# Short enough to cancel at once, long enough that asking costs nothing.
REQUEST_SECONDS = 0.5
MOST_STEPS = 60
POINT_SECONDS = 1.0


@dataclass(slots=True)
class Course:
    """One run on its way: what was done, measured and audited so far."""

    digits: Digits
    recipe: Recipe
    report: Callable[[Point], None]
    cancelled: Callable[[], bool]
    rng: np.random.Generator
    done: int = 0
    seconds: float = 0.0
    reference_seconds: float = 0.0
    correct: int = 0
    epochs: int = 0
    reported: float = -math.inf
    began: float = field(default_factory=monotonic)
    told: int = 0
    said: NDArray[np.generic] | None = None
    marks: list[Mark] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Return how many steps the whole run takes."""
        return self.recipe.steps(len(self.digits.labels))

    def drive(self, ask: Ask, folder: str) -> None:
        """Ask for every step; ``folder`` is where the guest finds the digits.

        Raises Over, TrainingRaised or ProtocolError where the run ends early.
        """
        now = self._begin(ask, folder)
        for part in self._requests():
            if self.cancelled():
                raise Over("The run was cancelled.", asked=True)
            started = monotonic()
            answer = ask(wire.steps(self.recipe.rate, part))
            self.seconds += monotonic() - started
            said = wire.commitments(answer, len(part))
            self._watch_loss(said)
            self.marks.append(self._audit(ask, part, said, digest(now)))
            self.done += len(part)
            now = self._retraced(now, self._parameters(ask, said[-1]), part)
            self._tell(now, said[-1].loss)

    def _begin(self, ask: Ask, folder: str) -> Parameters:
        """Have the network built; return its first parameters."""
        first = self.recipe.parameters()
        options = {
            "track": "official",
            "digits": f"{folder}/{self.digits.name}",
            "layers": list(self.recipe.layers),
            "mean": self.recipe.mean,
            "spread": self.recipe.spread,
        }
        shapes = wire.begun(ask(wire.begin(options, first)))
        if shapes != [each.shape for each in first]:
            raise ProtocolError(
                "its network has other parameters than the official one"
            )
        return first

    def _audit(
        self,
        ask: Ask,
        part: Sequence[NDArray[np.int64]],
        said: Sequence[wire.Commitment],
        held: bytes,
    ) -> Mark:
        """Audit one step of a request, chosen after the guest committed to all."""
        place = int(self.rng.integers(len(part)))
        claim = Claim(
            self.done + place + 1,
            place,
            part[place],
            said[place].loss,
            said[place - 1].digest if place else held,
            said[place].digest,
        )
        return audit(ask, claim, self.recipe, self.digits)

    def _retraced(
        self, start: Parameters, end: Parameters, part: Sequence[NDArray[np.int64]]
    ) -> Parameters:
        """Walk a request's steps on the reference engine; mark where ways part."""
        right, seconds = walk(self.recipe, self.digits, start, part)
        self.reference_seconds += seconds
        fault = strayed(start, end, right)
        if fault:
            self.marks.append(Mark(self.done, fault))
        return end

    def _requests(self) -> Iterator[list[NDArray[np.int64]]]:
        """Group the batches into requests that end with an epoch at the latest."""
        per_epoch = self.steps // self.recipe.epochs
        part: list[NDArray[np.int64]] = []
        for number, batch in enumerate(
            self.recipe.batches(len(self.digits.labels)), start=1
        ):
            part.append(batch)
            if len(part) >= self._fitting() or number % per_epoch == 0:
                yield part
                part = []

    def _fitting(self) -> int:
        if not self.done:
            return 2
        return max(1, min(MOST_STEPS, int(REQUEST_SECONDS * self.done / self.seconds)))

    def _watch_loss(self, said: Sequence[wire.Commitment]) -> None:
        for place, each in enumerate(said, start=1):
            if not math.isfinite(each.loss):
                raise Over(f"The loss is {each.loss} after step {self.done + place}.")

    def _tell(self, now: Parameters, loss: float) -> None:
        """Report a point; at the end of an epoch measure the accuracy, outside."""
        per_epoch = self.steps // self.recipe.epochs
        ends = self.done % per_epoch == 0
        share = None
        if ends:
            self.epochs = self.done // per_epoch
            share = self._score(now)
        if not ends and monotonic() - self.reported < POINT_SECONDS:
            return
        self.reported = monotonic()
        fresh = self.marks[self.told :]
        self.told = len(self.marks)
        point = Point(
            step=self.done,
            steps=self.steps,
            epoch=-(-self.done // per_epoch),
            loss=loss,
            accuracy=share,
            steps_per_second=self.done / self.seconds,
            seconds_left=seconds_left(self.began, self.done / self.steps),
            marks=tuple((mark.step, mark.fault) for mark in fresh),
            norms=next((mark.norms for mark in reversed(fresh) if mark.norms), ()),
        )
        self.report(point)

    def _score(self, now: Parameters) -> float:
        """Name the held-out digits, outside; return the share that is right."""
        self.said = named(self.recipe, now, self.digits)
        right = self.digits.held_out_labels
        self.correct = int((self.said == right).sum())
        return self.correct / len(right)

    def _parameters(self, ask: Ask, last: wire.Commitment) -> Parameters:
        count = 2 * (len(self.recipe.layers) - 1)
        found = [wire.numbers(ask(wire.parameter(each))) for each in range(count)]
        if digest(found) != last.digest:
            raise Over("The parameters shown are not those committed to.")
        if [each.shape for each in found] != [
            each.shape for each in self.recipe.parameters()
        ]:
            raise ProtocolError("a parameter changed its shape")
        return [each.astype(np.float32) for each in found]
