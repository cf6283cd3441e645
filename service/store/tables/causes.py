"""Say what a pair makes of the cause that was named for its failure."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base


class CauseAnswer(Base):
    """What one person did with one named cause.

    ``looked_at`` is when they asked where to look, ``was_it`` whether it was the cause.
    """

    __tablename__ = "cause_answer"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    cause: Mapped[str] = mapped_column(String(60), primary_key=True)
    looked_at: Mapped[datetime | None]
    was_it: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
