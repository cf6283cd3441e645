"""Compare what a whole right file costs to grade with what its right answers cost.

``python -m benchmarks.grading [--json] [--rounds N] [--graphs N]``; the formulas stand in
docs/benchmarks.md. The rounds are interleaved, so that a busy machine slows both sides of
every ratio; processor time counts the worker and every guest it asks.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

import numpy as np

from benchmarks.grading_bases import answers, drawn, solved_course, stored, sums
from exercises.catalogue import UNITS
from exercises.nouns import State
from exercises.suite import Suite
from exercises.verdicts import Verdict
from workers.grading import grade
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest

REQUIRED = 3.0


@dataclass(slots=True)
class Metered:
    """A box that adds up the processor time of its guests."""

    box: Box
    seconds: float = 0.0

    @property
    def tier(self) -> str:
        """Return the box's tier."""
        return self.box.tier

    def guest(self) -> AbstractContextManager[Guest]:
        """Return a guest whose time is counted when it is gone."""
        return self._counted()

    @contextmanager
    def _counted(self) -> Iterator[Guest]:
        with self.box.guest() as guest:
            yield guest
        self.seconds += guest.fate.cpu if guest.fate else 0.0


@dataclass(slots=True)
class Times:
    """Seconds of every round, by what was timed: of a processor and on the wall."""

    processor: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)

    def take(self, what: str, work: Callable[[], float]) -> None:
        """Time one round; ``work`` returns the seconds that other processes worked."""
        began, since = process_time(), perf_counter()
        beside = work()
        used = process_time() - began + beside
        self.processor.setdefault(what, []).append(used)
        self.wall.setdefault(what, []).append(perf_counter() - since)


def right(verdict: Verdict) -> None:
    """Refuse to time a grading that did not pass: it would be another path."""
    engine = verdict.assembled
    states = [unit.state for unit in verdict.units] + ([engine.state] if engine else [])
    if set(states) != {State.PASSED}:
        raise SystemExit(f"The solved course does not pass: {verdict.headline}")


def grading(box: Box, suite: Suite, units: Sequence[str] | None) -> float:
    """Grade our solved course; returns the processor time of its guests."""
    metered = Metered(box)
    verdict = grade(
        filename="pair.py",
        data=solved_course(),
        units=units,
        suite=suite,
        box=metered,
        suite_version="",
    )
    right(verdict)
    return metered.seconds


def measure(rounds: int, count: int, folder: Path) -> Times:
    """Return the times of interleaved rounds in random order, after one to warm up."""
    cases = drawn(count)
    suite, unit_answers, whole_answers = stored(cases), *answers()
    rng, times = np.random.default_rng(), Times()
    with (
        Box(data=folder, min_tier="C") as box,
        Box(data=folder, unsafe=True) as bare,
    ):
        contestants: dict[str, Callable[[], float]] = {
            "graphs": lambda: sums(cases),
            "properties": unit_answers,
            "beside": whole_answers,
            "isolated": lambda: grading(box, suite, list(UNITS)),
            "whole": lambda: grading(box, suite, None),
            "bare": lambda: grading(bare, suite, None),
        }
        for number in range(rounds + 1):
            times = Times() if number == 1 else times
            for what in rng.permutation(list(contestants)):
                times.take(str(what), contestants[str(what)])
    return times


def ratios(seconds: dict[str, list[float]]) -> dict[str, float]:
    """Return each figure of the table in docs/benchmarks.md."""
    half = {what: median(rounds) for what, rounds in seconds.items()}
    engine = half["graphs"] + half["beside"]
    return {
        "whole": half["whole"] / (half["properties"] + engine),
        "isolated": half["isolated"] / half["properties"],
        "assembled": (half["whole"] - half["isolated"]) / engine,
        "sandbox": half["whole"] / half["bare"],
    }


def report(times: Times) -> dict[str, dict[str, float]]:
    """Return all figures; only those of processor time are judged."""
    cuts = quantiles(times.wall["whole"], n=100, method="inclusive")
    return {
        "processor": ratios(times.processor),
        "wall": ratios(times.wall),
        "verdict_seconds": {"p50": cuts[49], "p99": cuts[98]},
    }


def main() -> int:
    """Print the table; 1 where a whole file costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--graphs", type=int, default=640)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = report(measure(asked.rounds, asked.graphs, Path(folder)))
    if asked.json:
        print(json.dumps(told))
    else:
        print(f"medians of {asked.rounds} rounds, {asked.graphs} random graphs")
        print(f"  {'ratio':<12}{'processor':>10}{'wall':>8}")
        for name, ratio in told["processor"].items():
            print(f"  {name:<12}{ratio:>10.2f}{told['wall'][name]:>8.2f}")
        seconds = told["verdict_seconds"]
        print(
            f"  verdict after {seconds['p50']:.2f} s (p50), {seconds['p99']:.2f} s (p99)"
        )
        print(f"  whole: at most {REQUIRED:g} is required, of processor time")
    return int(told["processor"]["whole"] > REQUIRED)


if __name__ == "__main__":
    raise SystemExit(main())
