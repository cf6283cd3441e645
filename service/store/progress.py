"""Where each pair stands on the ladder."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.orm import Session as Database

from exercises.catalogue import RUNGS, UNITS
from exercises.nouns import State
from exercises.questions import Rung
from service.store import overrides
from service.store.models import Grading, Pair, Phase, Purpose, Submission, UnitRow

# What costs an attempt: code that ran. A syntax error or our own fault costs nothing.
ATTEMPTED = (State.PASSED, State.FAILED, State.DID_NOT_LOAD)
_RUNG_OF = {name: unit.rung for name, unit in UNITS.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """One pair on one rung: ``state`` is open, tried, passed or waiting."""

    state: str = "open"
    attempts: int = 0
    passed: frozenset[str] = frozenset()
    latest: str = ""
    since: datetime | None = None


def required(rung: Rung) -> list[str]:
    """Return the units of a rung that must pass."""
    return [name for name in rung.units if not UNITS[name].optional]


def of_pair(db: Database, pair_id: str) -> dict[str, Standing]:
    """Return one pair's standing by rung."""
    return of_pairs(db, [pair_id])[pair_id]


def of_course(db: Database, course_id: str) -> list[tuple[Pair, dict[str, Standing]]]:
    """Return every pair of a class with its standing by rung, by name."""
    pairs = list(
        db.scalars(
            select(Pair)
            .where(Pair.course_id == course_id)
            .order_by(Pair.name, Pair.seq)
        )
    )
    standings = of_pairs(db, [pair.id for pair in pairs])
    return [(pair, standings[pair.id]) for pair in pairs]


def of_pairs(db: Database, ids: Iterable[str]) -> dict[str, dict[str, Standing]]:
    """Return the standings of several pairs in five queries, however many they are.

    What an instructor has decided stands above the grader's verdict.
    """
    wanted = list(ids)
    passed = _passed(db, wanted)
    for (pair_id, unit), told in overrides.standing(db, wanted).items():
        if told.state == State.PASSED:
            passed[pair_id].add(unit)
        else:
            passed[pair_id].discard(unit)
    attempts = _attempts(db, wanted)
    in_line = waiting(db, wanted)
    return {
        pair_id: {
            rung.slug: _standing(
                rung,
                passed[pair_id],
                attempts.get((pair_id, rung.slug)),
                waiting=(pair_id, rung.slug) in in_line,
            )
            for rung in RUNGS
        }
        for pair_id in wanted
    }


def _standing(
    rung: Rung,
    passed: set[str],
    attempts: tuple[int, str, datetime] | None,
    *,
    waiting: bool,
) -> Standing:
    count, latest, since = attempts or (0, "", None)
    done = frozenset(passed.intersection(rung.units))
    state = "tried" if count else "open"
    if done.issuperset(required(rung)):
        state = "passed"
    elif waiting:
        state = "waiting"
    return Standing(state, count, done, latest, since)


def current() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a verdict that stands for its submission now."""
    return (
        Grading.current.is_(True),
        Grading.purpose.in_((Purpose.SUBMIT, Purpose.REGRADE)),
    )


def counted() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a unit's own verdict, asked alone, that stands now."""
    return (UnitRow.run == "isolated", *current())


def _passed(db: Database, ids: list[str]) -> dict[str, set[str]]:
    rows = db.execute(
        select(Grading.pair_id, UnitRow.unit)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(Grading.pair_id.in_(ids), UnitRow.state == State.PASSED, *counted())
        .distinct()
    )
    found: dict[str, set[str]] = defaultdict(set)
    for pair_id, unit in rows:
        found[pair_id].add(unit)
    return found


def _attempts(
    db: Database, ids: list[str]
) -> dict[tuple[str, str], tuple[int, str, datetime]]:
    rung = case(_RUNG_OF, value=UnitRow.unit, else_="")
    grouped = (
        select(
            Grading.pair_id.label("pair"),
            rung.label("rung"),
            func.count(Grading.submission_id.distinct()).label("count"),
            func.max(Submission.seq).label("newest"),
        )
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(Grading.pair_id.in_(ids), UnitRow.state.in_(ATTEMPTED), *counted())
        .group_by(Grading.pair_id, rung)
        .subquery()
    )
    rows = db.execute(
        select(
            grouped.c.pair,
            grouped.c.rung,
            grouped.c["count"],
            Submission.id,
            Submission.created_at,
        ).join(Submission, Submission.seq == grouped.c.newest)
    )
    return {(pair, rung): (count, sid, at) for pair, rung, count, sid, at in rows}


def waiting(db: Database, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return the (pair, rung) that something is queued or running for."""
    rows = db.execute(_waiting(), {"pairs": ids})
    return {(pair_id, rung) for pair_id, rung in rows if rung}


@cache
def _waiting() -> Select[str, str | None]:
    pairs: BindParameter[str] = bindparam("pairs", expanding=True)
    return (
        select(Grading.pair_id, Submission.rung)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(Grading.pair_id.in_(pairs), Grading.purpose == Purpose.SUBMIT)
        .where(Grading.phase.in_((Phase.QUEUED, Phase.RUNNING)))
    )


def next_rung(standing: dict[str, Standing]) -> str | None:
    """Return the rung to go on with: the first, in course order, not passed yet."""
    return next(
        (slug for slug, seen in standing.items() if seen.state != "passed"), None
    )


def nobody() -> dict[str, Standing]:
    """Return the standing of a pair that has done nothing: the bare ladder."""
    return {rung.slug: Standing() for rung in RUNGS}
