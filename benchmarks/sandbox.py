"""Measure what the sandbox costs beside the same work without it, in one run.

``A`` is the full jail, ``unsafe`` the same zygote without a layer, ``fresh`` a new
bubblewrap, Python and NumPy per submission, ``numpy`` a plain ``import numpy``. All are
interleaved, so that a busy machine slows them alike.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from exercises.questions import Op, Step
from workers.sandbox.box import Box

DOUBLE = "def double(x):\n    return x * 2\n"
QUESTION = (
    Step(op=Op.NAME, name="double"),
    Step(op=Op.VALUE, value=2.0),
    Step(op=Op.CALL, handles=(0, 1), observe=True),
)
FRESH = (
    *("bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/"),
    *(sys.executable, "-c", "import numpy"),
)
PLAIN = (sys.executable, "-c", "import numpy")
GATE_FRESH, GATE_LAYERS = 80.0, 1.3


def answer(box: Box) -> None:
    """Grade one submission: a fresh guest, its code, one question."""
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(DOUBLE)
        observations, _ = guest.ask([QUESTION])
        if float(observations[0].records[2].array) != 4.0:  # type: ignore[union-attr]
            raise SystemExit("a guest answered wrongly: nothing was measured")


def warm(box: Box) -> float:
    """Return the seconds from a submission to its answer while a spare waits."""
    time.sleep(0.01)  # as between two submissions: the spare is ready
    started = time.perf_counter()
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(DOUBLE)
        guest.ask([QUESTION])
        return time.perf_counter() - started


def again(box: Box) -> float:
    """Return the seconds of one more question to a live guest."""
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(DOUBLE)
        guest.ask([QUESTION])
        started = time.perf_counter()
        guest.ask([QUESTION])
        return time.perf_counter() - started


def whole(box: Box) -> float:
    """Return the seconds of a submission from one guest to the next, none waiting."""
    started = time.perf_counter()
    answer(box)
    answer(box)
    return (time.perf_counter() - started) / 2


def program(command: tuple[str, ...]) -> float:
    """Return the seconds one command takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each contestant in every round."""
    taken: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Box(data=Path(folder)) as jail,
        Box(data=Path(folder), unsafe=True) as bare,
    ):
        contestants: dict[str, Callable[[], float]] = {
            f"{name} {kind.__name__}": lambda kind=kind, box=box: kind(box)  # type: ignore[misc]
            for name, box in (("A", jail), ("unsafe", bare))
            for kind in (warm, again, whole)
        }
        contestants["fresh"] = lambda: program(FRESH)
        contestants["numpy"] = lambda: program(PLAIN)
        for at in range(rounds):
            for name, run in contestants.items():
                if name in ("fresh", "numpy") and at % 10:
                    continue  # a hundred times slower: a tenth of the rounds
                taken.setdefault(name, []).append(run())
    return taken


def report(taken: dict[str, list[float]]) -> dict[str, object]:
    """Return medians and 99th percentiles in milliseconds, and the ratios."""
    middle = {name: median(seconds) for name, seconds in taken.items()}
    return {
        "p50_ms": {name: round(1e3 * one, 3) for name, one in middle.items()},
        "p99_ms": {
            name: round(1e3 * quantiles(seconds, n=100)[98], 3)
            for name, seconds in taken.items()
            if len(seconds) >= 100
        },
        "ratios": {
            "fresh / A warm": round(middle["fresh"] / middle["A warm"], 1),
            **{
                f"A {kind} / unsafe {kind}": round(
                    middle[f"A {kind}"] / middle[f"unsafe {kind}"], 2
                )
                for kind in ("warm", "again", "whole")
            },
        },
    }


def main() -> int:
    """Print the figures; return 1 where a gate is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    told = report(measure(wanted.rounds))
    ratios: dict[str, float] = told["ratios"]  # type: ignore[assignment]
    if wanted.json:
        print(json.dumps(told, indent=2))
    else:
        for title, figures in told.items():
            print(title)
            for name, figure in figures.items():  # type: ignore[attr-defined]
                print(f"  {name:<24} {figure}")
    fast = ratios["fresh / A warm"] >= GATE_FRESH
    light = ratios["A whole / unsafe whole"] <= GATE_LAYERS
    return 0 if fast and light else 1


if __name__ == "__main__":
    sys.exit(main())
