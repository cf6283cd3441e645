"""Many gradings in a row leave nothing behind; ten thousand are `benchmarks.soak`."""

from dataclasses import replace

import pytest

from benchmarks import soak
from workers.sandbox import box as box_module

STEADY = soak.Mark(
    gradings=1, rss_kib=60_000, descriptors=9, processes=4, zombies=0, files=50
)
OVER = replace(STEADY, processes=0)


@pytest.mark.slow
@pytest.mark.sandbox
def test_six_hundred_gradings_over_many_zygotes_leave_nothing_behind(monkeypatch):
    monkeypatch.setattr(box_module, "RECYCLE_AFTER", 100)
    assert soak.leaks(soak.soak(600)) == []


@pytest.mark.parametrize(
    ("grown", "told"),
    [
        ({"rss_kib": 70_000}, "memory grew from 60000 to 70000 KiB"),
        ({"descriptors": 10}, "descriptors: 9, then 10"),
        ({"files": 51}, "files: 50, then 51"),
        ({"processes": 6}, "6 processes at once"),
        ({"zombies": 2}, "2 zombies, 0 processes at the end"),
    ],
)
def test_whatever_piles_up_is_named(grown, told):
    assert soak.leaks([*[STEADY] * 9, replace(STEADY, **grown), OVER]) == [told]


def test_a_steady_run_names_nothing():
    assert soak.leaks([*[STEADY] * 10, OVER]) == []
