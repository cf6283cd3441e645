from datetime import timedelta

import pytest
from sqlalchemy import select, text

from exercises.nouns import Fault
from service.clock import now
from service.store import bells, gradings, leases, reclaiming, results
from service.store.database import reading, transaction
from service.store.leases import Hold
from service.store.models import GradingAttempt, Phase, Purpose, Result

BOTH = ("live", "regrade")


@pytest.fixture
def graded(house):
    house.activate_suite()
    return house


def take(house, queues=("live",)):
    with transaction(house.engine) as db:
        return leases.claim(db, queues, worker="worker", host="host")


def finish(house, claim):
    with transaction(house.engine) as db:
        return results.store(db, claim, headline="Good", report={}, tier="A")


def let_leases_run_out(house):
    with transaction(house.engine) as db:
        db.execute(text("UPDATE grading SET lease_until = '2000-01-01 00:00:00'"))


def reclaim(house):
    with transaction(house.engine) as db:
        return len(reclaiming.reclaim(db))


def outcomes(house):
    with reading(house.engine) as db:
        return list(
            db.scalars(select(GradingAttempt.outcome).order_by(GradingAttempt.n))
        )


def test_nothing_is_claimed_before_a_suite_is_active(house):
    house.submit(house.pair(), "form")
    assert take(house) is None
    house.activate_suite("v7")
    assert take(house).suite_version == "v7"


def test_training_waits_for_digits_and_needs_no_suite(house):
    house.submit(house.pair(), "form", purpose=Purpose.STRETCH_OFFICIAL)
    assert take(house, ("stretch",)) is None
    house.prepare_digits()
    assert take(house, ("stretch",)).suite_version == ""


def test_a_suite_that_arrives_makes_what_waits_due_at_once(house):
    grading = house.submit(house.pair(), "form")[1]
    with transaction(house.engine) as db:
        bells.rung(db, [grading.id])
        assert bells.unheard(db) == []
    house.activate_suite()
    with reading(house.engine) as db:
        assert bells.unheard(db) == [(grading.id, "live")]


def test_a_grading_is_claimed_once(graded):
    graded.submit(graded.pair(), "form")
    assert take(graded) is not None
    assert take(graded) is None


def test_a_pair_has_one_running_per_queue(graded):
    pair = graded.pair()
    for token in "ab":
        graded.submit(pair, token)
    graded.prepare_digits()
    graded.submit(pair, "c", purpose=Purpose.STRETCH_OFFICIAL)
    first = take(graded)
    assert take(graded) is None
    assert take(graded, ("stretch",)) is not None
    finish(graded, first)
    assert take(graded) is not None


def test_two_running_of_one_pair_cannot_even_be_written(graded):
    pair = graded.pair()
    for token in "ab":
        graded.submit(pair, token)
    with pytest.raises(Exception, match="(?i)unique"), transaction(graded.engine) as db:
        db.execute(text("UPDATE grading SET phase = 'running'"))


def test_the_pair_served_longest_ago_is_next(graded):
    busy, other = graded.pair("busy"), graded.pair("other")
    for token in "abc":
        graded.submit(busy, token)
    finish(graded, take(graded))
    graded.submit(other, "late")
    assert take(graded).pair_id == other.id


def test_a_person_who_waits_goes_before_a_regrade(graded):
    graded.submit(graded.pair("A"), "old", purpose=Purpose.REGRADE)
    graded.submit(graded.pair("B"), "new")
    assert take(graded, BOTH).purpose is Purpose.SUBMIT
    assert take(graded, BOTH).purpose is Purpose.REGRADE


def test_not_before_keeps_a_grading_back(graded):
    grading = graded.submit(graded.pair(), "form")[1]
    with transaction(graded.engine) as db:
        db.merge(grading).not_before = now() + timedelta(hours=1)
    assert take(graded) is None


def test_finishing_stores_the_result_and_the_evidence(graded):
    graded.submit(graded.pair(), "form")
    claim = take(graded)
    assert finish(graded, claim)
    assert graded.grading(claim.grading_id).phase == Phase.DONE
    assert outcomes(graded) == ["done"]


def test_a_late_result_is_fenced_off(graded):
    graded.submit(graded.pair(), "form")
    stale = take(graded)
    let_leases_run_out(graded)
    assert reclaim(graded) == 1
    fresh = take(graded)
    assert fresh.run == 2
    assert finish(graded, fresh)
    assert not finish(graded, stale)
    with reading(graded.engine) as db:
        assert db.scalars(select(Result.run)).all() == [2]
    assert outcomes(graded) == ["fenced", "done"]


