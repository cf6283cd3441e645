"""Say what a hundred thousand submissions an hour need, from what one costs here.

``python -m benchmarks.simulation [--submissions N] [--wait S] [--seed N] [--hands N]
[--database sqlite|postgres] [--json]`` first measures how long gradings keep a worker and
what a page costs, then hands in for real at a rate that this machine can bear and
compares the waits with simulated ones, and then simulates the hour.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from sqlalchemy import Engine

from benchmarks.installation import Installation, installed
from benchmarks.load.figures import p50, p95
from benchmarks.simulation import queue
from benchmarks.simulation.reality import Run, handed_in, page_cost
from service.store.database import make_engine

PAIRS, WORKERS = 60, 2
# How busy the workers are in the run that is also done for real.
BUSY = 0.7
ALONE = 5
# A lesson's beat, and the pages that go with one hand-in.
WAVE_SECONDS, PAGES_EACH = 600.0, 6


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--submissions", type=int, default=100_000, help="an hour")
    asked.add_argument("--wait", type=float, default=5.0, help="p95 wanted, seconds")
    asked.add_argument("--hands", type=int, default=200, help="hand-ins done for real")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--database", default="sqlite")
    asked.add_argument("--json", action="store_true")
    return asked.parse_args()


@dataclass(frozen=True, slots=True)
class Measured:
    """What the product told: a full queue, an empty one, a real load, and a page."""

    services: list[float]
    reach: float  # seconds until an idle worker begins
    real: Run
    page: float  # processor seconds


def measured(site: Installation, engine: Engine, hands: int, seed: int) -> Measured:
    """Hand in all at once, one by one, and then at a rate that keeps workers BUSY."""
    members = site.enrol(engine, PAIRS)
    for member in members:
        member.sign_in(engine)
    services = handed_in(engine, members, [0.0] * PAIRS, seed).services
    alone = [handed_in(engine, members[:1], [0.0], seed) for _ in range(ALONE)]
    rate = BUSY * WORKERS / mean(services)
    seeded = random.Random(seed)  # noqa: S311 - a run that can be had again
    moments = list(queue.steady(rate, hands / rate, seeded))
    return Measured(
        services,
        p50(wait for run in alone for wait in run.waits),
        handed_in(engine, members, moments, seed),
        page_cost(site, members, 100),
    )


def error(told: Measured, seed: int) -> dict[str, float]:
    """Compare the real load's waits with those that the inputs give when simulated.

    In units of a mean service: a share of a wait near zero would say nothing.
    """
    rounds = [
        queue.simulated(
            told.real.arrivals,
            told.services,
            WORKERS,
            random.Random(seed + number),  # noqa: S311 - a run that can be had again
        )
        for number in range(20)
    ]
    found = {
        "p50": mean(each.p50 for each in rounds) - p50(told.real.waits),
        "p95": mean(each.p95 for each in rounds) - p95(told.real.waits),
    }
    service = mean(told.services)
    return {name: (value + told.reach) / service for name, value in found.items()}


def hour(
    services: Sequence[float], given: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Return the workers needed and the waits, for even arrivals and for waves."""
    seeded = random.Random(given.seed)  # noqa: S311 - a run that can be had again
    rate = given.submissions / queue.HOUR
    patterns = {
        "even": list(queue.steady(rate, queue.HOUR, seeded)),
        "waves": list(queue.in_waves(rate, queue.HOUR, WAVE_SECONDS, seeded)),
    }
    told = {}
    for name, arrivals in patterns.items():
        workers, waits = queue.needed(arrivals, services, given.wait, given.seed)
        told[name] = {
            "workers": workers,
            "p50_seconds": waits.p50,
            "p95_seconds": waits.p95,
            "busy": waits.busy,
        }
    return told


def main() -> int:
    """Print inputs, error and answer."""
    given = arguments()
    with installed(given.database, suite=0, core_workers=WORKERS) as site:
        engine = make_engine(site.settings)
        told = measured(site, engine, given.hands, given.seed)
        engine.dispose()
    rate = given.submissions / queue.HOUR
    figures: dict[str, dict[str, Any]] = {
        "inputs": {
            "hand_ins": len(told.real.came),
            "service_p50_seconds": p50(told.services),
            "service_p95_seconds": p95(told.services),
            "reach_seconds": told.reach,
            "page_processor_seconds": told.page,
        },
        "error_in_services": error(told, given.seed),
        "hour": hour(told.services, given),
        "web": {"processors": PAGES_EACH * rate * told.page},
    }
    if given.json:
        print(json.dumps(figures))
        return 0
    for part, values in figures.items():
        print(part)
        for name, value in values.items():
            print(f"  {name:<24}{_shown(value)}")
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number:.2f}" for name, number in value.items())
    return f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
