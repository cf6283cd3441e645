"""Simulate one queue with several workers: arrivals, measured services, nothing else."""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.load.figures import p50, p95

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds between a hand-in and the moment a worker begins."""

    p50: float
    p95: float
    busy: float  # share of the workers' time


def steady(rate: float, seconds: float, seeded: random.Random) -> Iterator[float]:
    """Yield the moments of independent arrivals, ``rate`` a second on average."""
    moment = seeded.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += seeded.expovariate(rate)


def in_waves(
    rate: float, seconds: float, wave: float, seeded: random.Random
) -> Iterator[float]:
    """Yield as many arrivals, half of them in the first tenth of every ``wave`` seconds.

    A course meets at the hour and is told "now hand in": its pairs do not come evenly.
    """
    for moment in steady(rate, seconds, seeded):
        if seeded.random() < 0.5:
            yield moment
        else:
            yield moment // wave * wave + moment % wave / 10


def simulated(
    arrivals: Sequence[float],
    services: Sequence[float],
    workers: int,
    seeded: random.Random,
) -> Waits:
    """Return the waits of a day's arrivals, first come first served.

    Each takes one of the measured ``services``, drawn at random. Every worker holds one
    event, the moment it is free: more is not needed where nobody overtakes.
    """
    free = [0.0] * workers
    waits, work = [], 0.0
    for arrival in sorted(arrivals):
        begun = max(arrival, free[0])
        service = seeded.choice(services)
        heapq.heapreplace(free, begun + service)
        waits.append(begun - arrival)
        work += service
    span = max(*arrivals, *free)
    return Waits(p50(waits), p95(waits), work / (workers * span))


def needed(
    arrivals: Sequence[float],
    services: Sequence[float],
    most_seconds: float,
    seed: int,
) -> tuple[int, Waits]:
    """Return the fewest workers that keep the p95 of waits below ``most_seconds``."""
    mean = sum(services) / len(services)
    span = max(arrivals)
    fewest = max(1, int(len(arrivals) * mean / span))
    few, many = fewest, fewest * 2 + 1
    while _p95(arrivals, services, many, seed) > most_seconds:
        few, many = many, many * 2
    while few < many:
        middle = (few + many) // 2
        if _p95(arrivals, services, middle, seed) > most_seconds:
            few = middle + 1
        else:
            many = middle
    return many, _seeded(arrivals, services, many, seed)


def _p95(
    arrivals: Sequence[float], services: Sequence[float], workers: int, seed: int
) -> float:
    return _seeded(arrivals, services, workers, seed).p95


def _seeded(
    arrivals: Sequence[float], services: Sequence[float], workers: int, seed: int
) -> Waits:
    seeded = random.Random(seed)  # noqa: S311 - a run that can be had again
    return simulated(arrivals, services, workers, seeded)
