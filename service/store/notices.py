"""Sentences that stand on every page of a class for a while."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import audit
from service.store.models import Notice
from service.store.people import clean
from service.store.refusals import Refusal

LONGEST = 300


def standing(db: Database, course_id: str) -> list[Notice]:
    """Return what stands in a class now, the newest first."""
    wanted = select(Notice).where(
        Notice.course_id == course_id,
        or_(Notice.ends_at.is_(None), Notice.ends_at > clock.now()),
    )
    return list(db.scalars(wanted.order_by(Notice.seq.desc())))


def post(
    db: Database,
    course_id: str,
    sentence: str,
    *,
    ends_at: datetime | None,
    actor_id: str,
) -> None:
    """Put a sentence on every page of a class; raises Refusal."""
    words = clean(sentence)
    if not words or len(words) > LONGEST:
        raise Refusal("sentence", f"Write one sentence, up to {LONGEST} characters.")
    if ends_at is not None and ends_at <= clock.now():
        raise Refusal("ends_at", "That moment is over: nobody would read it.")
    made = Notice(
        course_id=course_id, sentence=words, posted_by=actor_id, ends_at=ends_at
    )
    db.add(made)
    db.flush()
    detail = {"notice": made.id}
    audit.note(db, "announced", actor_id=actor_id, about=course_id, detail=detail)


def end(db: Database, course_id: str, notice_id: str, *, actor_id: str) -> bool:
    """Take a sentence down; False: it does not stand in this class."""
    there = update(Notice).where(
        Notice.id == notice_id,
        Notice.course_id == course_id,
        or_(Notice.ends_at.is_(None), Notice.ends_at > clock.now()),
    )
    ended = db.scalar(there.values(ends_at=clock.now()).returning(Notice.id))
    if ended:
        audit.note(db, "took a notice down", actor_id=actor_id, about=course_id)
    return ended is not None
