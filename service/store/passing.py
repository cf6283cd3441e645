"""Find the definitions of a pair that pass, and keep which of them it chose."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from exercises.nouns import State
from service import clock
from service.store import database
from service.store.history import GRADED
from service.store.models import Choice, Grading, Submission, UnitRow
from service.store.refusals import Refusal


def of_units(db: Database, pair_id: str) -> dict[str, list[Submission]]:
    """Return, by unit, the submissions in which it passes alone, the newest first.

    What the current grading says counts: a regrade may take a pass away.
    """
    rows = (
        select(UnitRow.unit, Submission)
        .join(Grading, Grading.id == UnitRow.grading_id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(
            Grading.pair_id == pair_id,
            Grading.current.is_(True),
            Grading.purpose.in_(GRADED),
            UnitRow.run == "isolated",
            UnitRow.state == State.PASSED,
        )
        .order_by(Submission.seq.desc())
    )
    found: dict[str, list[Submission]] = {}
    for row in db.execute(rows):
        found.setdefault(row.unit, []).append(row.Submission)
    return found


def chosen(
    db: Database, pair_id: str, passing: dict[str, list[Submission]]
) -> dict[str, Submission]:
    """Return one submission for each unit that passes: the chosen, else the newest."""
    picked = choices(db, pair_id)
    return {
        unit: next((one for one in several if one.id == picked.get(unit)), several[0])
        for unit, several in passing.items()
    }


def choices(db: Database, pair_id: str) -> dict[str, str]:
    """Return unit -> id of the submission the pair chose for it."""
    rows = db.scalars(select(Choice).where(Choice.pair_id == pair_id))
    return {row.unit: row.submission_id for row in rows}


def choose(
    db: Database, *, pair_id: str, unit: str, submission_id: str, by: str
) -> None:
    """Keep a choice; an empty id lets the newest count again.

    Raises Refusal where the unit does not pass in that submission of the pair.
    """
    if not submission_id:
        mine = Choice.pair_id == pair_id, Choice.unit == unit
        db.execute(delete(Choice).where(*mine))
        return
    several = of_units(db, pair_id).get(unit, [])
    if submission_id not in {one.id for one in several}:
        raise Refusal("submission_id", f"{unit} does not pass in that hand-in.")
    choice = Choice(
        pair_id=pair_id,
        unit=unit,
        submission_id=submission_id,
        chosen_by=by,
        chosen_at=clock.now(),
    )
    database.save(db, choice)
