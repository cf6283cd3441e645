"""Workers that die, freeze and come back: nothing lost, nothing judged twice."""

import os
import signal

import pytest

from service.store import leases
from service.store.database import transaction

pytestmark = pytest.mark.redis


def test_a_worker_killed_inside_the_sandbox_is_replaced(site):
    grading = site.submit(site.pair())
    worker = site.start_slow()
    child = site.wait_inside()
    site.kill(worker)
    site.wait_until(lambda: not site.is_alive(child), "the pool child is gone")
    site.let_time_pass()
    assert site.sweep() == (1, 1)
    site.let_go()
    site.start_slow(name="second")
    site.wait_for(grading)
    assert site.outcomes(grading) == ["lost", "done"]
    assert site.results() == 1


def test_a_pool_child_that_dies_is_replaced_by_its_worker(site):
    grading = site.submit(site.pair())
    worker = site.start_slow()
    child = site.wait_inside()
    os.kill(child, signal.SIGKILL)
    site.wait_until(lambda: not site.is_alive(child), "the child is gone")
    site.let_go()
    site.let_time_pass()
    site.sweep()
    site.wait_for(grading)
    assert site.outcomes(grading) == ["lost", "done"]
    assert worker.poll() is None


def test_nothing_outlives_a_killed_worker(site):
    site.submit(site.pair())
    worker = site.start_slow()
    child = site.wait_inside()
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    site.wait_until(lambda: not site.is_alive(child), "the pool child is gone")


def test_a_death_between_claim_and_sandbox_is_a_lost_run(site):
    grading = site.submit(site.pair(), ring=False)
    with transaction(site.engine) as db:
        assert leases.claim(db, ("live",), worker="dead", host="gone")
    site.let_time_pass()
    site.let_go()
    site.start_slow()
    assert site.sweep() == (1, 1)
    site.wait_for(grading)
    assert site.outcomes(grading) == ["lost", "done"]


def test_a_worker_frozen_past_its_lease_cannot_store_its_result(site):
    grading = site.submit(site.pair())
    frozen = site.start_slow()
    site.wait_inside()
    site.kill(frozen, signal.SIGSTOP)
    site.let_time_pass()
    site.sweep()
    site.let_go()
    site.start_slow(name="second")
    site.wait_for(grading)
    site.kill(frozen, signal.SIGCONT)
    site.wait_until(
        lambda: site.outcomes(grading) == ["fenced", "done"],
        "the late result is fenced",
    )
    assert site.results() == 1
    assert site.grading(grading).run == 2


def test_what_kills_its_worker_three_times_is_our_fault_and_the_next_is_fine(site):
    pair = site.pair()
    poison = site.submit(pair)
    for run in range(3):
        worker = site.start_slow(name=f"worker{run}")
        site.wait_until(lambda at=run: len(site.inside()) > at, "it is inside")
        site.kill(worker)
        site.let_time_pass()
        site.sweep()
    failed = site.grading(poison)
    assert (failed.phase, failed.fault) == ("failed", "infrastructure")
    assert site.outcomes(poison) == ["lost"] * 3
    site.let_go()
    site.start_slow(name="last")
    following = site.submit(pair, "next")
    site.wait_for(following)
    assert site.outcomes(following) == ["done"]


@pytest.mark.parametrize("polling", [False, True])
def test_a_worker_asked_to_end_finishes_and_leaves_no_row(site, polling):
    grading = site.submit(site.pair())
    worker = site.start_slow_polling() if polling else site.start_slow()
    site.wait_inside()
    assert len(site.alive()) == 1
    os.kill(worker.pid, signal.SIGTERM)
    site.let_go()
    assert worker.wait(30) == 0
    assert site.grading(grading).phase == "done"
    assert site.alive() == []
