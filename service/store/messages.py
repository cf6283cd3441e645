"""Messages of instructors to pairs: sent once, read once, known to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from service.store import audit
from service.store.database import moment
from service.store.models import Delivery, Message, Pair, Person
from service.store.refusals import Refusal

LONGEST = 4000


class Address(NamedTuple):
    """A pair, and for a comment the hand-in and the line it is about."""

    pair_id: str
    submission_id: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is at one pair."""

    message: Message
    author: Person
    delivery: Delivery
    pair: Pair
    reader: Person | None


Letters = Select[Message, Person, Delivery, Pair, Person]


def send(  # noqa: PLR0913 - the columns of a message
    db: Database,
    course_id: str,
    author_id: str,
    text: str,
    *,
    to: Sequence[Address],
    about: str = "",
) -> Message:
    """Deliver words to pairs, once to each; raises Refusal without words or pairs."""
    words = text.strip()[:LONGEST]
    if not words:
        raise Refusal("text", "There is nothing to send yet: write a sentence or two.")
    if not to:
        raise Refusal("to", "Nobody would get this: choose at least one pair.")
    made = Message(course_id=course_id, author_id=author_id, text=words, about=about)
    db.add(made)
    db.flush()
    by_pair = {each.pair_id: each for each in reversed(to)}
    db.add_all(
        Delivery(
            message_id=made.id,
            pair_id=each.pair_id,
            submission_id=each.submission_id,
            line=each.line,
        )
        for each in by_pair.values()
    )
    detail = {"message": made.id, "pairs": len(by_pair)}
    audit.note(db, "sent a message", actor_id=author_id, about=course_id, detail=detail)
    return made


def of_pair(
    db: Database, pair_id: str, *, submission_id: str | None = None, limit: int = 20
) -> list[Letter]:
    """Return a pair's messages, the newest first.

    With ``submission_id`` those about that hand-in, and what is unread and about none.
    """
    wanted = _letters().where(Delivery.pair_id == pair_id)
    if submission_id is not None:
        general = Delivery.submission_id.is_(None) & Delivery.read_at.is_(None)
        wanted = wanted.where(or_(Delivery.submission_id == submission_id, general))
    newest = wanted.order_by(Message.seq.desc()).limit(limit)
    return [Letter(*row) for row in db.execute(newest)]


def on(db: Database, submission_id: str) -> list[Letter]:
    """Return the comments on one hand-in, in the order of their lines."""
    wanted = _letters().where(Delivery.submission_id == submission_id)
    return [
        Letter(*row) for row in db.execute(wanted.order_by(Delivery.line, Message.seq))
    ]


def sent(db: Database, course_id: str, limit: int = 200) -> list[list[Letter]]:
    """Return the newest messages of a class, each as its deliveries by pair."""
    newest = (
        select(Message.id)
        .where(Message.course_id == course_id)
        .order_by(Message.seq.desc())
        .limit(limit)
    )
    rows = db.execute(
        _letters().where(Message.id.in_(newest)).order_by(Message.seq.desc(), Pair.name)
    )
    found: dict[str, list[Letter]] = {}
    for row in rows:
        found.setdefault(row[0].id, []).append(Letter(*row))
    return list(found.values())


def mark_read(db: Database, message_id: str, pair_id: str, person_id: str) -> bool:
    """Note that somebody of the pair has read it; False: there is no such message."""
    mine = (Delivery.message_id == message_id, Delivery.pair_id == pair_id)
    unread = update(Delivery).where(*mine, Delivery.read_at.is_(None))
    db.execute(unread.values(read_at=moment(db), read_by=person_id))
    return db.scalar(select(Delivery.pair_id).where(*mine)) is not None


def _letters() -> Letters:
    reader = aliased(Person)
    return (
        select(Message, Person, Delivery, Pair, reader)
        .join(Person, Person.id == Message.author_id)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(Pair, Pair.id == Delivery.pair_id)
        .outerjoin(reader, reader.id == Delivery.read_by)
    )
