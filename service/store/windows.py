"""When a rung is open to a pair: the class's timetable and the pair's extensions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import RUNGS
from service.store import policies
from service.store.models import Extension, Pair, Timing


@dataclass(frozen=True, slots=True)
class Window:
    """When one rung opens, is due and closes; ``until`` is the pair's extension."""

    held: bool = False
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    until: datetime | None = None
    grace: timedelta = timedelta()

    @property
    def due(self) -> datetime | None:
        """Return the deadline of this pair; an extension never brings it forward."""
        return _later(self.due_at, self.until)

    @property
    def closes(self) -> datetime | None:
        """Return after when nothing of this pair counts any more."""
        return _later(self.closes_at, self.until)

    def is_released(self, now: datetime) -> bool:
        """Tell whether the pair may see and do the rung."""
        return not self.held and (self.opens_at is None or self.opens_at <= now)

    def counts(self, at: datetime) -> bool:
        """Tell whether what was handed in at that moment may count."""
        return self.closes is None or at <= self.closes

    def is_late(self, at: datetime) -> bool:
        """Tell whether it bears a late mark: after the deadline and its grace."""
        return self.due is not None and at > self.due + self.grace


Windows = Mapping[str, Window]


def _later(end: datetime | None, until: datetime | None) -> datetime | None:
    return end if end is None or until is None else max(end, until)


def of_course(db: Database, course_id: str) -> dict[str, Window]:
    """Return the class's own timetable by rung, in course order."""
    grace = policies.of(db, course_id).grace
    rows = db.scalars(select(Timing).where(Timing.course_id == course_id))
    set_times = {row.rung: row for row in rows}
    return {rung.slug: _window(set_times.get(rung.slug), grace=grace) for rung in RUNGS}


def _window(row: Timing | None, *, grace: timedelta) -> Window:
    if row is None:
        return Window(grace=grace)
    return Window(row.held, row.opens_at, row.due_at, row.closes_at, grace=grace)


def of_pair(db: Database, pair: Pair) -> dict[str, Window]:
    """Return the timetable of one pair."""
    return of_pairs(db, [pair])[pair.id]


def of_pairs(db: Database, pairs: Iterable[Pair]) -> dict[str, dict[str, Window]]:
    """Return the timetables of pairs, by pair and rung; three queries per class."""
    several = list(pairs)
    general = {
        course: of_course(db, course) for course in {one.course_id for one in several}
    }
    ids = [one.id for one in several]
    more = _extensions(db, ids)
    return {
        one.id: {
            rung: replace(window, until=_longest(more, one.id, rung))
            for rung, window in general[one.course_id].items()
        }
        for one in several
    }


def _extensions(
    db: Database, ids: list[str]
) -> dict[tuple[str, str | None], list[datetime]]:
    rows = db.scalars(
        select(Extension).where(
            Extension.pair_id.in_(ids), Extension.withdrawn_at.is_(None)
        )
    )
    found: dict[tuple[str, str | None], list[datetime]] = {}
    for row in rows:
        found.setdefault((row.pair_id, row.rung), []).append(row.until)
    return found


def _longest(
    more: Mapping[tuple[str, str | None], list[datetime]], pair_id: str, rung: str
) -> datetime | None:
    ends = [*more.get((pair_id, rung), []), *more.get((pair_id, None), [])]
    return max(ends, default=None)
