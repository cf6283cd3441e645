"""Which piece stood in which attempt: the verdicts of a pair, units by submissions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.nouns import State
from service.store.history import GRADED
from service.store.models import Grading, UnitRow

RAN = {State.PASSED, State.FAILED, State.DID_NOT_LOAD}


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit in one submission; ``lost``: it passed the time before, and now not."""

    submission_id: str
    state: str
    lost: bool


def of_submissions(
    db: Database, ids: Iterable[str]
) -> list[tuple[str, dict[str, Cell]]]:
    """Return (unit, submission id -> cell) in course order; ``ids`` the oldest first.

    Units that none of them attempted are left out.
    """
    order = list(ids)
    states = _states(db, order)
    found = []
    for unit in UNITS:
        cells = _row(states.get(unit, {}), order)
        if any(cell.state != State.NOT_ATTEMPTED for cell in cells.values()):
            found.append((unit, cells))
    return found


def _row(states: dict[str, str], order: list[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    stood = False
    for each in order:
        if each in states:
            state = states[each]
            lost = stood and state in RAN and state != State.PASSED
            cells[each] = Cell(each, state, lost)
            stood = state == State.PASSED if state in RAN else stood
    return cells


def _states(db: Database, ids: list[str]) -> dict[str, dict[str, str]]:
    rows = db.execute(
        select(Grading.submission_id, UnitRow.unit, UnitRow.state)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(Grading.submission_id.in_(ids), Grading.current.is_(True))
        .where(Grading.purpose.in_(GRADED), UnitRow.run == "isolated")
    )
    found: dict[str, dict[str, str]] = {}
    for submission_id, unit, state in rows:
        found.setdefault(unit, {})[submission_id] = state
    return found
