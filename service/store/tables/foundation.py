"""Fix what every table shares: names of constraints, moments, keys."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

from service import clock

# Without names of its own a constraint cannot be dropped by a later migration.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """Keep an aware datetime, in UTC.

    SQLite drops the zone: unconverted, 10:00+02:00 would come back as 10:00 UTC, and
    a naive value would compare with an aware one only by raising.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Return the same instant in UTC; a naive one is a mistake of ours."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Return the stored instant, aware, in UTC whatever zone the driver names."""
        if value is None:
            return None
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return aware.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base; constraint names are deterministic for migrations."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own class attribute
        datetime: Moment,
        dict[str, Any]: JSON,
        str: String(200),
    }


def one_of(column: str, words: type[StrEnum]) -> str:
    """Return the SQL that admits only ``words`` in ``column``."""
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


def new_id() -> str:
    """Return a fresh public id."""
    return str(uuid4())


def _now() -> datetime:
    return clock.now()


class Keyed:
    """A public uuid4 and an integer sequence for "earlier" and ties."""

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=_now)
