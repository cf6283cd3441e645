"""Keep what pairs say of the causes that were named, and how often the name was right."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from service.store.database import moment, save
from service.store.models import CauseAnswer, Grading, Pair

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a named cause was said to be the one, and not to be."""

    cause: str
    right: int
    wrong: int
    looked: int

    @property
    def share(self) -> float | None:
        """Return the share of "yes" among the answers, None without any."""
        answered = self.right + self.wrong
        return self.right / answered if answered else None


def answers(db: Session, grading_id: str, person_id: str) -> dict[Named, CauseAnswer]:
    """Return what a person said of each (unit, cause) of a grading."""
    rows = db.scalars(
        select(CauseAnswer).where(
            CauseAnswer.grading_id == grading_id, CauseAnswer.person_id == person_id
        )
    )
    return {(row.unit, row.cause): row for row in rows}


def look(db: Session, grading_id: str, person_id: str, named: Named) -> None:
    """Note that somebody asked where to look."""
    row = _row(db, grading_id, person_id, named)
    row.looked_at = row.looked_at or moment(db)
    save(db, row)


def answer(
    db: Session, grading_id: str, person_id: str, named: Named, *, was_it: bool
) -> None:
    """Note whether the cause was the one; the last answer stands."""
    row = _row(db, grading_id, person_id, named)
    row.was_it, row.answered_at = was_it, moment(db)
    save(db, row)


def precision(db: Session, course_id: str) -> list[Precision]:
    """Return the answers of a course by cause, the most answered first."""
    yes = func.sum(case((CauseAnswer.was_it.is_(True), 1), else_=0))
    no = func.sum(case((CauseAnswer.was_it.is_(False), 1), else_=0))
    rows = db.execute(
        select(CauseAnswer.cause, yes, no, func.count(CauseAnswer.looked_at))
        .join(Grading, Grading.id == CauseAnswer.grading_id)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Pair.course_id == course_id)
        .group_by(CauseAnswer.cause)
        .order_by((yes + no).desc(), CauseAnswer.cause)
    )
    return [Precision(*row) for row in rows]


def _row(db: Session, grading_id: str, person_id: str, named: Named) -> CauseAnswer:
    known = answers(db, grading_id, person_id).get(named)
    unit, cause = named
    return known or CauseAnswer(
        grading_id=grading_id, person_id=person_id, unit=unit, cause=cause
    )
