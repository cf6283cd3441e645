"""Say how training on the digits went: live points and finished runs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base


class Progress(Base):
    """A stretch run's live points, at most one a second."""

    __tablename__ = "progress"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    steps: Mapped[int]
    epoch: Mapped[int]
    loss: Mapped[float]
    accuracy: Mapped[float | None]
    steps_per_second: Mapped[float]
    created_at: Mapped[datetime]


class StretchRun(Base):
    """A finished stretch run as the leaderboard reads it; baselines have no grading."""

    __tablename__ = "stretch_run"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    grading_id: Mapped[str | None] = mapped_column(
        ForeignKey("grading.id"), unique=True
    )
    pair_id: Mapped[str | None] = mapped_column(ForeignKey("pair.id"), index=True)
    baseline: Mapped[str | None] = mapped_column(String(40))
    track: Mapped[str] = mapped_column(String(10))
    data: Mapped[str] = mapped_column(String(10))
    digits_sha256: Mapped[str] = mapped_column(String(64))
    correct: Mapped[int]
    of: Mapped[int]
    epochs: Mapped[int]
    seconds: Mapped[float]
    reference_seconds: Mapped[float | None]
    audits_passed: Mapped[int] = mapped_column(default=0)
    audits: Mapped[int] = mapped_column(default=0)
    counts: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
