"""Raised hands: who asked first, and who is on the way."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from service.store.database import moment
from service.store.gradings import lock_pair
from service.store.models import Hand, Pair, Person
from service.store.stuck import ordinal

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Raised:
    """One raised hand: whose, by whom, who comes, and how many are before it."""

    hand: Hand
    pair: Pair
    by: Person
    taker: Person | None
    ahead: int

    @property
    def place(self) -> str:
        """Return "1st", "2nd", ... in line."""
        return ordinal(self.ahead + 1)


def up(db: Database, course_id: str) -> list[Raised]:
    """Return the raised hands of a class, the earliest first."""
    rows = db.execute(_up(), {"course": course_id}).all()
    waiting = [hand.seq for hand, _, _, coming in rows if coming is None]
    return [
        Raised(hand, pair, by, taker, sum(seq < hand.seq for seq in waiting))
        for hand, pair, by, taker in rows
    ]


@cache
def _up() -> Select[Hand, Pair, Person, Person]:
    """Return the statement, made once: a board asks it at every change of its class."""
    taker = aliased(Person)
    return (
        select(Hand, Pair, Person, taker)
        .join(Pair, Pair.id == Hand.pair_id)
        .join(Person, Person.id == Hand.person_id)
        .outerjoin(taker, taker.id == Hand.taken_by)
        .where(Pair.course_id == bindparam("course"), Hand.ended_at.is_(None))
        .order_by(Hand.seq)
    )


def of_pair(db: Database, pair: Pair) -> Raised | None:
    """Return the pair's raised hand with its place in the line of its class."""
    line = up(db, pair.course_id)
    return next((one for one in line if one.pair.id == pair.id), None)


def raise_one(db: Database, pair_id: str, person_id: str, about: str) -> None:
    """Raise the pair's hand; one already up keeps its place and takes the new words."""
    lock_pair(db, pair_id)
    known = db.scalar(
        select(Hand).where(Hand.pair_id == pair_id, Hand.ended_at.is_(None))
    )
    words = " ".join(about.split())[:LONGEST]
    if known is None:
        db.add(Hand(pair_id=pair_id, person_id=person_id, about=words))
    elif words:
        known.about = words


def put_down(db: Database, pair_id: str, by: str) -> bool:
    """Put a pair's hand down; False: it was not up."""
    return _end(db, by, pair_id=pair_id)


def find(db: Database, hand_id: str) -> tuple[Hand, Pair] | None:
    """Return a hand that is up, with its pair."""
    row = db.execute(
        select(Hand, Pair)
        .join(Pair, Pair.id == Hand.pair_id)
        .where(Hand.id == hand_id, Hand.ended_at.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def take(db: Database, hand_id: str, by: str) -> bool:
    """Say "I'm on it"; False: a co-teacher was first, or the hand is down."""
    free = (Hand.id == hand_id, Hand.ended_at.is_(None), Hand.taken_by.is_(None))
    told = update(Hand).where(*free).values(taken_by=by, taken_at=moment(db))
    return db.scalar(told.returning(Hand.id)) is not None


def give_back(db: Database, hand_id: str, by: str) -> bool:
    """Leave a hand that oneself took to others; False: it is not one's own."""
    mine = (Hand.id == hand_id, Hand.ended_at.is_(None), Hand.taken_by == by)
    told = update(Hand).where(*mine).values(taken_by=None, taken_at=None)
    return db.scalar(told.returning(Hand.id)) is not None


def done(db: Database, hand_id: str, by: str) -> bool:
    """End a hand after the visit; False: it is down already."""
    return _end(db, by, id=hand_id)


def _end(db: Database, by: str, **which: str) -> bool:
    told = update(Hand).filter_by(**which).where(Hand.ended_at.is_(None))
    ended = told.values(ended_at=moment(db), ended_by=by).returning(Hand.id)
    return db.scalar(ended) is not None
