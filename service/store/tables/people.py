"""Say who is here: people, courses, pairs, their sessions and their drafts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed, one_of


class Role(StrEnum):
    """What a person may do."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


class Person(Keyed, Base):
    """A student or an instructor; ``password`` is an argon2id hash, or empty.

    ``expected`` is somebody of the roster who has not come yet.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(one_of("role", Role), "role"),)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(default="")
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"))
    demo: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(String(10), default="")
    expected: Mapped[bool] = mapped_column(default=False, server_default=false())
    erased_at: Mapped[datetime | None]


class Course(Keyed, Base):
    """One class of students; instructors may show its join code and change it.

    The code opens until ``join_until`` and for ``join_left`` more students; null: always.
    """

    __tablename__ = "course"
    name: Mapped[str]
    join_code: Mapped[str] = mapped_column(String(20), unique=True)
    join_until: Mapped[datetime | None]
    join_left: Mapped[int | None]
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
    browser: Mapped[str] = mapped_column(
        String(60), default="", server_default=text("''")
    )
    ip: Mapped[str] = mapped_column(String(45), default="", server_default=text("''"))


class Identity(Keyed, Base):
    """Who a person is elsewhere: a subject is an issuer's own name for one account."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str] = mapped_column(String(255))


class Pair(Keyed, Base):
    """A group of one to three members; submissions belong to it.

    A turn ends ``turn_minutes`` after ``role_changed_at``, unless ``turn_ends_at`` says.
    """

    __tablename__ = "pair"
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    name: Mapped[str]
    nickname: Mapped[str]
    on_board: Mapped[bool] = mapped_column(default=True)
    role_changed_at: Mapped[datetime]
    turn_minutes: Mapped[int] = mapped_column(default=5, server_default=text("5"))
    turn_ends_at: Mapped[datetime | None]
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


class Draft(Base):
    """The pair's unsubmitted text for one rung."""

    __tablename__ = "draft"
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
