"""Time what explains a failing verdict, beside the reference engine's own pass.

``python -m benchmarks.failing [--json] [--rounds N] [--graphs N]`` takes our solved course
with one of the pretend class's mistakes in it, one mistake after the other, and grades it
in the real sandbox. Timed is what a passing verdict never does: naming, looking into the
graph, shrinking, asking again, trying ours in its place; waiting for the guest included. It
is told as a ratio to the reference engine's pass over the same bank and random graphs in
this process; of every mistake the fastest of its rounds counts, of the base too, because
another program's work is not ours. ``first_of_its_kind_p95`` is over the first rounds, of
which a worker remembers nothing yet.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from pkgutil import resolve_name
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.grading_bases import drawn, stored, sums
from exercises import scaffolding
from exercises.catalogue import RUNGS, UNITS
from exercises.nouns import State
from exercises.pretend.mistakes import Mistake, mistakes
from workers.grading import grade
from workers.sandbox.box import Box

GOAL = 3.0
# What a verdict that passes never calls.
EXPLAINING = (
    "workers.assembled._explained",
    "workers.assembled.looked_into",
    "workers.assembled.name_pieces",
    "workers.assembled.shrunken",
    "workers.grading.blamed",
    "workers.isolated._named",
    "workers.isolated._repeat",
    "workers.isolated.looked_into",
)


class Explained(NamedTuple):
    """What the explanation of one verdict took, and the base beside it; seconds."""

    name: str
    seconds: float
    base: float


@dataclass(slots=True)
class Watch:
    """Adds up the seconds spent in explaining, guests' answers included."""

    seconds: float = 0.0
    within: bool = False

    def over(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time counted, once where it calls another."""

        @wraps(work)
        def watched(*given: Any, **named: Any) -> Any:
            if self.within:
                return work(*given, **named)
            self.within, began = True, perf_counter()
            try:
                return work(*given, **named)
            finally:
                self.seconds += perf_counter() - began
                self.within = False

        return watched


@contextmanager
def watching() -> Iterator[Watch]:
    """Time every function that explains."""
    watch = Watch()
    with ExitStack() as stack:
        for name in EXPLAINING:
            work = resolve_name(name)
            stack.enter_context(patch(name, watch.over(work)))
        yield watch


def course_with(mistake: Mistake) -> bytes:
    """Return our solved course with one rung as a pair got it wrong."""
    (units,) = (rung.units for rung in RUNGS if rung.slug == mistake.rung)
    folder = scaffolding.FOLDER / "solved"
    texts = [
        (folder / f"{name}.py").read_text(encoding="utf-8")
        for name in UNITS
        if name not in units
    ]
    # Where the rung's own lines stood: what follows may use what they define.
    place = list(UNITS).index(units[0])
    texts.insert(place, mistake.source)
    return "\n\n".join(["import numpy as np", *texts]).encode()


def measure(rounds: int, count: int, folder: Path) -> list[Explained]:
    """Return what each mistake's explanation took, in the order of the course."""
    cases = drawn(count)
    suite = stored(cases)
    found = []
    with Box(data=folder, min_tier="C") as box, watching() as watch:
        for mistake in (each for each in mistakes() if not each.slow):
            source = course_with(mistake)
            for _ in range(rounds):
                watch.seconds = 0.0
                said = grade(
                    filename="a.py", data=source, units=None, suite=suite, box=box
                )
                if State.FAILED not in {unit.state for unit in said.units}:
                    raise SystemExit(f"a mistake passes: {said.headline}")
                took, began = watch.seconds, perf_counter()
                sums(cases)
                base = perf_counter() - began
                found.append(Explained(mistake.name, took, base))
    return found


def main() -> int:
    """Print the figures; 1 where the explanation costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--graphs", type=int, default=640)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.rounds, asked.graphs, Path(folder))
    by_mistake: dict[str, list[Explained]] = {}
    for each in found:
        by_mistake.setdefault(each.name, []).append(each)
    fastest = {
        name: min(each.seconds for each in rounds) / min(each.base for each in rounds)
        for name, rounds in by_mistake.items()
    }
    ratios = quantiles(fastest.values(), n=20)
    first = quantiles(
        [each[0].seconds / each[0].base for each in by_mistake.values()], n=20
    )
    most = max(fastest, key=lambda name: fastest[name])
    told = {
        "explaining_to_base": {"p50": round(ratios[9], 2), "p95": round(ratios[18], 2)},
        "most": {"mistake": most, "ratio": round(fastest[most], 2)},
        "first_of_its_kind_p95": round(first[18], 2),
        "base_milliseconds": round(1e3 * min(each.base for each in found), 1),
        "verdicts": len(found),
    }
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:20} {value}")
        print(
            f"explaining_to_base: at most {GOAL:g} at the 95th percentile is the goal"
        )
    return int(ratios[18] > GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
