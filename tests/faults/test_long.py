"""What only a long run shows: memory that grows, and harm done at random."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.redis, pytest.mark.sandbox]

ROOT = Path(__file__).parents[2]
GRADINGS, AT_ONCE = 1000, 40
GROWTH = 30_000_000


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def resident(pid):
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_thousand_gradings_leave_no_memory_no_zombie_and_no_folder(site):
    site.settings = replace(site.settings, unsafe_no_sandbox=False)
    pairs = [site.pair(f"Pair {n}") for n in range(AT_ONCE)]
    worker = site.start("workers.tasks")
    first, folders = 0, set()
    for turn in range(GRADINGS // AT_ONCE):
        graded = [site.submit(pair, f"form {turn}") for pair in pairs]
        for each in graded:
            site.wait_for(each)
        if turn == 1:
            first = resident(worker.pid)
            folders = set(site.settings.data.iterdir())
    assert resident(worker.pid) - first < GROWTH
    assert all(site.is_alive(int(each)) for each in children(worker.pid))
    assert set(site.settings.data.iterdir()) <= folders


@pytest.mark.timeout(900)
def test_harm_at_random_loses_nothing_and_judges_nothing_twice(database):
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.chaos",
            *("--submissions", "200", "--every", "0.7", "--seed", "22", "--json"),
            *("--database", database or "sqlite"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["lost"] == told["stuck"] == told["second_results"] == 0
    assert told["submissions"] == told["done"] == 200
    assert told["kills"] >= 10
