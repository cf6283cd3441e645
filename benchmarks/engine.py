"""Compare the reference engine with hand-written NumPy, PyTorch and HIPS autograd."""
# ruff: noqa: E402  the thread limits must stand before NumPy loads

import sys

from benchmarks.engine_threads import limit_threads

limit_threads()

import argparse
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import getloadavg
from typing import Any

import numpy as np
import torch

from benchmarks.engine_ablation import PATHS
from benchmarks.engine_chains import chain_ratio, graph_ratio
from benchmarks.engine_clock import interleaved
from benchmarks.engine_networks import CONTESTANTS
from benchmarks.engine_proof import prove

IMAGES = 60_000
SAME_LOSS = 1e-6
# required and goal; None where the row has no such limit
LIMITS: dict[str, dict[str, tuple[float, float]]] = {
    "E1": {"hand": (1.10, 1.02), "torch": (1.00, 0.90)},
    "E2": {"hand": (1.15, 1.06), "torch": (0.80, 0.68)},
    "E3": {"hand": (1.15, 1.05), "torch": (1.00, 0.92)},
    "E4": {"hand": (2.0, 1.5), "torch": (0.40, 0.25)},
    "E5": {"torch": (0.5, 0.33)},
    "E6": {"torch": (1.0, 0.25)},
}


class Batches:
    """Feed every contestant the same shuffled rows, each from its own place."""

    def __init__(self, contestant: Any, batch: int, count: int = 64) -> None:
        rng = np.random.default_rng(1)
        self.rows = [rng.integers(0, IMAGES, batch) for _ in range(count)]
        self.contestant = contestant
        self.taken = 0

    def __call__(self) -> float:
        """Take the next step and return its loss."""
        rows = self.rows[self.taken % len(self.rows)]
        self.taken += 1
        loss: float = self.contestant.step(rows)
        return loss


@dataclass(frozen=True)
class Course:
    """A network, its batch, how many steps are timed at once, and which time counts.

    Where almost nothing but overhead is timed, that is the least: a machine that is
    busy elsewhere only ever adds to it.
    """

    sizes: tuple[int, ...]
    batch: int
    repeats: int
    percentile: float = 20


WIDE = Course((784, 512, 256, 10), 128, 6)
SMALL = Course((784, 128, 10), 64, 20)
TINY = Course((784, 8, 8, 10), 2, 20, percentile=0)


def race(
    course: Course, rounds: int, contestants: Sequence[Any] = CONTESTANTS
) -> dict[str, float]:
    """Return seconds per training step, after proving that all train equally."""
    sizes, batch = course.sizes, course.batch
    rng = np.random.default_rng(0)
    images = rng.random((IMAGES, sizes[0]), dtype=np.float32)
    labels = rng.integers(0, sizes[-1], IMAGES)
    runs = {c.name: Batches(c(sizes, images, labels), batch) for c in contestants}
    losses = {name: [run() for _ in range(12)] for name, run in runs.items()}
    for name, seen in losses.items():
        apart = np.max(np.abs(np.subtract(seen, losses["torch"])))
        if not apart <= SAME_LOSS:
            sys.exit(f"{name} trains differently from torch by {apart:.1e}: not timed")
    return interleaved(
        runs, rounds=rounds, repeats=course.repeats, percentile=course.percentile
    )


def over(seen: dict[str, float], ours: str) -> dict[str, float]:
    """Return one of our times over those of the others."""
    others = ("hand", "hand_out", "torch", "autograd")
    return {name: round(seen[ours] / seen[name], 3) for name in others}


def measured(rounds: int, chain: int) -> dict[str, dict[str, float]]:
    """Return the ratios E1 to E6."""
    wide, small, tiny = (race(course, rounds) for course in (WIDE, SMALL, TINY))
    return {
        "E1": over(wide, "fused"),
        "E2": over(small, "fused"),
        "E3": over(wide, "textbook"),
        "E4": over(tiny, "fused"),
        "E5": {"torch": round(graph_ratio(rounds), 3)},
        "E6": {"torch": round(chain_ratio(chain), 3)},
    }


def ablated(rounds: int) -> dict[str, dict[str, list[float]]]:
    """Return each row's ratio with every fast path and without one of them."""
    rows = {"E1": ("fused", WIDE), "E2": ("fused", SMALL), "E4": ("fused", TINY)}
    rows["E3"] = ("textbook", WIDE)
    seen = {
        course: race(course, rounds, [*CONTESTANTS, *PATHS])
        for course in (WIDE, SMALL, TINY)
    }
    table: dict[str, dict[str, list[float]]] = {}
    for path in PATHS:
        for row, (ours, course) in rows.items():
            if ours == path.contestant.against:
                times = seen[course]
                table.setdefault(path.name, {})[row] = [
                    round(times[name] / times[other], 3)
                    for other in ("hand", "torch")
                    for name in (ours, path.name)
                ]
    return table


def verdict(row: str, other: str, ratio: float) -> str:
    """Say which limit of a row its ratio keeps."""
    if other not in LIMITS[row]:
        return ""
    required, goal = LIMITS[row][other]
    word = "goal" if ratio <= goal else "required" if ratio <= required else "missed"
    return f"{word} (required {required:.2f}, goal {goal:.2f})"


def show_ablation(table: dict[str, dict[str, list[float]]], *, as_json: bool) -> None:
    """Print the ratios with and without each path."""
    if as_json:
        print(json.dumps(table))
        return
    for path, rows in table.items():
        for row, (hand, no_hand, torch_, no_torch) in rows.items():
            print(
                f"without {path:20} {row}"
                f"  / hand {hand:.3f} -> {no_hand:.3f}"
                f"  / torch {torch_:.3f} -> {no_torch:.3f}"
            )


def versions() -> dict[str, str]:
    """Return the contestants' versions."""
    named = {name: version(name) for name in ("numpy", "torch", "autograd")}
    return {"python": platform.python_version(), **named}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine")
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--rounds", type=int, default=24, help="24 to 40 by protocol")
    parser.add_argument("--chain", type=int, default=1_000_000, help="nodes of E6")
    parser.add_argument("--ablate", action="store_true", help="judge the fast paths")
    parser.add_argument("--proof", type=int, metavar="GRAPHS", help="prove E9 instead")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.proof:
        for plain in (True, False):
            print(
                "+ - * neg:" if plain else "all ops: ",
                prove(options.proof, plain=plain),
            )
        return
    if options.ablate:
        show_ablation(ablated(options.rounds), as_json=options.json)
        return
    ratios = measured(options.rounds, options.chain)
    if options.json:
        print(json.dumps({**ratios, "versions": versions()}))
        return
    for row, pairs in ratios.items():
        for other, ratio in pairs.items():
            print(f"{row}  / {other:9} {ratio:7.3f}  {verdict(row, other, ratio)}")
    print("versions", versions(), "load", getloadavg())


if __name__ == "__main__":
    main()
