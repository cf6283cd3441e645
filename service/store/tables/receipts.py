"""Say who can tell where each gradient came from: questions, answers, receipts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed, one_of


class Outcome(StrEnum):
    """How a question was answered; ``option`` is right after a missed number."""

    RIGHT = "right"
    OPTION = "option"
    WRONG = "wrong"


class ProvenanceQuestion(Keyed, Base):
    """One question of one round of one person, and what they answered.

    ``asked`` is the question with its answer, ``missed`` the number typed first where it
    was wrong, ``mistake`` the misconception behind a wrong answer. ``shared`` marks a
    computer at which both partners sat.
    """

    __tablename__ = "provenance_question"
    __table_args__ = (
        UniqueConstraint("pair_id", "person_id", "round", "number"),
        CheckConstraint(f"outcome IS NULL OR {one_of('outcome', Outcome)}", "outcome"),
    )
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    round: Mapped[int]
    number: Mapped[int]
    asked: Mapped[dict[str, Any]]
    missed: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    mistake: Mapped[str | None] = mapped_column(String(60))
    shared: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
