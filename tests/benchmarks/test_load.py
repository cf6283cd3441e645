import random

import pytest

from benchmarks.load.__main__ import ASKED, missed
from benchmarks.load.figures import one_queue, p95
from benchmarks.simulation import queue


def test_two_workers_serve_four_at_once_in_two_turns():
    assert one_queue([0, 0, 0, 0], 3, 2) == [3, 3, 6, 6]
    assert p95([*range(1, 101)]) == 95


def test_a_limit_is_missed_on_either_side():
    good = {
        part: {
            name: least + 1e-9 * (most > least)
            for name, (least, most) in limits.items()
        }
        for part, limits in ASKED.items()
    }
    assert missed(good) == []
    good["rush"]["p95_over_queue"] = 1.4
    good["speedup"]["workers_over_loops"] = 0.5
    assert len(missed(good)) == 2


def test_a_simulated_queue_waits_as_long_as_theory_says():
    seeded = random.Random(0)
    services = [seeded.expovariate(1) for _ in range(20_000)]
    arrivals = list(queue.steady(0.5, 200_000, seeded))
    told = queue.simulated(arrivals, services, 1, seeded)
    # One worker, half busy, both exponential: the share who wait longer than t is
    # 0.5 exp(-t / 2), so one in twenty waits longer than 2 ln 10.
    assert told.busy == pytest.approx(0.5, rel=0.05)
    assert told.p95 == pytest.approx(4.605, rel=0.1)
    assert told.p50 == pytest.approx(0, abs=0.05)


def test_waves_hand_in_as_often_but_half_of_it_at_once():
    waves = list(queue.in_waves(1, 6000, 600, random.Random(1)))
    assert len(waves) == pytest.approx(6000, rel=0.05)
    early = sum(moment % 600 < 60 for moment in waves) / len(waves)
    assert early == pytest.approx(0.55, abs=0.03)


def test_the_workers_found_are_just_enough():
    arrivals = list(queue.steady(20, 600, random.Random(2)))
    workers, waits = queue.needed(arrivals, [0.5], 1.0, 0)
    assert waits.p95 <= 1.0
    fewer = queue.simulated(arrivals, [0.5], workers - 1, random.Random(0))
    assert fewer.p95 > 1.0
