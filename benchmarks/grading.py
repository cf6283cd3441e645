"""Time a whole right file from bytes to verdict, as ratios within one run.

``python -m benchmarks.grading [--rounds N] [--graphs N]``. The rounds are interleaved, so
that a busy machine slows both sides of every ratio. Bases:

- graphs: the reference engine's own pass over the identical graphs;
- properties: our solved course answering the identical questions in this process;
- sandbox: the same grading in a guest without any protection.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from exercises import scaffolding
from exercises import suite as suites
from exercises.catalogue import UNITS
from exercises.graphs import GraphSpec
from exercises.interpret import interpret
from exercises.nouns import State
from exercises.sketch import sketch
from exercises.suite import Case, Suite
from exercises.verdicts import Verdict
from workers.grading import grade
from workers.guest import drive
from workers.isolated import questions
from workers.sandbox import asking
from workers.sandbox.box import Box

SEED = 20_240_402


@dataclass(slots=True)
class Times:
    """Seconds of every round, by what was timed."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def take(self, what: str, work: Callable[[], object]) -> None:
        """Time one round."""
        began = perf_counter()
        work()
        self.rounds.setdefault(what, []).append(perf_counter() - began)

    def half(self, what: str) -> float:
        """Return the median."""
        return median(self.rounds[what])


def solved_course() -> bytes:
    """Return our own solution of every unit as one right file."""
    folder = scaffolding.FOLDER / "solved"
    texts = [(folder / f"{name}.py").read_text(encoding="utf-8") for name in UNITS]
    return "\n\n".join(["import numpy as np", *texts]).encode()


def graphs(count: int) -> list[GraphSpec]:
    """Return the bank and ``count`` random graphs."""
    drawn = [sketch(np.random.default_rng((SEED, n)), seed=n) for n in range(count)]
    return [*suites.bank(), *drawn]


def stored(specs: Sequence[GraphSpec]) -> Suite:
    """Return the graphs as a suite with the reference engine's answers."""
    public = len(suites.bank())
    cases = [
        Case(spec, interpret(spec), secret=at >= public)
        for at, spec in enumerate(specs)
    ]
    return Suite("benchmark", tuple(suites.as_probe(case) for case in cases))


def requests() -> list[list[bytes]]:
    """Return, for each unit, all that a guest of our solved course is sent."""
    folder = scaffolding.FOLDER / "solved"
    return [
        [
            asking.encode_scaffold(scaffolding.isolated(name)),
            asking.encode_load((folder / f"{name}.py").read_text(encoding="utf-8")),
            *(
                request
                for _, request in asking.batches(
                    [probe.program for probe in questions(name)]
                )
            ),
        ]
        for name in UNITS
    ]


def answered(units: list[list[bytes]]) -> None:
    """Answer every unit's questions in this process, in silence."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for sent in units:
            state = drive.State()
            for request in sent:
                for _ in drive.answers(state, request):
                    pass


def right(verdict: Verdict) -> None:
    """Refuse to time a grading that did not pass: it would be another path."""
    engine = verdict.assembled
    states = [unit.state for unit in verdict.units] + ([engine.state] if engine else [])
    if set(states) != {State.PASSED}:
        raise SystemExit(f"The solved course does not pass: {verdict.headline}")


def measure(rounds: int, count: int, folder: Path) -> Times:
    """Return the times of ``rounds`` interleaved rounds, after one that warms up."""
    specs, data, units = graphs(count), solved_course(), requests()
    suite, times = stored(specs), Times()

    def graded(box: Box, only: Sequence[str] | None) -> Callable[[], None]:
        return lambda: right(
            grade(
                filename="pair.py",
                data=data,
                units=only,
                suite=suite,
                box=box,
                suite_version="",
            )
        )

    with (
        Box(data=folder, min_tier="C") as box,
        Box(data=folder, unsafe=True) as bare,
    ):
        for number in range(rounds + 1):
            times = Times() if number == 1 else times
            times.take("reference", lambda: [interpret(spec) for spec in specs])
            times.take("solved", lambda: answered(units))
            times.take("isolated", graded(box, list(UNITS)))
            times.take("whole", graded(box, None))
            times.take("bare", graded(bare, None))
    return times


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--graphs", type=int, default=640)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measure(asked.rounds, asked.graphs, Path(folder))
    reference, solved = times.half("reference"), times.half("solved")
    isolated, whole = times.half("isolated"), times.half("whole")
    print(f"medians of {asked.rounds} interleaved rounds, {asked.graphs} random graphs")
    rows = (
        ("isolated units / our solved course in process", isolated / solved),
        (
            "assembled engine / reference on the same graphs",
            (whole - isolated) / reference,
        ),
        ("whole file / both bases together", whole / (solved + reference)),
        ("sandboxed / unprotected guest", whole / times.half("bare")),
    )
    for name, ratio in rows:
        print(f"  {name:<50}{ratio:6.2f}")
    cuts = quantiles(times.rounds["whole"], n=100, method="inclusive")
    print(
        f"  bytes to verdict: p50 {1e3 * cuts[49]:.0f} ms, p99 {1e3 * cuts[98]:.0f} ms"
    )


if __name__ == "__main__":
    main()
