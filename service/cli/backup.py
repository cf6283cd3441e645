"""Keep an installation in one file and bring it back."""

import os
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from service import config, stack
from service.store import archive, audit, database, restoring
from service.store.archive import ArchiveError, Made

DATA = click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@DATA
@FILE
def backup(data: Path | None, file: Path) -> None:
    """Write everything, secrets too, into FILE; the service may go on running."""
    settings = config.read(data=data and data.absolute())
    try:
        made = archive.write(settings, file)
        engine = database.make_engine(settings)
        with database.transaction(engine) as db:
            rows = sum(made.rows.values())
            audit.note(db, "backed up", actor_id=None, detail={"rows": rows})
        engine.dispose()
    except (ArchiveError, OSError, DBAPIError) as error:
        raise click.ClickException(f"no backup was made: {error}") from None
    size = file.stat().st_size / 1_000_000
    click.echo(
        f"{file}: {_said(made)}, {size:.1f} MB. It holds this installation's secrets "
        "and everybody's work: keep it where only you can read it."
    )


@click.command()
@DATA
@FILE
def restore(data: Path | None, file: Path) -> None:
    """Fill an empty installation from FILE, made by this version or an older one."""
    settings = config.read(data=data and data.absolute())
    try:
        lock = stack.hold(settings.data)
    except stack.AlreadyRunning as running:
        raise click.ClickException(
            f"Pairgrad runs with this data folder ({running.url}): stop it first."
        ) from None
    try:
        made = restoring.restore(settings, file)
    except (ArchiveError, DBAPIError) as error:
        raise click.ClickException(str(error)) from None
    finally:
        os.close(lock)
    click.echo(
        f"Restored {_said(made)}. `pairgrad serve` goes on where the backup was made; "
        "the sandbox's runtime and the digits are made again by themselves."
    )


def _said(made: Made) -> str:
    people, handed_in = (made.rows.get(name, 0) for name in ("person", "submission"))
    return f"{people} people, {handed_in} submissions, tables at {made.revision}"
