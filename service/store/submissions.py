"""Record what a pair hands in, together with the grading that will judge it."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.store.gradings import enqueue, lock_pair
from service.store.models import Grading, Phase, Purpose, Submission


def record(  # noqa: PLR0913 - the columns of a submission
    db: Session,
    *,
    pair_id: str,
    author_id: str,
    drawer_id: str | None,
    rung: str | None,
    filename: str,
    source: str,
    client_token: str,
    purpose: Purpose = Purpose.SUBMIT,
    units: Sequence[str] | None = None,
) -> tuple[Submission, Grading, bool]:
    """Store one submission with its queued grading, or return the ones already there.

    The third value tells whether it is new: a form sent twice is one submission.
    """
    # One writer per pair at a time, so that of ten equal forms nine find the first.
    lock_pair(db, pair_id)
    known = db.scalar(
        select(Submission).where(
            Submission.pair_id == pair_id, Submission.client_token == client_token
        )
    )
    if known is not None:
        return known, first_grading(db, known), False
    submission = Submission(
        pair_id=pair_id,
        author_id=author_id,
        drawer_id=drawer_id,
        attempt=charged(db, pair_id, rung) + 1,
        rung=rung,
        filename=filename,
        source=source,
        source_sha256=hashlib.sha256(source.encode()).hexdigest(),
        client_token=client_token,
    )
    db.add(submission)
    db.flush()
    options = {} if units is None else {"units": list(units)}
    return submission, enqueue(db, submission, purpose, options=options), True


def first_grading(db: Session, submission: Submission) -> Grading:
    """Return the grading that was recorded with ``submission``."""
    return db.scalars(
        select(Grading)
        .where(Grading.submission_id == submission.id)
        .order_by(Grading.seq)
        .limit(1)
    ).one()


def charged(db: Session, pair_id: str, rung: str | None) -> int:
    """Return how many attempts the pair has used on a rung (None: whole files).

    What failed by our fault, or was cancelled in the queue, costs nothing.
    """
    count: int = (
        db.scalar(
            select(func.count(func.distinct(Submission.id)))
            .join(Grading, Grading.submission_id == Submission.id)
            .where(
                Submission.pair_id == pair_id,
                Submission.rung.is_not_distinct_from(rung),
                Grading.purpose == Purpose.SUBMIT,
                Grading.phase.not_in((Phase.FAILED, Phase.CANCELLED)),
            )
        )
        or 0
    )
    return count
