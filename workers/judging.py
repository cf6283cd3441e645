"""Judge one claimed submission and store its verdict."""

import structlog

from exercises.report import as_json
from exercises.suite import Suite
from service import doorbell
from service.store import results, training_check
from service.store.database import transaction
from service.store.leases import Claim
from service.store.models import Grading, Purpose
from workers.desk import Desk
from workers.grading import grade
from workers.lease import Lease
from workers.watched import Watched

log = structlog.get_logger()


def judge(desk: Desk, claim: Claim, lease: Lease) -> None:
    """Grade the file against the suite it was claimed with, outside any transaction.

    Raises GraderFault where we failed, Interrupted where nobody waits any more.
    """
    verdict = grade(
        filename=claim.filename,
        data=claim.source.encode(),
        units=claim.options.get("units"),
        suite=_suite(desk, claim),
        box=Watched(desk.box(), lease),
        suite_version=claim.suite_version,
    )
    report = as_json(verdict)
    check: Grading | None = None
    with transaction(desk.engine) as db:
        stored = results.store_verdict(db, claim, verdict, report)
        if stored and claim.purpose is Purpose.SUBMIT:
            check = training_check.after(
                db, claim.submission_id, claim.course_id, report
            )
    if check is not None:
        doorbell.ring(desk.settings, check.id, check.queue)
    log.info("graded", grading=claim.grading_id, run=claim.run, stored=stored)


def _suite(desk: Desk, claim: Claim) -> Suite | None:
    """Return the hidden suite, or None where only the public bank may speak."""
    if claim.purpose is Purpose.VISIBLE:
        return None
    return desk.suite(claim.suite_version)
