"""Fill an empty installation from a backup, made on whichever database, by any version.

The rows are of the tables as they were when it was made: those tables are made, filled,
and then migrated to today's. So an old backup fits a new version, and SQLite's Postgres.
"""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, Text, bindparam, cast, func, insert, select

from service.config import Settings
from service.store import cells
from service.store.archive import (
    BATCH,
    FORMAT,
    ArchiveError,
    Made,
    is_json,
    tables_of,
)
from service.store.database import make_engine


def restore(settings: Settings, path: Path) -> Made:
    """Fill an installation that holds nobody yet; raises ArchiveError."""
    from service.store.schema import migrate, retreat  # noqa: PLC0415 - slow to import

    try:
        with zipfile.ZipFile(path) as bundle:
            manifest = _manifest(bundle)
            _require_empty(settings)
            retreat(settings, "base")
            migrate(settings, manifest["revision"])
            engine = make_engine(settings)
            with engine.begin() as connection:
                _fill(connection, bundle, manifest)
            engine.dispose()
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"{path} cannot be read as a backup: {error}.") from error
    migrate(settings)
    return Made(manifest["tables"], manifest["revision"])


def _manifest(bundle: zipfile.ZipFile) -> dict[str, Any]:
    """Return what the backup says of itself, once every byte of it has been checked."""
    from service.store.schema import knows  # noqa: PLC0415 - slow to import

    try:
        told: dict[str, Any] = json.loads(bundle.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise ArchiveError("This file is no backup of Pairgrad.") from error
    if told.get("format") != FORMAT:
        raise ArchiveError("This file is no backup of Pairgrad, or of a later one.")
    if not knows(told["revision"]):
        raise ArchiveError(
            f"This backup is of a newer Pairgrad (its tables are at {told['revision']}): "
            "update this one, then restore again."
        )
    for name, expected in told["sha256"].items():
        with bundle.open(f"{name}.jsonl") as member:
            if _digest(member) != expected:
                raise ArchiveError(
                    f"This backup is damaged in {name}: nothing was changed. Take "
                    "another copy of it."
                )
    return told


def _digest(member: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := member.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _require_empty(settings: Settings) -> None:
    engine = make_engine(settings)
    with engine.connect() as connection:
        tables = tables_of(connection)
        person = tables.get("person")
        count = (
            connection.scalar(select(func.count()).select_from(person))
            if person is not None
            else 0
        )
    engine.dispose()
    if count:
        raise ArchiveError(
            f"This installation already holds {count} people; a restore would replace "
            "them. Restore into an empty one: name another folder with --data, or "
            "another database."
        )


def _fill(
    connection: Connection, bundle: zipfile.ZipFile, manifest: dict[str, Any]
) -> None:
    for name, table in tables_of(connection).items():
        if name not in manifest["tables"]:
            continue
        with bundle.open(f"{name}.jsonl") as member:
            batch: list[dict[str, Any]] = []
            for line in member:
                batch.append(cells.row(table, json.loads(line)))
                if len(batch) == BATCH:
                    connection.execute(_into(connection, table), batch)
                    batch.clear()
            if batch:
                connection.execute(_into(connection, table), batch)
        _go_on_counting(connection, table)


def _into(connection: Connection, table: Table) -> Any:
    """Return the INSERT; JSON arrives as its text."""
    values: dict[str, Any] = {}
    for column in table.columns:
        given: Any = bindparam(column.name)
        if is_json(column.type):
            given = bindparam(column.name, type_=Text())
            if connection.dialect.name != "sqlite":
                values[column.name] = cast(given, column.type)
                continue
        values[column.name] = given
    return insert(table).values(values)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let Postgres count on from the highest number; SQLite does by itself."""
    if connection.dialect.name == "sqlite" or "seq" not in table.c:
        return
    highest = select(func.coalesce(func.max(table.c.seq), 0) + 1).scalar_subquery()
    counter = func.pg_get_serial_sequence(table.name, "seq")
    connection.execute(select(func.setval(counter, highest, False)))  # noqa: FBT003
