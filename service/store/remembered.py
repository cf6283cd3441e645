"""Remember what a class has done, pair by pair, so that a board reads only what is new.

What a pair has handed in changes when a grading of it does, and in no other way; one
cheap question tells for which pairs that is so. Names are never kept here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from service.store import focuses, progress
from service.store.models import Grading, Pair, Phase, Submission
from service.store.stuck import Miss

MOST = 2000
UNDER_WAY = (Phase.QUEUED, Phase.RUNNING)


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

    ``waiting`` are the rungs it awaits a verdict for; ``cells`` is kept by the board
    where nobody has decided otherwise.
    """

    stamp: tuple[object, ...]
    counts: dict[str, Count]
    got_on: datetime | None
    misses: list[Miss]
    waiting: set[str]
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
    """Return per pair what changes with every hand-in, verdict and regrade."""
    rows = db.execute(_stamp(), {"course": course_id})
    return {row[0]: tuple(row[1:]) for row in rows}


@cache
def _stamp() -> Select[str, int, int, Any, Any, Any]:
    return (
        select(
            Pair.id,
            func.count(),
            func.max(Grading.seq),
            func.sum(case((Grading.current.is_(True), Grading.seq), else_=0)),
            func.sum(case((Grading.phase == Phase.DONE, Grading.seq), else_=0)),
            func.sum(case((Grading.phase.in_(UNDER_WAY), Grading.seq), else_=0)),
        )
        .join(Grading, Grading.pair_id == Pair.id)
        .where(Pair.course_id == bindparam("course"))
        .group_by(Pair.seq)
    )


def _read(
    db: Database, ids: Sequence[str], stamps: dict[str, tuple[object, ...]]
) -> dict[str, Past]:
    found = {each: Past(stamps[each], {}, None, [], set()) for each in ids}
    passed_last = dict.fromkeys(ids, 0)
    for pair_id, unit, attempts, first, latest, at in db.execute(
        _counts(), {"pairs": ids}
    ):
        found[pair_id].counts[unit] = Count(attempts, first, latest)
        if first is not None and first > passed_last[pair_id]:
            passed_last[pair_id], found[pair_id].got_on = first, at
    for pair_id, miss in focuses.misses(db, ids):
        found[pair_id].misses.append(miss)
    for pair_id, rung in progress.waiting(db, ids):
        found[pair_id].waiting.add(rung)
    return found


@cache
def _counts() -> Select[Any, Any, Any, Any, str, datetime]:
    told = focuses.told().c
    passed = aliased(Submission)
    return (
        select(
            told.pair,
            told.unit,
            told.attempts,
            told.first_pass,
            Submission.id,
            passed.created_at,
        )
        .join(Submission, Submission.seq == told.newest)
        .outerjoin(passed, passed.seq == told.first_pass)
    )
