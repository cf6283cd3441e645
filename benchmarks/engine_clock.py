"""Time contestants side by side so that a busy machine slows all alike."""

import gc
import random
import time
from collections.abc import Callable, Mapping

import numpy as np


def interleaved(
    contestants: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    repeats: int,
    percentile: float = 20,
) -> dict[str, float]:
    """Return seconds of thread CPU time per call, by contestant.

    Every round calls each contestant once to warm up and ``repeats`` times timed, in
    a new order; the statistic is a low percentile over the rounds.
    """
    order = list(contestants)
    shuffle = random.Random(0).shuffle  # noqa: S311  an order, no secret
    seen: dict[str, list[float]] = {name: [] for name in order}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            call = contestants[name]
            call()
            start = time.thread_time()
            for _ in range(repeats):
                call()
            seen[name].append((time.thread_time() - start) / repeats)
    gc.unfreeze()
    return {
        name: float(np.percentile(times, percentile)) for name, times in seen.items()
    }
