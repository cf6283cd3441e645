"""Which of a rung's hints a pair has opened: free, and told to its instructor."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database
from service.store.models import HintOpening, Person


@dataclass(frozen=True, slots=True)
class Opened:
    """One opened hint, and who opened it."""

    opening: HintOpening
    by: Person


def of_rung(db: Database, pair_id: str, rung: str | None) -> list[Opened]:
    """Return the hints a pair has opened at a rung, first one first."""
    rows = (
        select(HintOpening, Person)
        .join(Person, Person.id == HintOpening.opened_by)
        .where(HintOpening.pair_id == pair_id, HintOpening.rung == rung)
        .order_by(HintOpening.number)
    )
    return [Opened(opening, by) for opening, by in db.execute(rows)]


def count(db: Database, pair_id: str, rung: str) -> int:
    """Return how many hints are open; they open in order."""
    mine = HintOpening.pair_id == pair_id, HintOpening.rung == rung
    return db.scalar(select(func.max(HintOpening.number)).where(*mine)) or 0


def open_one(db: Database, pair_id: str, rung: str, number: int, *, by: str) -> None:
    """Open the hint after those that are open; another number changes nothing."""
    if number != count(db, pair_id, rung) + 1:
        return
    opening = HintOpening(pair_id=pair_id, rung=rung, number=number)
    opening.opened_by, opening.opened_at = by, clock.now()
    database.save(db, opening)
