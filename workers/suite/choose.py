"""Choose the bank: few small graphs that tell every mistake from every other.

``python -m workers.suite.choose`` writes ``exercises/bank.json`` again, the same each
time. It takes a minute or two and needs PyTorch.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercises import graphs, suite, training
from exercises.graphs import GraphSpec, TrainSpec
from exercises.misconceptions.host import run, run_on
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.sighting import same
from exercises.misconceptions.slots import filled
from exercises.sketch import Taste, sketch
from workers.suite.build import confirmed, is_sharp
from workers.suite.gotchas import gotchas
from workers.suite.pen import EASY
from workers.suite.separate import Question, Table, table

SEED = 20_250_901
POOL = 4000
TRAININGS = 6
MOST_NUMBERS = 14
# Often enough that one lucky coincidence neither hides a mistake nor confuses two.
SHOWN = 3
APART = 2
SINGLE = {
    name: filled([MUTANTS[name].override, {"dtype": np.float32}])
    for name in VALUE_MUTANTS
}
TASTES = (
    Taste(palette=EASY),
    Taste(palette=EASY, reuse=0.8, same_operand=0.3),
    Taste(palette=EASY, broadcast=0.9, unused=0),
    Taste(palette=EASY, twice=0.8, frozen=0.3),
)


@dataclass(slots=True)
class Wanted:
    """How often each mutant must still show and each pair must still differ."""

    shows: NDArray[np.int64]
    apart: NDArray[np.int64]

    def gains(
        self, shows: NDArray[np.bool_], apart: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return by question how many open wants it would meet."""
        # Counted as integers: a product of booleans is one.
        open_shows = (self.shows > 0).astype(np.int64)
        open_apart = (self.apart > 0).astype(np.int64)
        return np.asarray(shows @ open_shows + apart @ open_apart)

    def meet(self, shows: NDArray[np.bool_], apart: NDArray[np.bool_]) -> None:
        """Count one question."""
        self.shows -= shows
        self.apart -= apart


def cost(question: Question) -> float:
    """Return what a question costs a pair's patience."""
    if isinstance(question, TrainSpec):
        return 12.0
    numbers = sum(leaf.array.size for leaf in question.leaves)
    return 2 * len(question.operations) + 0.2 * numbers + question.twice


def pool() -> Iterator[Question]:
    """Yield small random graphs in easy numbers, and a few trainings."""
    for number in range(POOL):
        rng = np.random.default_rng((SEED, number))
        taste, length = TASTES[number % len(TASTES)], 1 + number % 4
        spec = sketch(rng, taste, length=length)
        sizes = [leaf.array.size for leaf in spec.leaves]
        # A single number shows a rule, but no pair would draw it.
        if max(sizes) > 1 and sum(sizes) <= MOST_NUMBERS:
            yield spec
    for number in range(TRAININGS):
        yield training.draw(np.random.default_rng((SEED, POOL + number)))


def chosen(fixed: Sequence[Question], candidates: Sequence[Question]) -> list[Question]:
    """Return the fixed questions and as few candidates as leave nothing wanted."""
    known = table(fixed, VALUE_MUTANTS)
    offered = table(candidates, VALUE_MUTANTS)
    wanted = _wanted(known)
    costs = np.array([4 + cost(each) for each in candidates])
    shows: NDArray[np.bool_] = offered.shows
    apart: NDArray[np.bool_] = offered.apart()
    bank = list(fixed)
    while True:
        gains = wanted.gains(shows, apart) / costs
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        wanted.meet(shows[best], apart[best])
        if is_fit(candidates[best]):
            bank.append(candidates[best])
        else:
            wanted.shows += shows[best]
            wanted.apart += apart[best]
        shows[best], apart[best] = False, False
    if (wanted.shows > 0).any() or (wanted.apart > 0).any():
        raise SystemExit("the pool does not tell all mistakes apart: draw a larger one")
    return bank


def _wanted(known: Table) -> Wanted:
    apart = known.apart()
    return Wanted(SHOWN - known.shows.sum(0), APART - apart.sum(0))


def is_fit(question: Question) -> bool:
    """Tell whether float32 blurs neither the right answer nor the look of a mistake."""
    if isinstance(question, GraphSpec) and not is_sharp(question, confirmed(question)):
        return False
    # A gradient of 3 that is 2.9999999 there would be cut off to 2.
    return all(
        same(run_on(question, slots), run(question, (name,)))
        for name, slots in SINGLE.items()
    )


def fixed() -> list[Question]:
    """Return what every bank holds, each in the first numbers that stay sharp."""
    drawn = [list(gotchas(SEED + again)) for again in range(8)]
    return [
        next(spec for spec in row if is_fit(spec)) for row in zip(*drawn, strict=True)
    ]


def written(bank: Sequence[Question]) -> str:
    """Return the bank as it is committed: graphs by size, then trainings."""
    drawn = [each for each in bank if isinstance(each, GraphSpec)]
    first, *rest = drawn
    plain = [graphs.as_json(each) for each in (first, *sorted(rest, key=_size))]
    plain += [training.as_json(each) for each in bank if isinstance(each, TrainSpec)]
    # One question a line: a change of the bank can be read.
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in plain)
    return f"[\n{lines}\n]\n"


def main() -> int:
    """Choose and write the bank."""
    bank = chosen(fixed(), list(pool()))
    suite.BANK.write_text(written(bank))
    print(f"{len(bank)} questions", file=sys.stderr)  # noqa: T201
    return 0


def _size(spec: GraphSpec) -> int:
    return spec.cost


if __name__ == "__main__":
    raise SystemExit(main())
