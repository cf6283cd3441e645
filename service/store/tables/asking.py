"""Say who asks the instructor for something: raised hands, disputes, overrides."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from exercises.nouns import State
from service.store.tables.foundation import Base, Keyed, one_of


class Hand(Keyed, Base):
    """A pair's raised hand; ``ended_at`` is when it was put down, whoever did it.

    ``taken_by`` is the instructor who said "I'm on it".
    """

    __tablename__ = "hand"
    __table_args__ = (
        # Two clicks at once are one raised hand.
        Index(
            "uq_hand_raised",
            "pair_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(Text, default="")
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class Dispute(Keyed, Base):
    """A pair says that a verdict is wrong; ``reply`` is what the instructor answers.

    One stands for each submission: a regrade in between does not make it disappear.
    ``replay_id`` is the private run that an instructor asked for last.
    """

    __tablename__ = "dispute"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), unique=True)
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"))
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    unit: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    replay_id: Mapped[str | None] = mapped_column(ForeignKey("grading.id"))
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None]


class Override(Keyed, Base):
    """An instructor's word on one unit of one pair; the newest that stands counts.

    Rows are never changed but for their withdrawal, so the reason stays readable.
    """

    __tablename__ = "override"
    __table_args__ = (CheckConstraint(one_of("state", State), "state"),)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    unit: Mapped[str] = mapped_column(String(40))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
