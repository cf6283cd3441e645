"""Train one claimed submission on the digits and store how it went."""

from dataclasses import asdict, replace
from typing import Any

import structlog

from service import live
from service.store import leases, results, stretch
from service.store.database import transaction
from service.store.leases import Claim
from service.store.models import Progress, Purpose, StretchRun
from workers.desk import Desk
from workers.lease import Lease
from workers.mnist import chosen as choice
from workers.mnist import digits
from workers.mnist.findings import findings
from workers.mnist.outcome import Point, StretchOutcome
from workers.mnist.recipe import Recipe
from workers.mnist.stretch import train as run

log = structlog.get_logger()

FOR_FUN = (
    "not every gradient check of this hand-in passes. Accuracy proves no gradient: wrong"
    " engines reach 90 %, too."
)


def train(desk: Desk, claim: Claim, lease: Lease) -> None:
    """Train on real digits where they are prepared, else on the practice ones.

    Raises GraderFault where we failed.
    """
    with transaction(desk.engine) as db:
        stretch.begin(db, claim)

    def report(point: Point) -> None:
        with transaction(desk.engine) as db:
            row = Progress(grading_id=claim.grading_id, **asdict(point))
            lease.hear(stretch.add_point(db, claim, row))
        live.announce(desk.settings, f"submission:{claim.submission_id}")

    chosen = choice.ready(desk.settings, desk.engine)
    folder = digits.guest_folder(desk.settings.data)
    is_open = claim.purpose is Purpose.STRETCH_OPEN
    seen = digits.seen_labels(desk.settings.data, chosen) if is_open else None
    outcome = run(
        source=claim.source,
        filename=claim.filename,
        digits=chosen,
        box=desk.box(folder, edition=chosen.sha256),
        report=report,
        cancelled=lambda: not lease.is_wanted,
        recipe=Recipe(board=claim.options.get("board", "official")),
        seen=seen,
    )
    if "for_fun" in claim.options and not outcome.reason:
        outcome = replace(outcome, reason=FOR_FUN)
    # Shown again and again, the labels of what an open run sees could be collected.
    pictures = None if is_open else chosen.held_out_images
    labels = chosen.held_out_labels if seen is None else seen
    _store(desk, claim, outcome, findings(outcome.said, labels, pictures))


def _store(
    desk: Desk, claim: Claim, outcome: StretchOutcome, found: dict[str, Any]
) -> None:
    with transaction(desk.engine) as db:
        if outcome.state == "cancelled":
            leases.stopped(db, claim)
            return
        stored = results.store(
            db,
            claim,
            headline=outcome.reason
            or f"{outcome.correct} of {outcome.of} held-out digits are right.",
            report={"log": outcome.log, "filled_in": list(outcome.filled_in)},
            tier=desk.tier,
        )
        if stored:
            stretch.add_run(db, _row(claim, outcome, found))
    log.info("trained", grading=claim.grading_id, run=claim.run, stored=stored)


def _row(claim: Claim, outcome: StretchOutcome, found: dict[str, Any]) -> StretchRun:
    return StretchRun(
        grading_id=claim.grading_id,
        pair_id=claim.pair_id,
        track=outcome.track,
        data=outcome.data,
        digits_sha256=outcome.digits_sha256,
        correct=outcome.correct,
        of=outcome.of,
        epochs=outcome.epochs,
        seconds=outcome.seconds,
        reference_seconds=outcome.reference_seconds,
        audits_passed=outcome.audits_passed,
        audits=outcome.audits,
        counts=outcome.counts,
        reason=outcome.reason[:200],
        ending=outcome.state,
        findings=found,
    )
