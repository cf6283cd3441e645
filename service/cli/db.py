"""Look after the database's tables."""

from pathlib import Path

import click

from service import config
from service.store import database


@click.group()
def db() -> None:
    """Look after the database's tables."""


@db.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.option("--revision", default="head", show_default=True)
def upgrade(data: Path | None, revision: str) -> None:
    """Bring the tables to a revision (default: the newest)."""
    settings = config.read(data=data and data.absolute())
    database.upgrade(settings, revision)
    click.echo(f"Tables are at {revision}.")
