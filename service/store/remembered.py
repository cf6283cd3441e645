"""Remember what a class has done, pair by pair, so that a board reads only what is new.

What a pair has handed in changes when a grading of it does, and in no other way; one
cheap question tells for which pairs that is so. Names are never kept here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as Database

from service.store import focuses
from service.store.models import Grading, Pair, Phase, Submission
from service.store.stuck import Miss

MOST = 2000


class Cell(NamedTuple):
    """One pair at one unit: open, tried, passed or waiting; ``latest`` is a hand-in."""

    state: str
    attempts: int
    latest: str


class Count(NamedTuple):
    """What a pair did at one unit: attempts, whether one passed, the newest hand-in."""

    attempts: int = 0
    first_pass: int | None = None
    latest: str = ""


@dataclass(slots=True)
class Past:
    """One pair: its units, when it last got on, and what has failed since.

    ``cells`` is kept by the board where nothing but verdicts decides them.
    """

    stamp: tuple[object, ...]
    counts: dict[str, Count]
    got_on: datetime | None
    misses: list[Miss]
    cells: tuple[Cell, ...] | None = None


# By pair id, which is unique wherever it was made.
_KNOWN: dict[str, Past] = {}


def of_course(db: Database, course_id: str) -> dict[str, Past]:
    """Return what each pair of a class that has handed in has done."""
    stamps = _stamps(db, course_id)
    new = [
        pair_id
        for pair_id, stamp in stamps.items()
        if pair_id not in _KNOWN or _KNOWN[pair_id].stamp != stamp
    ]
    if len(_KNOWN) + len(new) > MOST:
        _KNOWN.clear()
        new = list(stamps)
    found = {pair: _KNOWN[pair] for pair in stamps if pair in _KNOWN}
    if new:
        fresh = _read(db, new, stamps)
        _KNOWN.update(fresh)
        found.update(fresh)
    return found


def _stamps(db: Database, course_id: str) -> dict[str, tuple[object, ...]]:
    """Return per pair what changes with every verdict, regrade and withdrawal."""
    rows = db.execute(
        select(
            Grading.pair_id,
            func.count(),
            func.max(Grading.seq),
            func.sum(case((Grading.current.is_(True), Grading.seq), else_=0)),
            func.sum(case((Grading.phase == Phase.DONE, Grading.seq), else_=0)),
            func.max(Grading.done_at),
        )
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Pair.course_id == course_id)
        .group_by(Grading.pair_id)
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def _read(
    db: Database, ids: Sequence[str], stamps: dict[str, tuple[object, ...]]
) -> dict[str, Past]:
    told = focuses.told(ids).c
    rows = db.execute(
        select(
            told.pair, told.unit, told.attempts, told.first_pass, Submission.id
        ).join(Submission, Submission.seq == told.newest)
    )
    got_on = focuses.got_on(db, ids)
    found = {each: Past(stamps[each], {}, got_on.get(each), []) for each in ids}
    for pair_id, unit, *count in rows:
        found[pair_id].counts[unit] = Count(*count)
    for pair_id, miss in focuses.misses(db, ids):
        found[pair_id].misses.append(miss)
    return found
