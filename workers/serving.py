"""Serve one grading: claim it, do it, finish it, tell the pages."""

import structlog
from structlog.contextvars import bound_contextvars

from exercises.nouns import Fault, GraderFault
from service import doorbell, live
from service.store import bells, leases
from service.store.database import reading, transaction
from service.store.leases import Claim
from service.store.models import Purpose
from workers.desk import Desk
from workers.judging import judge
from workers.lease import Interrupted, Lease
from workers.training import train
from workers.trying import attempt

OUR_MISTAKE = "An error inside the grader ended this run; the worker's log has it."
log = structlog.get_logger()


def serve_next(desk: Desk) -> bool:
    """Serve the next grading of the desk's queues; False: there is none for it."""
    with transaction(desk.engine) as db:
        claim = leases.claim(db, desk.queues, worker=desk.name, host=desk.host)
    if claim is None:
        return False
    _tell_who_waits(desk, claim)
    told = bound_contextvars(grading=claim.grading_id, run=claim.run)
    with told, Lease(desk.engine, claim) as lease:
        _serve(desk, claim, lease)
        log.info("served", purpose=claim.purpose, queue=claim.queue)
    _tell(desk, claim)
    _ring_for_the_same_pair(desk, claim)
    return True


def _serve(desk: Desk, claim: Claim, lease: Lease) -> None:
    try:
        if claim.queue == "stretch":
            train(desk, claim, lease)
        elif claim.purpose is Purpose.TRY:
            attempt(desk, claim, lease)
        else:
            judge(desk, claim, lease)
    except Interrupted:
        with transaction(desk.engine) as db:
            leases.stopped(db, claim)
    except GraderFault as fault:
        _give_up(desk, claim, fault)
    except Exception:  # the task's edge: our mistake is never the pair's verdict
        log.exception("grading failed")
        _give_up(desk, claim, GraderFault(Fault.INFRASTRUCTURE, OUR_MISTAKE))


def _give_up(desk: Desk, claim: Claim, fault: GraderFault) -> None:
    """End the run without a result, and start the next one with a fresh sandbox.

    A guest, jail or zygote that somebody killed is tried again; where no sandbox can be
    had at all, trying again would only hide that from the instructor.
    """
    desk.drop_box()
    log.warning("run not finished", fault=fault.fault, sentence=fault.sentence)
    mended = fault.fault is Fault.INFRASTRUCTURE and claim.run % leases.MOST_RUNS
    with transaction(desk.engine) as db:
        if mended:
            leases.again(db, claim)
        else:
            leases.fault(db, claim, fault.fault, fault.sentence)
    if mended:
        doorbell.ring(desk.settings, claim.grading_id, claim.queue)


def _tell(desk: Desk, claim: Claim) -> None:
    topics = [f"submission:{claim.submission_id}", f"work:{claim.pair_id}"]
    board = ["board"] if claim.queue == "stretch" else []
    live.announce(desk.settings, *topics, f"course:{claim.course_id}", *board)


def _tell_who_waits(desk: Desk, claim: Claim) -> None:
    """Tell who waits for this one that it is served, and who is behind it of the move.

    They hear of it a moment later: most often the verdict is there first, and pages that
    read themselves once leave the processors to it.
    """
    with reading(desk.engine) as db:
        waiting = bells.waiting_submissions(db, claim.queue)
    topics = [f"submission:{each}" for each in (claim.submission_id, *waiting)]
    around = (f"work:{claim.pair_id}", f"course:{claim.course_id}")
    live.announce(desk.settings, *topics, *around, moved=True)


def _ring_for_the_same_pair(desk: Desk, claim: Claim) -> None:
    """Ring once more: the bell of the pair's next one found this one running."""
    with reading(desk.engine) as db:
        waits = bells.has_waiting(db, claim.pair_id, claim.queue)
    if waits:
        doorbell.ring(desk.settings, claim.grading_id, claim.queue)
