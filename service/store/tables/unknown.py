"""Keep the behaviour of engines whose mistake has no name yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base


class UnknownBehaviour(Base):
    """How one graded engine was wrong, with the smallest case that shows it."""

    __tablename__ = "unknown_behaviour"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    suite_version: Mapped[str] = mapped_column(String(64), index=True)
    wrong: Mapped[dict[str, Any]] = mapped_column(JSON)
    code: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(Text)
    got: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
