"""Code that misbehaves in the real sandbox of a real worker: a verdict, one run."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from service.store.database import reading
from service.store.models import UnitRow

pytestmark = [pytest.mark.redis, pytest.mark.sandbox]

RIGHT = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
BODY = "def log_back(grad_out, out, x):\n    {}\n"
WRONG = {
    "value": BODY.format("return grad_out * x"),
    "error": BODY.format("return 1 / 0"),
    "timeout": BODY.format("while True: pass"),
    "no_answer": BODY.format("import os; os._exit(0)"),
    "crash": BODY.format("import ctypes; ctypes.string_at(0)"),
}


FORGED = """import os
def log_back(grad_out, out, x):
    for number in range(3, 30):
        try:
            os.write(number, b'{"state": "passed", "kind": null}' * 9)
        except OSError:
            pass
    os._exit(0)
"""
# Which limit is met first depends on how busy the machine is; that one is met does not.
AT_THEIR_WORST = {
    "memory": BODY.format("held = []\n    while True: held.append(bytearray(10**8))"),
    "fork": BODY.format("import os\n    while True: os.fork()"),
    "flood": BODY.format("while True: print('x' * 100_000)"),
    "silence": BODY.format("import os; os._exit(0)"),
    "forged result": FORGED,
}


@pytest.fixture
def real(site):
    site.settings = replace(site.settings, unsafe_no_sandbox=False)
    return site


def verdict(site, grading):
    with reading(site.engine) as db:
        row = db.scalars(
            select(UnitRow).where(
                UnitRow.grading_id == grading, UnitRow.unit == "log_back"
            )
        ).one()
        return row.state, row.kind


def test_every_way_to_fail_is_a_verdict_after_one_run(real):
    gradings = {
        kind: real.submit(real.pair(kind), source=source)
        for kind, source in WRONG.items()
    }
    right = real.submit(real.pair("right"), source=RIGHT)
    real.start("workers.tasks")
    for kind, grading in gradings.items():
        real.wait_for(grading)
        assert real.outcomes(grading) == ["done"]
        assert verdict(real, grading) == ("failed", kind)
    real.wait_for(right)
    assert verdict(real, right) == ("passed", None)


def test_a_guest_at_its_worst_is_a_verdict_and_never_a_second_run(real):
    gradings = {
        name: real.submit(real.pair(name), source=source)
        for name, source in AT_THEIR_WORST.items()
    }
    right = real.submit(real.pair("right"), source=RIGHT)
    real.start("workers.tasks")
    for grading in gradings.values():
        real.wait_for(grading)
        assert real.outcomes(grading) == ["done"]
        state, kind = verdict(real, grading)
        assert state == "failed"
        assert kind is not None
    real.wait_for(right)
    assert verdict(real, right) == ("passed", None)


def test_a_killed_worker_leaves_no_sandbox_running(real):
    grading = real.submit(real.pair(), source=WRONG["timeout"])
    worker = real.start("workers.tasks")
    real.wait_for(grading, "running")
    # A pool child, the jail around the sandbox, the zygote in it, a guest.
    family = real.wait_until(
        lambda: len(found := descendants(worker.pid)) >= 4 and found, "a guest runs"
    )
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    real.wait_until(
        lambda: not any(real.is_alive(each) for each in family), "all are gone"
    )


SLOW = BODY.format("import time; time.sleep(0.05); return grad_out / x")


def test_a_sandbox_killed_during_a_grading_costs_no_run(real):
    grading = real.submit(real.pair(), source=SLOW)
    worker = real.start("workers.tasks")
    real.wait_for(grading, "running")
    jail = real.wait_until(lambda: jails(worker.pid), "a sandbox is there")[0]
    os.kill(jail, signal.SIGKILL)
    real.wait_for(grading)
    assert real.outcomes(grading) == ["done"]
    assert verdict(real, grading) == ("passed", None)


def jails(pid):
    """Return the outermost processes of the sandboxes of a worker that have a guest."""
    return [
        each
        for each in descendants(pid)
        if "bwrap" in Path(f"/proc/{each}/comm").read_text()
        and len(descendants(each)) >= 3
    ]


def descendants(pid):
    """Return the processes below ``pid``."""
    below = []
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        try:
            children = [int(each) for each in path.read_text().split()]
        except OSError:
            continue
        for child in children:
            below += [child, *descendants(child)]
    return below


def test_a_worker_says_which_sandbox_it_has(real):
    real.start("workers.tasks")
    (worker,) = real.wait_until(real.alive, "the worker is seen")
    assert worker.tier in {"A", "C"}
    assert (worker.queue, worker.sentence) == ("live", "")


def test_a_missing_bubblewrap_is_said_and_costs_nobody_anything(real):
    real.settings = replace(real.settings, bwrap="no-such-bwrap", min_tier="A")
    grading = real.submit(real.pair())
    real.start("workers.tasks")
    real.wait_for(grading, "failed")
    assert real.grading(grading).fault == "sandbox_unavailable"
    (worker,) = real.alive()
    assert worker.tier == "none"
    assert "bubblewrap" in worker.sentence
