"""Read a whole class for the board, in as many queries for one pair as for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.nouns import State
from service import clock
from service.store import focuses, hands, overrides, progress
from service.store.gradings import LIVE
from service.store.hands import Raised
from service.store.models import Grading, Pair, Phase, Submission
from service.store.stuck import Focus

ONLINE = timedelta(minutes=10)
RUNG_OF = {name: unit.rung for name, unit in UNITS.items()}


class Cell(NamedTuple):
    """One pair at one unit: open, tried, passed or waiting; ``latest`` is a hand-in."""

    state: str
    attempts: int
    latest: str


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: its cells by unit in course order, and what it needs."""

    pair_id: str
    name: str
    cells: tuple[Cell, ...]
    focus: Focus | None
    hand: Raised | None
    online: bool

    @property
    def need(self) -> str:
        """Return hand, stuck or calm: the order of the board."""
        if self.hand:
            return "hand"
        return "stuck" if self.focus and self.focus.is_stuck else "calm"

    @property
    def passed(self) -> int:
        """Return how many units are passed."""
        return sum(cell.state == "passed" for cell in self.cells)


class Count(NamedTuple):
    """What a pair did at one unit: attempts, whether one passed, the newest hand-in."""

    attempts: int = 0
    first_pass: int | None = None
    latest: str = ""


def rows(db: Database, course_id: str, units: Sequence[str]) -> list[Row]:
    """Return a class's pairs: raised hands first, then the stuck ones, then by name."""
    pairs = db.scalars(
        select(Pair).where(Pair.course_id == course_id).order_by(Pair.name, Pair.seq)
    ).all()
    ids = [pair.id for pair in pairs]
    line = {one.pair.id: one for one in hands.up(db, course_id)}
    members = focuses.members_of(db, course_id)
    told = _counts(db, course_id)
    at = focuses.of_course(db, course_id, members)
    decided = overrides.standing(db, ids)
    waiting = progress.waiting(db, ids)
    made = [
        Row(
            pair_id=pair.id,
            name=pair.name,
            cells=tuple(
                _cell(
                    told.get((pair.id, unit), Count()),
                    decided=getattr(decided.get((pair.id, unit)), "state", ""),
                    waits=(pair.id, RUNG_OF[unit]) in waiting,
                )
                for unit in units
            ),
            focus=at.get(pair.id),
            hand=line.get(pair.id),
            online=focuses.seen_since(members[pair.id], ONLINE),
        )
        for pair in pairs
        if members[pair.id] or any(told.get((pair.id, unit)) for unit in units)
    ]
    return sorted(made, key=_order)


def _order(row: Row) -> tuple[int, float]:
    if row.hand:
        return 0, row.hand.hand.seq
    if row.need == "stuck" and row.focus:
        return 1, -row.focus.score
    return 2, 0.0


def _cell(count: Count, *, decided: str, waits: bool) -> Cell:
    state = "tried" if count.attempts else "open"
    if count.first_pass is not None:
        state = "passed"
    if decided:
        state = "passed" if decided == State.PASSED else "tried"
    elif state != "passed" and waits:
        state = "waiting"
    return Cell(state, count.attempts, count.latest)


def _counts(db: Database, course_id: str) -> dict[tuple[str, str], Count]:
    told = focuses.told(course_id).c
    rows = db.execute(
        select(
            told.pair, told.unit, told.attempts, told.first_pass, Submission.id
        ).join(Submission, Submission.seq == told.newest)
    )
    return {(pair, unit): Count(*counts) for pair, unit, *counts in rows}


class Room(NamedTuple):
    """The waiting room: how many verdicts are due, and since when the oldest is."""

    waiting: int
    seconds: int


def waiting_room(db: Database) -> Room:
    """Return how many hand-ins wait for a verdict, and how long the oldest has."""
    count, oldest = db.execute(
        select(func.count(), func.min(Grading.created_at)).where(
            Grading.queue == LIVE, Grading.phase == Phase.QUEUED
        )
    ).one()
    waited = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return Room(count, max(0, round(waited)))
