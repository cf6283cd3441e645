"""Say which definition of a unit a pair wants in its engine."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base


class Choice(Base):
    """A submission chosen for one unit; without a row the newest that passes counts."""

    __tablename__ = "choice"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    chosen_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]
