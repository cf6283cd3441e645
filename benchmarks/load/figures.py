"""Turn times into ratios."""

import heapq
import math
from collections.abc import Iterable
from statistics import median


def p95(values: Iterable[float]) -> float:
    """Return the smallest value that is above 95 % of them."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def p50(values: Iterable[float]) -> float:
    """Return the median."""
    return median(values)


def one_queue(arrivals: Iterable[float], service: float, servers: int) -> list[float]:
    """Return what each waits and is served in all, in one queue, first come first served.

    Seconds. This is the least that any order without idle servers can give the last.
    """
    free = [-math.inf] * servers
    times = []
    for arrival in sorted(arrivals):
        end = max(arrival, heapq.heappop(free)) + service
        heapq.heappush(free, end)
        times.append(end - arrival)
    return times
