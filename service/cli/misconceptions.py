"""Show mistakes that the catalogue has no name for."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from service import config
from service.store import database, unknown
from service.store.unknown import Cluster


@click.group()
def misconceptions() -> None:
    """Look at the catalogue of mistakes and at what is not in it."""


@misconceptions.command("unknown")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show_unknown(data: Path | None, *, as_json: bool) -> None:
    """List wrong behaviours without a name, those that most pairs share first."""
    engine = database.make_engine(config.read(data=data and data.absolute()))
    with database.reading(engine) as db:
        found = unknown.clusters(db)
    if as_json:
        for each in found:
            click.echo(json.dumps(asdict(each)))
    elif found:
        click.echo("\n\n".join(_told(each) for each in found))
    else:
        click.echo("Every wrong engine so far has a named cause, or none was graded.")


def _told(cluster: Cluster) -> str:
    count = len(cluster.pairs)
    head = f"{count} {'pair shares' if count == 1 else 'pairs share'} this behaviour: "
    case = "\n".join(f"    {line}" for line in cluster.code.splitlines())
    shown = f"{case}\n    expected {cluster.expected}\n    got      {cluster.got}"
    return f"{head}{', '.join(cluster.pairs)}\n{shown}"
