"""What the law gives a person: a copy of what is kept about them, and its end."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from service import clock, config
from service.store import audit, database, erasing, personal, purging
from service.store.models import Person

DATA = click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def user() -> None:
    """Export or erase what is kept about one person."""


@user.command()
@DATA
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(data: Path | None, name: str, file: Path) -> None:
    """Write what is kept about NAME (or an id) into FILE, a zip of JSON and code."""
    engine = database.make_engine(config.read(data=data and data.absolute()))
    with database.transaction(engine) as db:
        someone = _one(db, name)
        rows = personal.gather(db, someone.id)
        handed_in = personal.sources(db, someone.id)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            file.chmod(0o600)
            bundle.writestr("data.json", json.dumps(rows, indent=1, default=_text))
            for each in handed_in:
                # A file's name is the pair's own text: our number makes it a safe path.
                bundle.writestr(
                    f"code/{each.seq:06}-{_safe(each.filename)}", each.source
                )
        detail = {"submissions": len(handed_in)}
        audit.note(
            db, "exported a person", actor_id=None, about=someone.id, detail=detail
        )
    click.echo(
        f"{file}: what {len(rows)} tables hold about {someone.name}, and "
        f"{len(handed_in)} submissions. Partners are in it by id only."
    )


@user.command()
@DATA
@click.argument("name")
@YES
def erase(data: Path | None, name: str, *, yes: bool) -> None:
    """Erase NAME (or an id): name, ways in and words; results stay without a name."""
    engine = database.make_engine(config.read(data=data and data.absolute()))
    with database.transaction(engine) as db:
        someone = _one(db, name)
        if not yes:
            click.confirm(
                f"Erase {someone.name} for good? Nothing brings it back but a backup",
                abort=True,
            )
        called, code_went = someone.name, erasing.erase(db, someone)
    told = (
        "Nobody of their pairs is left, so the code went too."
        if code_went
        else "Their pairs' code stays until every member has asked."
    )
    click.echo(f"{called} is erased. {told} Backups made before still hold the name.")


@click.command()
@DATA
@click.option("--older-than", type=click.IntRange(1), required=True, metavar="DAYS")
@YES
def purge(data: Path | None, older_than: int, *, yes: bool) -> None:
    """Delete submissions older than DAYS, and the people nobody has seen since."""
    engine = database.make_engine(config.read(data=data and data.absolute()))
    before = clock.now() - timedelta(days=older_than)
    with database.transaction(engine) as db:
        found = purging.count(db, before)
        said = f"{found.submissions} submissions and {found.people} people"
        if not yes and any(found):
            click.confirm(f"Delete {said} from before {before:%Y-%m-%d}", abort=True)
        purging.purge(db, before)
    click.echo(f"Deleted {said} from before {before:%Y-%m-%d}.")


def _one(db: Session, name: str) -> Person:
    found = erasing.named(db, name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException(
            f"Nobody here is called {name!r}; names are those on the page of people."
        )
    shown = "\n".join(f"  {one.id}  {one.name} ({one.role})" for one in found)
    raise click.ClickException(
        f"{len(found)} people are called {name!r}; say which by id:\n{shown}"
    )


def _safe(filename: str) -> str:
    kept = "".join(one if one.isalnum() or one in "._-" else "_" for one in filename)
    return kept[-60:] or "code.py"


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
