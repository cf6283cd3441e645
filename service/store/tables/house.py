"""Say what this installation is: its suite, its facts, its workers, its audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.foundation import Base, Keyed


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
    queue: Mapped[str] = mapped_column(String(40))
    tier: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
    zygotes: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Audit(Keyed, Base):
    """Who did what to whom; rows are only ever added, and the database sees to it.

    ``ip`` alone may change: it is shortened after a month.
    """

    __tablename__ = "audit"
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    object: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ip: Mapped[str] = mapped_column(String(45), default="")
    request: Mapped[str] = mapped_column(
        String(16), default="", server_default=text("''")
    )
