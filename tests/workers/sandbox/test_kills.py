"""Any part may die at any point: the same verdict, nothing left, nobody charged."""

import gc
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from exercises.nouns import State
from workers.grading import grade
from workers.sandbox.box import Box
from workers.sandbox.line import Line
from workers.sandbox.zygote import Zygote

pytestmark = pytest.mark.sandbox
ROOT = Path(__file__).parents[3]
RIGHT = b"def log_back(grad_out, out, x):\n    return grad_out / x\n"
WRONG = b"def log_back(grad_out, out, x):\n    return grad_out * x\n"
# Whatever a worker says to its sandbox, or waits for, goes through one of these.
DOORS = (
    *((Zygote, name) for name in ("child", "prepare", "reap", "_receive")),
    *((Line, name) for name in ("exchange", "_wait")),
)
PARTS = [
    *(("A", name) for name in ("jail", "zygote", "guests")),
    *(("C", name) for name in ("zygote", "guests")),
]


class Strike:
    """Run ``blow`` just before the ``at``-th time the worker turns to its sandbox."""

    def __init__(self, monkeypatch, blow=lambda: None, at=0):
        self.seen = 0
        for owner, name in DOORS:
            monkeypatch.setattr(owner, name, self.before(getattr(owner, name)))
        self.blow, self.at = blow, at

    def before(self, method):
        def struck(*arguments):
            self.seen += 1
            if self.seen == self.at:
                self.blow()
            return method(*arguments)

        return struck


def opened(tier, tmp_path):
    bwrap = "bwrap" if tier == "A" else "/missing/bwrap"
    return Box(data=tmp_path, min_tier=tier, bwrap=bwrap)


def below(pid):
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in children for each in (int(child), *below(int(child)))]


def part(box, name):
    """Return the pids of the jail around all, of the zygote within, or of its guests."""
    outermost = box.zygote.process.pid
    if name == "jail":
        return [outermost]
    zygote = outermost if box.tier == "C" else below(outermost)[1]
    return [zygote] if name == "zygote" else below(zygote)


def verdict(box, source):
    found = grade(filename="a.py", data=source, units={"log_back"}, suite=None, box=box)
    return found.units


def points(monkeypatch, box, source):
    """Return how often an undisturbed grading turns to its sandbox."""
    with monkeypatch.context() as patch:
        strike = Strike(patch)
        verdict(box, source)
    return strike.seen


def descriptors():
    """Return how many are open, without those that only wait to be collected."""
    gc.collect()
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def survive(monkeypatch, box, name, chosen):
    """Kill a part at each chosen point of a grading and compare the verdicts."""
    expected = {source: verdict(box, source) for source in (RIGHT, WRONG)}
    assert [units[0].state for units in expected.values()] == [
        State.PASSED,
        State.FAILED,
    ]
    before = descriptors()
    for at in chosen(points(monkeypatch, box, WRONG)):
        for source, units in expected.items():
            doomed = []

            def blow(doomed=doomed):
                outermost = box.zygote.process.pid
                doomed += [outermost, *below(outermost)]
                for pid in part(box, name):
                    with suppress(ProcessLookupError):  # a guest may just have ended
                        os.kill(pid, signal.SIGKILL)

            with monkeypatch.context() as patch:
                Strike(patch, blow, at)
                assert verdict(box, source) == units, f"killed at point {at}"
            verdict(box, RIGHT)  # a death between two guests is noticed by the next
            if name == "guests":
                doomed.clear()  # their zygote may live on
            left = set(doomed) & set(below(os.getpid()))
            assert not left, f"left after point {at}"
    assert descriptors() <= before  # other tests' own may go, meanwhile


def sample(count):
    return sorted(random.Random(count).sample(range(1, count + 1), 5))


@pytest.mark.parametrize(("tier", "name"), PARTS)
def test_a_part_killed_at_some_points_changes_no_verdict(
    tier, name, tmp_path, monkeypatch
):
    with opened(tier, tmp_path) as box:
        survive(monkeypatch, box, name, sample)


@pytest.mark.slow
@pytest.mark.parametrize(("tier", "name"), PARTS)
def test_a_part_killed_at_every_point_changes_no_verdict(
    tier, name, tmp_path, monkeypatch
):
    with opened(tier, tmp_path) as box:
        survive(monkeypatch, box, name, lambda count: range(1, count + 1))


WORKER = """
import os, signal, sys
from pathlib import Path
from workers.grading import grade
from workers.sandbox.box import Box
from workers.sandbox.line import Line
from workers.sandbox.zygote import Zygote
folder, tier, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
seen = 0
def before(method):
    def struck(*arguments):
        global seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*arguments)
    return struck
bwrap = "bwrap" if tier == "A" else "/missing/bwrap"
with Box(data=Path(folder), min_tier=tier, bwrap=bwrap) as box:
    for owner, name in ((Zygote, "child"), (Zygote, "prepare"), (Zygote, "reap"),
                        (Zygote, "_receive"), (Line, "exchange"), (Line, "_wait")):
        setattr(owner, name, before(getattr(owner, name)))
    source = b"def log_back(grad_out, out, x):\\n    return grad_out * x\\n"
    grade(filename="a.py", data=source, units={"log_back"}, suite=None, box=box)
"""
# Orphans become its children, so that waiting for all of them misses none.
GUARDIAN = """
import ctypes, os, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
worker, folder, tier, *points = sys.argv[1:]
for at in points:
    command = [sys.executable, "-c", worker, folder, tier, at]
    print(subprocess.run(command).returncode, end=" ")
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
"""


@pytest.mark.parametrize("tier", ["A", "C"])
def test_a_worker_killed_at_some_points_leaves_no_process(tier, tmp_path):
    points = sample(20)
    told = subprocess.run(
        [sys.executable, "-c", GUARDIAN, WORKER, tmp_path, tier, *map(str, points)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        check=True,
    )
    assert told.stdout.split() == ["-9"] * len(points)
