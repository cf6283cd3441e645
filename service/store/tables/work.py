"""Say what was handed in and how its grading went; the queue of record."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from exercises.nouns import Fault, State
from service.store.tables.foundation import Base, Keyed, one_of


class Purpose(StrEnum):
    """Why a grading runs."""

    SUBMIT = "submit"
    VISIBLE = "visible"
    TRY = "try"
    REPLAY = "replay"
    REGRADE = "regrade"
    STRETCH_OFFICIAL = "stretch_official"
    STRETCH_OPEN = "stretch_open"


class Phase(StrEnum):
    """Where a grading is on its way."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Submission(Keyed, Base):
    """What a pair handed in; immutable. ``unit`` null: a whole file."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("pair_id", "client_token"),)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    drawer_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    attempt: Mapped[int]
    rung: Mapped[str | None] = mapped_column(String(40))
    filename: Mapped[str]
    source: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64))
    client_token: Mapped[str] = mapped_column(String(64))


class Grading(Keyed, Base):
    """One run of one submission for one purpose; also the outbox of the queue."""

    __tablename__ = "grading"
    __table_args__ = (
        UniqueConstraint(
            "submission_id", "suite_version", "purpose", "run_no", name="uq_grading_run"
        ),
        CheckConstraint(one_of("purpose", Purpose), "purpose"),
        CheckConstraint(one_of("phase", Phase), "phase"),
        CheckConstraint(f"fault IS NULL OR {one_of('fault', Fault)}", "fault"),
        Index("ix_grading_phase_enqueued", "phase", "enqueued_at"),
        # Two workers that claim at the same instant cannot both serve one pair.
        Index(
            "uq_grading_one_running",
            "pair_id",
            "queue",
            unique=True,
            sqlite_where=text("phase = 'running'"),
            postgresql_where=text("phase = 'running'"),
        ),
    )
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    suite_version: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(20))
    queue: Mapped[str] = mapped_column(String(10))
    run_no: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    phase: Mapped[str] = mapped_column(String(10), default=Phase.QUEUED)
    fault: Mapped[str | None] = mapped_column(String(30))
    fault_sentence: Mapped[str | None] = mapped_column(Text)
    run: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None]
    enqueued_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    cancel_asked: Mapped[bool] = mapped_column(default=False)


class GradingAttempt(Base):
    """Evidence of every run of a grading: which worker, how it ended."""

    __tablename__ = "grading_attempt"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    worker: Mapped[str]
    host: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class Result(Base):
    """The verdict; its key is the grading's id, so a second one cannot exist."""

    __tablename__ = "result"
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    run: Mapped[int]
    headline: Mapped[str] = mapped_column(Text)
    report: Mapped[dict[str, Any]]
    tier: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]


class UnitRow(Base):
    """One unit's verdict inside a grading, isolated or assembled."""

    __tablename__ = "unit_verdict"
    __table_args__ = (CheckConstraint(one_of("state", State), "state"),)
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    run: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str | None] = mapped_column(String(20))
    line: Mapped[int] = mapped_column(default=0)
    misconception: Mapped[str | None] = mapped_column(String(60))
    counterexample: Mapped[dict[str, Any] | None] = mapped_column(JSON)
