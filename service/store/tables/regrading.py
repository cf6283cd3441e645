"""Say what was graded once more, why, and what stood before."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed, one_of


class Scope(StrEnum):
    """Which submissions of a class are graded once more."""

    ONE = "one"
    LATEST = "latest"
    COUNTING = "counting"
    ALL = "all"


class Regrade(Keyed, Base):
    """One regrade of a class: tried first, then applied, undone or cancelled."""

    __tablename__ = "regrade"
    __table_args__ = (CheckConstraint(one_of("scope", Scope), "scope"),)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    actor_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    scope: Mapped[str] = mapped_column(String(10))
    rung: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    client_token: Mapped[str] = mapped_column(String(64), unique=True)
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class RegradeItem(Base):
    """One submission of a regrade: the grading that stood, and the one that would."""

    __tablename__ = "regrade_item"
    regrade_id: Mapped[str] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(
        ForeignKey("submission.id"), primary_key=True
    )
    before_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), index=True)
    after_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), unique=True)
