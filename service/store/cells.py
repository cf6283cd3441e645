"""Say a database's value in JSON and read it back as the column wants it."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, Table


def told(value: Any) -> Any:
    """Return ``value`` for JSON: bytes in base64, moments in UTC as ISO 8601."""
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, datetime):
        # SQLite keeps no zone; what stands there is UTC.
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return aware.astimezone(UTC).isoformat()
    return value


def row(table: Table, values: list[Any]) -> dict[str, Any]:
    """Return a row for INSERT from the values that :func:`told` made."""
    return {
        column.name: _read(column.type, value)
        for column, value in zip(table.columns, values, strict=True)
    }


def _read(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return value
