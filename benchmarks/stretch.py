"""Measure the training run: its reference engine, its sandbox, its start, its accuracy.

Parts: ``engine`` sets the reference engine beside PyTorch eager on the official recipe,
``sandbox`` the same engine behind the walls beside none, ``start`` a run's start beside
``import numpy``, ``accuracy`` a whole run beside PyTorch's. docs/benchmarks.md says more.
"""
# ruff: noqa: E402  the thread limits must stand before NumPy loads

from benchmarks.engine_threads import limit_threads

limit_threads()

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from os import getloadavg
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.sandbox_runs import PLAIN, program
from exercises import extract, scaffolding
from service import config
from workers.mnist import digits, practice, prepare, reference, wire
from workers.mnist.digits import Digits
from workers.mnist.recipe import Recipe
from workers.mnist.stretch import train
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest

SOURCE = Path("tests/corpus/whole/right/plain.py")
STEPS = 10  # of each contestant in turn
# Each part's most; None: the figure is told and judged by nobody.
LIMITS = {"engine": 1.0, "sandbox": 1.05, "start": 2.0, "accuracy": 0.5}
RECIPE = Recipe()


def turns(count: int) -> Iterator[list[NDArray[np.int64]]]:
    """Yield the batches of each turn, for ever the recipe's."""
    part: list[NDArray[np.int64]] = []
    while True:
        for batch in RECIPE.batches(count):
            part.append(batch)
            if len(part) == STEPS:
                yield part
                part = []


def engine(held: Digits, _: Path, rounds: int) -> float:
    """Return the reference engine's CPU time of a step over PyTorch's."""
    first = reference.Trainer(RECIPE, held, RECIPE.parameters())
    theirs = prepare.Trainer(RECIPE, held)
    trainers: tuple[reference.Trainer | prepare.Trainer, ...] = (first, theirs)
    taken: tuple[list[float], list[float]] = ([], [])
    for _turn, part in zip(range(rounds), turns(len(held.labels)), strict=False):
        for trainer, times in zip(trainers, taken, strict=True):
            began = time.thread_time()
            for batch in part:
                trainer.step(batch)
            times.append(time.thread_time() - began)
    return _ratio(*taken)


def sandbox(held: Digits, data: Path, rounds: int) -> float:
    """Return a guest's CPU time of a step over that of one without any layer."""
    taken: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        guests = []
        for unsafe in (False, True):
            box = stack.enter_context(_box(data, unsafe=unsafe))
            guest = stack.enter_context(box.guest(stretch=True))
            _begin(guest, f"{box.digits}/{held.name}")
            guests.append(guest)
        for _turn, part in zip(range(rounds), turns(len(held.labels)), strict=False):
            for guest, times in zip(guests, taken, strict=True):
                before = guest.cpu
                wire.commitments(_answer(guest, wire.steps(RECIPE.rate, part)), STEPS)
                times.append(guest.cpu - before)
    return _ratio(*taken)


def start(held: Digits, data: Path, rounds: int) -> float:
    """Return the time from nothing to a guest that can step, over ``import numpy``'s."""
    taken: tuple[list[float], list[float]] = ([], [])
    with _box(data) as box:
        for _turn in range(rounds):
            began = time.perf_counter()
            with box.guest(stretch=True) as guest:
                _begin(guest, f"{box.digits}/{held.name}")
                taken[0].append(time.perf_counter() - began)
            taken[1].append(program(PLAIN))
    print(f"a start takes {median(taken[0]):.3f} s (the aim: at most 0.3 s)")
    return _ratio(*taken)


def accuracy(held: Digits, data: Path, _: int) -> float:
    """Return how many percentage points a right engine ends away from PyTorch."""
    with _box(data) as box:
        outcome = train(
            source=SOURCE.read_text(),
            filename=SOURCE.name,
            digits=held,
            box=box,
            report=lambda _: None,
            cancelled=lambda: False,
        )
    theirs, _seconds = prepare.baseline(RECIPE, held)
    ours = outcome.correct / outcome.of
    print(f"{held.name}: engine {ours:.2%}, PyTorch {theirs / outcome.of:.2%}, audits")
    print(f"  {outcome.audits_passed} of {outcome.audits}, counts: {outcome.counts}")
    return 100 * abs(ours - theirs / outcome.of)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(ours) / median(theirs)


def _box(data: Path, *, unsafe: bool = False) -> Box:
    return Box(data=data, unsafe=unsafe, stretch=digits.guest_folder(data))


def _begin(guest: Guest, folder: str) -> None:
    """Load the engine and have the official network built."""
    pair = extract.read(SOURCE.name, SOURCE.read_bytes())
    attempted = frozenset(
        name for name, each in pair.definitions.items() if each.state == "attempted"
    )
    guest.scaffold(scaffolding.assembled(attempted))
    guest.load(extract.assembled(pair))
    guest.ask([scaffolding.finish(attempted)])
    options = {
        "track": "official",
        "digits": folder,
        "layers": list(RECIPE.layers),
        "mean": RECIPE.mean,
        "spread": RECIPE.spread,
    }
    wire.begun(_answer(guest, wire.begin(options, RECIPE.parameters())))


def _answer(guest: Guest, request: bytes) -> bytes:
    answer = guest.train(request)
    if not isinstance(answer, bytes):
        raise SystemExit(answer.sentence)
    return answer


PARTS: dict[str, Callable[[Digits, Path, int], float]] = {
    "engine": engine,
    "sandbox": sandbox,
    "start": start,
    "accuracy": accuracy,
}


def main() -> int:
    """Print a figure for each part asked for; return 1 where one misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    settings = config.read()
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        real = settings.mnist_dir
        held = prepare.mnist(real, data) if real else practice.make(28)
        digits.save(held, data, seed=7)
        for name in wanted.parts or PARTS:
            told[name] = round(PARTS[name](held, data, wanted.rounds), 3)
            limit, load = LIMITS[name], getloadavg()[0]
            print(f"{name:<10} {told[name]:<8} at most {limit} (load {load:.1f})")
    if wanted.json:
        print(json.dumps({"digits": held.name, **told}))
    return int(any(figure > LIMITS[name] for name, figure in told.items()))


if __name__ == "__main__":
    sys.exit(main())
