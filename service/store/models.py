"""The tables: what is stored, and the constraints that are the guarantee."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime

from exercises.nouns import Fault, State

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base; constraint names are deterministic for migrations."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own class attribute
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSON,
        str: String(200),
    }


class Role(StrEnum):
    """What a person may do."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


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


def _one_of(column: str, words: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


def new_id() -> str:
    """Return a fresh public id."""
    return str(uuid4())


class Keyed:
    """A public uuid4 and an integer sequence for "earlier" and ties."""

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True, default=new_id)
    created_at: Mapped[datetime]


class Person(Keyed, Base):
    """A student or an instructor; ``password`` is an argon2id hash, or empty."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(_one_of("role", Role), "role"),)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(default="")
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"))
    demo: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(String(10), default="")


class Course(Keyed, Base):
    """One class of students; instructors may show its join code and change it."""

    __tablename__ = "course"
    name: Mapped[str]
    join_code: Mapped[str] = mapped_column(String(20), unique=True)
    demo: Mapped[bool] = mapped_column(default=False)
    released: Mapped[str] = mapped_column(String(40), default="all")


class SignIn(Keyed, Base):
    """A single-use link or a personal rejoin link; only the token's sha256 is kept."""

    __tablename__ = "sign_in"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    reusable: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Session(Keyed, Base):
    """A browser's session; the cookie holds an id whose sha256 stands here.

    ``partner_id`` is the second member on a shared computer.
    """

    __tablename__ = "session"
    id_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Pair(Keyed, Base):
    """A group of one to three members; submissions belong to it."""

    __tablename__ = "pair"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    name: Mapped[str]
    nickname: Mapped[str]
    on_board: Mapped[bool] = mapped_column(default=True)
    role_changed_at: Mapped[datetime]
    driver_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    served_at: Mapped[datetime | None]


class PairCode(Keyed, Base):
    """A four-letter invitation to a pair, short-lived and throttled."""

    __tablename__ = "pair_code"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Membership(Keyed, Base):
    """Who was in which pair, from when to when."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_current",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    left_at: Mapped[datetime | None]


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
        CheckConstraint(_one_of("purpose", Purpose), "purpose"),
        CheckConstraint(_one_of("phase", Phase), "phase"),
        CheckConstraint(f"fault IS NULL OR {_one_of('fault', Fault)}", "fault"),
        Index("ix_grading_phase_enqueued", "phase", "enqueued_at"),
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
    __table_args__ = (CheckConstraint(_one_of("state", State), "state"),)
    grading_id: Mapped[str] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(40), primary_key=True)
    run: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str | None] = mapped_column(String(20))
    line: Mapped[int] = mapped_column(default=0)
    misconception: Mapped[str | None] = mapped_column(String(60))
    counterexample: Mapped[dict[str, Any] | None] = mapped_column(JSON)


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


class Draft(Base):
    """The pair's unsubmitted text for one rung."""

    __tablename__ = "draft"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]


class SuiteRow(Base):
    """The hidden suite of this installation; workers fetch it and verify its hash."""

    __tablename__ = "suite"
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    built_at: Mapped[datetime]
    active: Mapped[bool]


class Installation(Base):
    """Facts of this installation by name: secret seed, cookie keys, digit digests."""

    __tablename__ = "installation"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class WorkerRow(Base):
    """A worker's heartbeat and what its sandbox said of itself."""

    __tablename__ = "worker"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    host: Mapped[str]
    queue: Mapped[str] = mapped_column(String(10))
    tier: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]


class Audit(Keyed, Base):
    """Who did what to whom; rows are only ever added."""

    __tablename__ = "audit"
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    object: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ip: Mapped[str] = mapped_column(String(45), default="")
