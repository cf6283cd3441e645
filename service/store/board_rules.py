"""The rules of a class's leaderboard: until when it ranks, and under which names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.database import save
from service.store.models import BoardRule, Pair
from service.store.pairs import ANIMALS, COLOURS


class Naming(StrEnum):
    """Under which names pairs stand on the board."""

    OWN = "own"
    GROUP = "group"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on a board; runs that end after ``freeze_at`` are not ranked."""

    freeze_at: datetime | None = None
    naming: Naming = Naming.OWN

    def is_after(self, moment: datetime) -> bool:
        """Tell whether what ends at that moment is no longer ranked."""
        return self.freeze_at is not None and moment > self.freeze_at

    def called(self, pair: Pair) -> str:
        """Return the name under which the class sees a pair."""
        names = {Naming.GROUP: pair.name, Naming.PSEUDONYM: pseudonym(pair.seq)}
        return names.get(self.naming, pair.nickname)


def pseudonym(seq: int) -> str:
    """Return a name that nobody chose, another for each ``seq``.

    The factor shares no divisor with 144, so that each pair of words comes once in 144;
    neighbours of one evening stand far apart.
    """
    turn, place = divmod(seq, len(COLOURS) * len(ANIMALS))
    colour, animal = divmod(
        (89 * place + 17) % (len(COLOURS) * len(ANIMALS)), len(ANIMALS)
    )
    again = f" {turn + 1}" if turn else ""
    return f"{COLOURS[colour]} {ANIMALS[animal]}{again}"


def rules_of(row: BoardRule | None) -> Rules:
    """Return what a stored row says; without one, everybody's own name for ever."""
    return Rules(row.freeze_at, Naming(row.naming)) if row else Rules()


def of(db: Database, course_id: str) -> Rules:
    """Return the rules of a class's board."""
    return rules_of(
        db.scalar(select(BoardRule).where(BoardRule.course_id == course_id))
    )


def keep(db: Database, course_id: str, rules: Rules) -> None:
    """Set the rules of a class's board."""
    row = BoardRule(course_id=course_id, freeze_at=rules.freeze_at, naming=rules.naming)
    save(db, row)
