"""Read a whole class for the board, in as many queries for one pair as for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.nouns import State
from service import clock
from service.store import focuses, hands, overrides, remembered
from service.store.focuses import Member
from service.store.gradings import LIVE
from service.store.hands import Raised
from service.store.models import Grading, Pair, Phase
from service.store.remembered import Cell, Count, Past
from service.store.stuck import Focus

ONLINE = timedelta(minutes=10)
NOTHING = Count()
RUNG_OF = {name: unit.rung for name, unit in UNITS.items()}


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


def rows(db: Database, course_id: str, units: Sequence[str]) -> list[Row]:
    """Return a class's pairs: raised hands first, then the stuck ones, then by name."""
    line = {one.pair.id: one for one in hands.up(db, course_id)}
    members = focuses.members_of(db, course_id)
    past = remembered.of_course(db, course_id)
    decided = overrides.states(db, course_id)
    limit = clock.now() - ONLINE
    made = [
        Row(
            pair_id=pair_id,
            name=name,
            cells=_cells(units, past.get(pair_id), decided.get(pair_id)),
            focus=_focus(past.get(pair_id), members[pair_id]),
            hand=line.get(pair_id),
            online=focuses.seen_since(members[pair_id], limit),
        )
        for pair_id, name in db.execute(_pairs(), {"course": course_id})
        if members[pair_id] or pair_id in past
    ]
    return sorted(made, key=_order)


@cache
def _pairs() -> Select[str, str]:
    return (
        select(Pair.id, Pair.name)
        .where(Pair.course_id == bindparam("course"))
        .order_by(Pair.name, Pair.seq)
    )


def _order(row: Row) -> tuple[int, float]:
    if row.hand:
        return 0, row.hand.hand.seq
    if row.need == "stuck" and row.focus:
        return 1, -row.focus.score
    return 2, 0.0


def _focus(past: Past | None, here: Sequence[Member]) -> Focus | None:
    return focuses.of_pair(past.misses, past.got_on, here) if past else None


def _cells(
    units: Sequence[str], past: Past | None, decided: dict[str, str] | None
) -> tuple[Cell, ...]:
    """Return a pair's cells; those that verdicts alone decide are kept for next time."""
    if past is None:
        past = Past((), {}, None, [], set())
    if decided:
        return tuple(_cell(unit, past, decided.get(unit, "")) for unit in units)
    if past.cells is None:
        past.cells = tuple(_cell(unit, past, "") for unit in units)
    return past.cells


def _cell(unit: str, past: Past, decided: str) -> Cell:
    count = past.counts.get(unit, NOTHING)
    state = "tried" if count.attempts else "open"
    if count.first_pass is not None:
        state = "passed"
    if decided:
        state = "passed" if decided == State.PASSED else "tried"
    elif state != "passed" and RUNG_OF[unit] in past.waiting:
        state = "waiting"
    return Cell(state, count.attempts, count.latest)


class Room(NamedTuple):
    """The waiting room: how many verdicts are due, and since when the oldest is."""

    waiting: int
    seconds: int


def waiting_room(db: Database) -> Room:
    """Return how many hand-ins wait for a verdict, and how long the oldest has."""
    count, oldest = db.execute(_queued()).one()
    waited = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return Room(count, max(0, round(waited)))


@cache
def _queued() -> Select[int, datetime]:
    return select(func.count(), func.min(Grading.created_at)).where(
        Grading.queue == LIVE, Grading.phase == Phase.QUEUED
    )
