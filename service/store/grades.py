"""The grade rule: points per unit from the course's one table, summed, and no more.

Points are kept in hundredths, as integers: a late pass keeps a whole percentage, so the
sum is exact and a pair can check it on paper. That everyone in the group can explain
is a fact of its own beside the points and is never averaged into them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Database

from exercises.catalogue import RUNGS, UNITS
from service.store import counting, policies, provenance, rosters
from service.store.counting import Counted, Swap
from service.store.models import Membership, Pair, Person
from service.store.provenance import Standing

POSSIBLE = 100 * sum(unit.points for unit in UNITS.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a grade, in hundredths of a point."""

    counted: Counted
    possible: int
    earned: int

    @property
    def rung(self) -> str:
        """Return the rung of the unit."""
        return UNITS[self.counted.unit].rung


@dataclass(frozen=True, slots=True)
class Grade:
    """One pair's grade: its lines, its members, and whether all of them can explain."""

    pair: Pair
    lines: tuple[Line, ...]
    members: tuple[Person, ...]
    receipts: Standing

    @property
    def earned(self) -> int:
        """Return the sum of the lines, in hundredths of a point."""
        return sum(line.earned for line in self.lines)

    @property
    def late(self) -> int:
        """Return how many units bear a late mark."""
        return sum(line.counted.late and line.counted.passed for line in self.lines)

    def of_rung(self, slug: str) -> tuple[Line, ...]:
        """Return the lines of one rung."""
        return tuple(line for line in self.lines if line.rung == slug)


def of_pair(db: Database, pair: Pair) -> Grade:
    """Return one pair's grade."""
    return of_pairs(db, pair.course_id, [pair])[0]


def of_pairs(
    db: Database, course_id: str, pairs: Iterable[Pair], *, swap: Swap | None = None
) -> list[Grade]:
    """Return the grades of pairs of one class, in a fixed number of queries."""
    several = list(pairs)
    keeps = policies.of(db, course_id).late_percent
    counted = counting.of_pairs(db, several, swap=swap)
    together = rosters.members_of(db, [one.id for one in several])
    receipts = provenance.standings(db, together)
    return [
        Grade(
            one,
            tuple(_line(each, keeps) for each in counted[one.id].values()),
            tuple(together[one.id]),
            receipts[one.id],
        )
        for one in several
    ]


def _line(counted: Counted, keeps: int) -> Line:
    points = UNITS[counted.unit].points
    share = (keeps if counted.late else 100) if counted.passed else 0
    return Line(counted, 100 * points, points * share)


def by_rung(grade: Grade) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the grade's lines by rung, in course order."""
    return [(rung.slug, grade.of_rung(rung.slug)) for rung in RUNGS]


@dataclass(frozen=True, slots=True)
class Personal:
    """One person's grade: of each unit the best that a group passed with them in it.

    ``pair`` is the group they are in now, else None.
    """

    person: Person
    pair: Pair | None
    lines: dict[str, Line]
    explains: int

    @property
    def earned(self) -> int:
        """Return the sum of the lines, in hundredths of a point."""
        return sum(line.earned for line in self.lines.values())


def of_people(db: Database, course_id: str, of: Iterable[Grade]) -> list[Personal]:
    """Return each student's grade from those of all groups of the class.

    Of a group they left, what was handed in until then stays theirs; to one they joined
    late, everything does.
    """
    grades = {one.pair.id: one for one in of}
    rows = rosters.memberships(db, course_id)
    found = []
    for person in rosters.present(db, course_id):
        mine = [row for row in rows if row.person_id == person.id]
        now = next((grades[r.pair_id] for r in mine if r.left_at is None), None)
        lines: dict[str, Line] = {}
        for row in mine:
            _add_best(lines, grades[row.pair_id], row)
        best = [
            each.best
            for row in mine
            for each in grades[row.pair_id].receipts.receipts
            if each.person.id == person.id
        ]
        pair = now.pair if now else None
        found.append(Personal(person, pair, lines, max(best, default=0)))
    return found


def _add_best(lines: dict[str, Line], grade: Grade, row: Membership) -> None:
    for line in grade.lines:
        attempt = line.counted.attempt
        was_there = row.left_at is None or (attempt and attempt.at <= row.left_at)
        known = lines.get(line.counted.unit)
        if was_there and (known is None or line.earned > known.earned):
            lines[line.counted.unit] = line
