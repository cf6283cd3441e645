"""Measure what the sandbox costs beside the same work without it, in one run.

``A`` is the full jail, ``unsafe`` the same zygote without a layer, ``fresh`` a new
bubblewrap, Python and NumPy per submission, ``numpy`` a plain ``import numpy``, ``floor``
a bare fork, exit and wait. All take turns in random order, so that a busy machine slows
them alike. docs/benchmarks.md says what each row means.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from benchmarks.sandbox_runs import (
    FRESH,
    PLAIN,
    Floor,
    Meter,
    again,
    cold,
    program,
    warm,
    whole,
)
from workers.sandbox.box import Box

KINDS = (warm, cold, again, whole)
GATE_FRESH, GATE_LAYERS, GOAL_FLOOR = 80.0, 1.3, 2.7
RARELY = 10  # a hundred times slower than the others: every tenth round
Runs = dict[str, Callable[[], float]]
Figures = dict[str, dict[str, float]]


def contestants(boxes: dict[str, Box], floor: Floor) -> Runs:
    """Return everything that takes part, by name."""
    runs: Runs = {"fresh": lambda: program(FRESH), "numpy": lambda: program(PLAIN)}
    for name, box in boxes.items():
        for kind in KINDS:
            runs[f"{name} {kind.__name__}"] = lambda kind=kind, box=box: kind(box)  # type: ignore[misc]
        runs[f"{name} cpu"] = Meter(box)
    runs["floor cpu"] = floor
    return runs


def measure(rounds: int) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return the seconds of each contestant in every round, and KiB per guest."""
    taken: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Box(data=Path(folder)) as jail,
        Box(data=Path(folder), unsafe=True) as bare,
        Floor() as floor,
    ):
        boxes = {"A": jail, "unsafe": bare}
        runs = contestants(boxes, floor)
        order = list(runs)
        for at in range(rounds):
            random.shuffle(order)
            for name in order:
                rare = name in {"fresh", "numpy"} or name.endswith(" cpu")
                if not (rare and at % RARELY):
                    taken.setdefault(name, []).append(runs[name]())
        dirty = {name: Meter(box).dirty() for name, box in boxes.items()}
    return taken, {name: kib for name, kib in dirty.items() if kib is not None}


def report(taken: dict[str, list[float]], dirty: dict[str, float]) -> Figures:
    """Return percentiles in milliseconds, rates and ratios; these of the quiet rounds."""
    quiet = {name: quantiles(seconds, n=5)[0] for name, seconds in taken.items()}
    pairs = [("fresh", "A warm"), ("numpy", "A warm"), ("A whole", "A warm")]
    pairs += [(f"A {kind.__name__}", f"unsafe {kind.__name__}") for kind in KINDS]
    pairs += [("A cpu", "unsafe cpu"), ("A cpu", "floor cpu")]
    return {
        "p20_ms": {name: round(1e3 * one, 3) for name, one in quiet.items()},
        "p50_ms": {name: round(1e3 * median(one), 3) for name, one in taken.items()},
        "p99_ms": {
            name: round(1e3 * quantiles(seconds, n=100)[98], 3)
            for name, seconds in taken.items()
            if len(seconds) >= 100
        },
        "gradings_per_second_and_core": {
            name: round(1 / quiet[f"{name} cpu"]) for name in ("A", "unsafe", "floor")
        },
        "private_kib_per_guest": dirty,
        "ratios": {
            f"{one} / {other}": round(quiet[one] / quiet[other], 2)
            for one, other in pairs
        },
    }


def missed(ratios: dict[str, float]) -> list[str]:
    """Return each gate that was missed, in words."""
    wanted = [
        (ratios["fresh / A warm"] >= GATE_FRESH, f"fresh / A warm >= {GATE_FRESH:g}"),
        (ratios["A warm / unsafe warm"] <= GATE_LAYERS, f"A / unsafe <= {GATE_LAYERS}"),
        (ratios["A cpu / unsafe cpu"] <= GATE_LAYERS, f"cpu of A <= {GATE_LAYERS}"),
    ]
    return [words for held, words in wanted if not held]


def show(told: Figures) -> None:
    """Print the figures as a table."""
    for title, figures in told.items():
        print(title)
        for name, figure in figures.items():
            print(f"  {name:<26} {figure}")


def main() -> int:
    """Print the figures; return 1 where a gate is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    told = report(*measure(wanted.rounds))
    if wanted.json:
        print(json.dumps(told, indent=2))
    else:
        show(told)
    for words in (fails := missed(told["ratios"])):
        print(f"missed: {words}", file=sys.stderr)
    if told["ratios"]["A cpu / floor cpu"] > GOAL_FLOOR:
        print(f"above the goal: cpu of A <= {GOAL_FLOOR} floors", file=sys.stderr)
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main())
