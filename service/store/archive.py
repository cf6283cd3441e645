"""Write the whole database into one file, whichever database it is.

A zip: ``manifest.json`` and one ``<table>.jsonl`` per table, of one moment.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, Text, cast, select

from service import clock
from service.config import Settings
from service.store import cells
from service.store.database import make_engine

FORMAT = "pairgrad-backup-1"
BATCH = 500
VERSION = "alembic_version"


class ArchiveError(Exception):
    """Say why a backup cannot be made or read back, and what to do."""


class Made(NamedTuple):
    """What a backup holds: rows by table, and the revision of the tables."""

    rows: dict[str, int]
    revision: str


def write(settings: Settings, path: Path) -> Made:
    """Write a backup of one moment, while the service runs; raises ArchiveError.

    It holds secrets and everybody's work: only its owner may read it.
    """
    engine = make_engine(settings)
    partial = path.with_name(path.name + ".partial")
    try:
        with _snapshot(engine) as connection:
            made = _write(connection, partial)
        partial.replace(path)  # a backup is whole, or is not there
    finally:
        partial.unlink(missing_ok=True)
        engine.dispose()
    return made


def _snapshot(engine: Engine) -> Connection:
    if engine.dialect.name == "sqlite":
        return engine.connect().execution_options(read_only=True)
    return engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _write(connection: Connection, path: Path) -> Made:
    tables = tables_of(connection)
    if VERSION not in tables:
        raise ArchiveError("There are no tables here yet, so there is nothing to keep.")
    revision = str(connection.scalar(select(tables.pop(VERSION).c.version_num)))
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    owner_only = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(owner_only, "wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle,
    ):
        for name, table in tables.items():
            digest = hashlib.sha256()
            with bundle.open(f"{name}.jsonl", "w", force_zip64=True) as member:
                counts[name] = 0
                for line in _lines(connection, table):
                    member.write(line)
                    digest.update(line)
                    counts[name] += 1
            digests[name] = digest.hexdigest()
        manifest = {
            "format": FORMAT,
            "revision": revision,
            "made_at": clock.now().isoformat(),
            "tables": counts,
            "sha256": digests,
        }
        bundle.writestr("manifest.json", json.dumps(manifest, indent=1))
    return Made(counts, revision)


def tables_of(connection: Connection) -> dict[str, Table]:
    """Return the tables as they are in this database, those pointed at first."""
    found = MetaData()
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables}


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    # JSON as its text: loaded and dumped again, a null inside would become a null outside.
    columns = [
        cast(column, Text).label(column.name) if is_json(column.type) else column
        for column in table.columns
    ]
    order = [*table.primary_key.columns]
    rows = connection.execution_options(yield_per=BATCH).execute(
        select(*columns).order_by(*order)
    )
    for row in rows:
        yield json.dumps([cells.told(value) for value in row]).encode() + b"\n"


def is_json(kind: object) -> bool:
    """Tell whether a column holds JSON."""
    return isinstance(kind, JSON)
