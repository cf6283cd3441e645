"""Open the database; nothing else makes an engine or a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import clock
from service.config import Settings
from service.store.tables.foundation import Base

BUSY_MILLISECONDS = 15_000


def make_engine(settings: Settings, *, busy: int = BUSY_MILLISECONDS) -> Engine:
    """Return an engine on ``settings.database``; make it after a fork, never before.

    ``busy`` is how long SQLite waits for another writer, in milliseconds.
    """
    if not settings.database.startswith("sqlite"):
        # A server restarted behind an idle connection: ask first, reconnect if dead.
        return create_engine(
            settings.database, pool_pre_ping=True, hide_parameters=True
        )
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        settings.database,
        connect_args={"timeout": busy / 1000},
        # An error's text would carry what a pair wrote, and secrets, into the logs.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def read_only_engine(settings: Settings) -> Engine | None:
    """Return an engine that cannot write; None where there is no database file yet."""
    if settings.database_url:
        return make_engine(settings)
    path = settings.data / "pairgrad.sqlite3"
    if not path.is_file():
        return None
    return create_engine(f"sqlite:///file:{quote(str(path))}?mode=ro&uri=true")


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001 - an event's signature
    # The driver must not begin on its own: its deferred BEGIN reads a snapshot first,
    # and upgrading that to a write fails with "database is locked" whatever the timeout.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",  # readers never wait for the writer
        "synchronous=FULL",  # what was acknowledged survives a power cut
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Yield a session that commits at the end, or leaves no trace of an exception."""
    with Session(engine, expire_on_commit=False) as db, db.begin():
        yield db


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a session that only reads, from one snapshot, waiting for no writer."""
    with Session(
        engine.execution_options(read_only=True),
        expire_on_commit=False,
        autoflush=False,
    ) as db:
        yield db


def moment(db: Session) -> datetime:
    """Return the database's time: a lease must not depend on a worker's clock."""
    if db.get_bind().dialect.name == "sqlite":
        return clock.now()  # one host, one clock
    told: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return told


def save(db: Session, row: Base) -> None:
    """Insert a row, or bring the one with its key up to date.

    Of two who insert at once one would break on the key; it updates instead.
    """
    try:
        with db.begin_nested():
            db.merge(row)
    except IntegrityError:
        db.merge(row)


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the tables of ``settings.database`` to ``revision``."""
    # Alembic takes a third of a second to import; a worker never needs it.
    from service.store.schema import migrate  # noqa: PLC0415

    migrate(settings, revision)
