"""Time what a failing verdict adds: naming the cause and finding a small graph.

``python -m benchmarks.diagnosis [--json]`` takes every known mistake as an engine. The
base is the reference engine's own pass over the bank and 640 random graphs, timed in the
same run in turn with the rest; ratios are of thread CPU time. ``cold`` is the first
submission a worker sees: later ones find the mutants' answers worked out.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median, quantiles
from time import thread_time

import numpy as np

from exercises import suite
from exercises.diagnosis.evidence import Evidence, shown
from exercises.diagnosis.naming import causes
from exercises.graphs import GraphSpec, TrainSpec
from exercises.interpret import interpret
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.sighting import Sighting, same
from exercises.shrinking import Tried, shrink
from exercises.sketch import sketch

GRAPHS = 640
PAIRS = 60
SEED = 20_261_122


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    began = thread_time()
    work()
    return thread_time() - began


def base(specs: list[GraphSpec]) -> float:
    """Return the seconds of the reference engine's pass."""
    return seconds(lambda: [interpret(spec) for spec in specs])


def small(spec: GraphSpec, mistakes: frozenset[str]) -> GraphSpec:
    """Shrink a graph on which an engine with these mistakes is wrong."""

    def fails(batch: Sequence[Tried]) -> list[bool]:
        return [_is_wrong(tried, mistakes) for tried in batch]

    return shrink(spec, fails).spec


def _is_wrong(tried: Tried, mistakes: frozenset[str]) -> bool:
    right = Sighting((tried.answer.out, *tried.answer.gradients))
    return not same(run(tried.spec, mistakes), right)


def engines() -> list[frozenset[str]]:
    """Return every single mistake and some mixtures of two."""
    draw = random.Random(SEED)  # noqa: S311 - a seeded run
    found = [frozenset({name}) for name in VALUE_MUTANTS]
    while len(found) < len(VALUE_MUTANTS) + PAIRS:
        two = frozenset(draw.sample(VALUE_MUTANTS, 2))
        if len({MUTANTS[name].slot for name in two}) > 1:
            found.append(two)
    return found


def measured() -> dict[str, object]:
    """Return medians and 95th percentiles as ratios to the base, and the sizes left."""
    bank: list[GraphSpec | TrainSpec] = [*suite.bank(), *suite.lessons()]
    rng = np.random.default_rng(SEED)
    drawn = [sketch(rng, seed=n) for n in range(GRAPHS)]
    graphs = [*suite.bank(), *drawn]
    bases, cold, warm, shrinking, left = [], [], [], [], []
    for mistakes in engines():
        bases.append(base(graphs))
        evidence = [Evidence(spec, run(spec, mistakes)) for spec in bank]
        shown.cache_clear()
        cold.append(seconds(partial(causes, evidence)))
        warm.append(seconds(partial(causes, evidence)))
        failing = next((s for s in drawn if _fails(s, mistakes)), None)
        if failing is not None:
            held = small(failing, mistakes)
            shrinking.append(seconds(partial(small, failing, mistakes)))
            left.append(len(held.operations))
    whole = median(bases)
    return {
        "base_milliseconds": round(1e3 * whole, 1),
        **{
            name: {
                "p50": round(median(times) / whole, 2),
                "p95": round(quantiles(times, n=20)[-1] / whole, 2),
            }
            for name, times in (
                ("naming_cold", cold),
                ("naming", warm),
                ("shrinking", shrinking),
            )
        },
        "operations_left": {"median": median(left), "most": max(left)},
        "engines": len(bases),
    }


def _fails(spec: GraphSpec, mistakes: frozenset[str]) -> bool:
    answer = interpret(spec)
    return _is_wrong(Tried(spec, answer), mistakes)


def main() -> int:
    """Print the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    found = measured()
    if given.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        print(f"{name:20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
