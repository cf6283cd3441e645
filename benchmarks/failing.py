"""Compare a failing verdict with the same verdict without its explanation.

``python -m benchmarks.failing [--json] [--rounds N] [--graphs N]`` takes our solved course
with one of the pretend class's mistakes in it, one mistake after the other, and grades it
in the real sandbox twice in turn: as always, and with naming, looking into the graph,
shrinking and trying ours in its place switched off. What is added is told as a ratio to the
reference engine's own pass over the same bank and random graphs, in processor time of the
worker and its guests, and in milliseconds of this machine. The first mistake of a kind is
among them: nothing is remembered from an earlier one but what a worker remembers.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.grading import Metered
from benchmarks.grading_bases import drawn, stored, sums
from exercises import scaffolding
from exercises.catalogue import RUNGS, UNITS
from exercises.nouns import State
from exercises.pretend.mistakes import Mistake, mistakes
from exercises.suite import Suite
from workers.grading import grade
from workers.sandbox.box import Box

GOAL = 3.0
SILENT: dict[str, Callable[..., Any]] = {
    "workers.assembled.looked_into": lambda _seat, verdict: verdict,
    "workers.isolated.looked_into": lambda _seat, verdict: verdict,
    "workers.assembled.shrunken": lambda *_: None,
    "workers.assembled._explained": lambda verdict, *_: verdict,
    "workers.assembled.name_pieces": lambda *_: {},
    "workers.isolated._named": lambda *_: (),
}


@contextmanager
def silently() -> Iterator[None]:
    """Grade without any explanation."""
    patches = [patch(name, instead) for name, instead in SILENT.items()]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


class Added(NamedTuple):
    """What an explanation added to one verdict, and the base beside it; seconds."""

    processor: float
    wall: float
    base: float


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


def graded(box: Box, suite: Suite, source: bytes) -> tuple[float, float]:
    """Return the seconds of processor and wall that one failing verdict takes."""
    metered = Metered(box)
    began, since = process_time(), perf_counter()
    verdict = grade(filename="a.py", data=source, units=None, suite=suite, box=metered)
    took = process_time() - began + metered.seconds, perf_counter() - since
    states = {unit.state for unit in verdict.units}
    if State.FAILED not in states:
        raise SystemExit(f"a mistake passes: {verdict.headline}")
    return took


def measure(rounds: int, count: int, folder: Path) -> list[Added]:
    """Return what each mistake's explanation added, in the order of the course."""
    cases = drawn(count)
    suite = stored(cases)
    found = []
    with Box(data=folder, min_tier="C") as box:
        for mistake in (each for each in mistakes() if not each.slow):
            source = course_with(mistake)
            for _ in range(rounds):
                with silently():
                    plain = graded(box, suite, source)
                full = graded(box, suite, source)
                began = process_time()
                sums(cases)
                base = process_time() - began
                found.append(Added(full[0] - plain[0], full[1] - plain[1], base))
    return found


def main() -> int:
    """Print the figures; 1 where the explanation costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--graphs", type=int, default=640)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.rounds, asked.graphs, Path(folder))
    base = median(each.base for each in found)
    ratios = quantiles([each.processor / base for each in found], n=20)
    wall = quantiles([1e3 * each.wall for each in found], n=20)
    told = {
        "added_to_base": {"p50": round(ratios[9], 2), "p95": round(ratios[18], 2)},
        "added_milliseconds": {"p50": round(wall[9]), "p95": round(wall[18])},
        "base_milliseconds": round(1e3 * base, 1),
        "verdicts": len(found),
    }
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:20} {value}")
        print(f"added_to_base: at most {GOAL:g} at the 95th percentile is the goal")
    return int(ratios[18] > GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
