"""Keep what pairs draw first, and find the drawing that stood when they handed in."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.store.models import SketchRow, Submission


def keep(
    db: Session,
    *,
    pair_id: str,
    rung: str,
    by: str,
    drawn: dict[str, Any] | None,
) -> SketchRow:
    """Store a drawing beside the earlier ones; None: it was drawn on paper."""
    row = SketchRow(
        pair_id=pair_id,
        rung=rung,
        drawn_by=by,
        on_paper=drawn is None,
        drawn=drawn or {},
    )
    db.add(row)
    db.flush()
    return row


def newest(db: Session, pair_id: str, rung: str) -> SketchRow | None:
    """Return the drawing that stands, if there is one."""
    return db.scalar(_of(pair_id, rung).limit(1))


def beside(db: Session, submission: Submission) -> SketchRow | None:
    """Return the drawing that stood when a rung was handed in."""
    if submission.rung is None:
        return None
    before = SketchRow.created_at <= submission.created_at
    mine = _of(submission.pair_id, submission.rung)
    return db.scalar(mine.where(before).limit(1))


def _of(pair_id: str, rung: str) -> Select[SketchRow]:
    mine = (SketchRow.pair_id == pair_id, SketchRow.rung == rung)
    return select(SketchRow).where(*mine).order_by(SketchRow.seq.desc())