def test_a_reclaimed_grading_fences_even_before_it_runs_again(graded):
    graded.submit(graded.pair(), "form")
    stale = take(graded)
    let_leases_run_out(graded)
    reclaim(graded)
    assert not finish(graded, stale)
    assert graded.grading(stale.grading_id).phase == Phase.QUEUED


def test_a_living_lease_is_not_reclaimed_and_extending_keeps_it(graded):
    graded.submit(graded.pair(), "form")
    claim = take(graded)
    assert reclaim(graded) == 0
    let_leases_run_out(graded)
    with transaction(graded.engine) as db:
        assert leases.extend(db, claim) is Hold.MINE
    assert reclaim(graded) == 0


def test_the_third_lost_run_is_our_fault_and_the_instructor_may_requeue(graded):
    grading = graded.submit(graded.pair(), "form")[1]
    for _ in range(3):
        assert take(graded) is not None
        let_leases_run_out(graded)
        reclaim(graded)
    lost = graded.grading(grading.id)
    assert (lost.phase, lost.fault, lost.run) == ("failed", Fault.INFRASTRUCTURE, 3)
    assert outcomes(graded) == ["lost"] * 3
    with transaction(graded.engine) as db:
        assert gradings.requeue(db, grading.id)
    assert finish(graded, take(graded))


def test_a_requeue_gives_three_more_runs(graded):
    grading = graded.submit(graded.pair(), "form")[1]
    for run in range(1, 5):
        assert take(graded).run == run
        let_leases_run_out(graded)
        reclaim(graded)
        if run == 3:
            with transaction(graded.engine) as db:
                gradings.requeue(db, grading.id)
    assert graded.grading(grading.id).phase == Phase.QUEUED


def test_only_what_failed_can_be_requeued(graded):
    grading = graded.submit(graded.pair(), "form")[1]
    with transaction(graded.engine) as db:
        assert not gradings.requeue(db, grading.id)


def test_a_queued_grading_is_cancelled_at_once(graded):
    grading = graded.submit(graded.pair(), "form")[1]
    with transaction(graded.engine) as db:
        assert gradings.cancel(db, grading.id)
    assert take(graded) is None
    assert graded.grading(grading.id).phase == Phase.CANCELLED
    with transaction(graded.engine) as db:
        assert not gradings.cancel(db, grading.id)


def test_a_running_grading_is_asked_to_stop(graded):
    graded.submit(graded.pair(), "form")
    claim = take(graded)
    with transaction(graded.engine) as db:
        assert gradings.cancel(db, claim.grading_id)
        assert leases.extend(db, claim) is Hold.STOP_ASKED
        assert leases.stopped(db, claim)
        assert leases.extend(db, claim) is Hold.LOST
    assert outcomes(graded) == ["cancelled"]


def test_a_cancelled_run_that_dies_stays_cancelled(graded):
    graded.submit(graded.pair(), "form")
    claim = take(graded)
    with transaction(graded.engine) as db:
        gradings.cancel(db, claim.grading_id)
    let_leases_run_out(graded)
    reclaim(graded)
    assert graded.grading(claim.grading_id).phase == Phase.CANCELLED


def test_a_regrade_becomes_current_when_it_is_done(graded):
    submission, first, _ = graded.submit(graded.pair(), "form")
    finish(graded, take(graded))
    with transaction(graded.engine) as db:
        again = gradings.enqueue(db, submission, Purpose.REGRADE)
        assert gradings.enqueue(db, submission, Purpose.REGRADE).id == again.id
    assert graded.grading(first.id).current
    finish(graded, take(graded, ("regrade",)))
    assert not graded.grading(first.id).current
    assert graded.grading(again.id).current
    with transaction(graded.engine) as db:
        assert gradings.enqueue(db, submission, Purpose.REGRADE).run_no == 2


def test_the_position_counts_pairs_in_turn(graded):
    busy = graded.pair("busy")
    first, second = (graded.submit(busy, token)[1] for token in "ab")
    other = graded.submit(graded.pair("other"), "c")[1]
    with reading(graded.engine) as db:
        ahead = [gradings.position(db, each).ahead for each in (first, other, second)]
    assert ahead == [0, 1, 2]


def test_a_running_one_is_ahead_and_a_finished_one_has_no_position(graded):
    graded.submit(graded.pair("A"), "a")
    waiting = graded.submit(graded.pair("B"), "b")[1]
    claim = take(graded)
    with reading(graded.engine) as db:
        told = gradings.position(db, graded.grading(waiting.id))
        assert (told.ahead, told.seconds) == (1, 2)
        running = graded.grading(claim.grading_id)
        assert gradings.position(db, running) == (0, 0)
