"""Say how a class is run: its rules, its timetable, what counts, what is announced."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


class Policy(Base):
    """The rules of one class; without a row those of ``service.store.policies``.

    ``late_percent`` is what a late pass keeps of its points; 100: only the mark.
    ``roster_only`` lets nobody join whose name is not on the roster. ``auto_check``
    trains an engine on the digits once when its gradients are right.
    """

    __tablename__ = "policy"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(60))
    grace_minutes: Mapped[int]
    late_percent: Mapped[int]
    roster_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    auto_check: Mapped[bool] = mapped_column(default=True, server_default=true())


class Timing(Base):
    """When one rung opens, is due and closes in a class; null: at no time.

    ``held`` keeps it back until an instructor releases it by hand.
    """

    __tablename__ = "timing"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    held: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]


class Extension(Keyed, Base):
    """More time for one pair, with a reason; ``rung`` null: for every rung."""

    __tablename__ = "extension"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    rung: Mapped[str | None] = mapped_column(String(40))
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    granted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class Pin(Base):
    """The attempt a pair wants to count for one unit; without a row its best does."""

    __tablename__ = "pin"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    pinned_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    pinned_at: Mapped[datetime]


class Notice(Keyed, Base):
    """A sentence on every page of a class until it ends or is taken down."""

    __tablename__ = "notice"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    sentence: Mapped[str] = mapped_column(Text)
    posted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ends_at: Mapped[datetime | None]
