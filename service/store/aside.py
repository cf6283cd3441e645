"""Bring an earlier text back into the editor without losing the one that is there."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store import drafts
from service.store.models import Draft, Grading, Purpose, SetAside, Submission

SHOWN = 12


def bring_back(db: Database, *, pair_id: str, rung: str, source: str, by: str) -> None:
    """Make ``source`` the rung's draft; what it replaces is set aside.

    A draft that was handed in as it stands needs no copy: the history has it.
    """
    now = drafts.load(db, pair_id, rung)
    if now is not None and now.source != source and not _is_kept(db, pair_id, now):
        kept = {"source": now.source, "written_by": now.saved_by}
        db.add(SetAside(pair_id=pair_id, rung=rung, **kept))
    drafts.save(db, pair_id=pair_id, rung=rung, source=source, by=by)


def take_over(db: Database, *, pair_id: str, rung: str, source: str, by: str) -> None:
    """Make ``source`` the rung's draft; what a partner has typed there is set aside."""
    now = drafts.load(db, pair_id, rung)
    keep = drafts.save if now is None or now.saved_by == by else bring_back
    keep(db, pair_id=pair_id, rung=rung, source=source, by=by)


def of_pair(db: Database, pair_id: str) -> list[SetAside]:
    """Return what was set aside, the newest first."""
    mine = select(SetAside).where(SetAside.pair_id == pair_id)
    return list(db.scalars(mine.order_by(SetAside.seq.desc()).limit(SHOWN)))


def find(db: Database, aside_id: str, *, pair_id: str) -> SetAside | None:
    """Return one text this pair set aside."""
    return db.scalar(
        select(SetAside).where(SetAside.id == aside_id, SetAside.pair_id == pair_id)
    )


def _is_kept(db: Database, pair_id: str, draft: Draft) -> bool:
    # What only the visible checks were run on is in no history.
    same = (
        select(Submission.seq)
        .join(Grading, Grading.submission_id == Submission.id)
        .where(Submission.pair_id == pair_id, Submission.source == draft.source)
        .where(Grading.purpose != Purpose.VISIBLE)
    )
    again = select(SetAside.seq).where(
        SetAside.pair_id == pair_id, SetAside.source == draft.source
    )
    return any(db.scalar(each.limit(1)) is not None for each in (same, again))
