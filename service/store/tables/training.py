"""Say how training on the digits went: live points and finished runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base


class Progress(Base):
    """A stretch run's live points, at most one a second.

    ``marks`` are audits since the last point, [step, what was wrong or ""];
    ``norms`` are lengths of gradients by layer, of the latest audited step.
    """

    __tablename__ = "progress"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    steps: Mapped[int]
    epoch: Mapped[int]
    loss: Mapped[float]
    accuracy: Mapped[float | None]
    steps_per_second: Mapped[float]
    seconds_left: Mapped[float | None]
    marks: Mapped[list[Any] | None] = mapped_column(JSON)
    norms: Mapped[list[Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime]


class StretchRun(Base):
    """A finished stretch run as the leaderboard reads it; baselines have no grading.

    ``ending`` is finished or stopped. ``findings`` holds the confusion matrix and the
    digits it got wrong: the run's page reads them, the leaderboard never does.
    """

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
    ending: Mapped[str] = mapped_column(
        String(10), default="finished", server_default="finished"
    )
    findings: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    created_at: Mapped[datetime]


class BoardRule(Base):
    """The rules of one class's leaderboard; without a row nothing ever freezes.

    ``naming`` is own, group or pseudonym.
    """

    __tablename__ = "board_rule"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    freeze_at: Mapped[datetime | None]
    naming: Mapped[str] = mapped_column(String(10))
