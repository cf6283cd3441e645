"""Say which worked solutions a class may open, and which a pair has opened."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, one_of


class Opens(StrEnum):
    """From when on a worked solution may be opened."""

    NOW = "now"
    ATTEMPTS = "attempts"
    CLOSED = "closed"


class SolutionRelease(Base):
    """One rung's worked solution, released; ``attempts`` a pair must have made first."""

    __tablename__ = "solution_release"
    __table_args__ = (CheckConstraint(one_of("opens", Opens), "opens"),)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    opens: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    released_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime]


class SolutionOpening(Base):
    """A pair's first look at a worked solution; ``passed``: it had its own by then."""

    __tablename__ = "solution_opening"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    opened_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    passed: Mapped[bool]
