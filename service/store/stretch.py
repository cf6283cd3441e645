"""Keep training on the digits: live points while it runs, one row when it is over."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.store.database import moment, save
from service.store.leases import Claim, Hold, extend
from service.store.models import Progress, StretchRun


def begin(db: Session, claim: Claim) -> None:
    """Forget the points of an earlier run that was lost: this one starts at zero."""
    db.execute(delete(Progress).where(Progress.grading_id == claim.grading_id))


def add_point(db: Session, claim: Claim, point: Progress) -> Hold:
    """Store one live point, unless the lease is lost; say what was asked meanwhile."""
    hold = extend(db, claim)
    if hold is not Hold.LOST:
        point.grading_id = claim.grading_id
        point.created_at = moment(db)
        save(db, point)
    return hold


def points(db: Session, grading_id: str) -> Sequence[Progress]:
    """Return a run's points in order."""
    return db.scalars(
        select(Progress)
        .where(Progress.grading_id == grading_id)
        .order_by(Progress.step)
    ).all()


def add_run(db: Session, run: StretchRun) -> None:
    """Store a finished run for the leaderboard."""
    run.created_at = moment(db)
    db.add(run)


def replace_baseline(db: Session, run: StretchRun) -> None:
    """Store a baseline in the place of the older one for the same digits' name."""
    db.execute(
        delete(StretchRun).where(
            StretchRun.baseline == run.baseline,
            StretchRun.data == run.data,
            StretchRun.track == run.track,
        )
    )
    add_run(db, run)


def measured(db: Session, digits: str) -> frozenset[tuple[str, str]]:
    """Return (baseline, board) of what has a time to compare with on these digits."""
    rows = select(StretchRun.baseline, StretchRun.track).where(
        StretchRun.baseline.is_not(None),
        StretchRun.digits_sha256 == digits,
        StretchRun.reference_seconds.is_not(None),
    )
    return frozenset((str(name), board) for name, board in db.execute(rows))
