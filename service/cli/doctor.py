"""Say what is wrong with an installation and how to mend it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from service import config
from service.checks import Check, Health
from service.doctor import examine

SIGNS = {
    Health.FINE: ("ok", "green"),
    Health.WARN: ("!!", "yellow"),
    Health.BAD: ("NO", "red"),
}


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def doctor(data: Path | None, *, as_json: bool) -> None:
    """Say what is wrong here and how to mend it; exit code 1 if something does not work."""
    broken = False
    for check in examine(config.read(data=data and data.absolute())):
        broken = broken or check.health is Health.BAD
        if as_json:
            click.echo(json.dumps(asdict(check)))
        else:
            _say(check)
    if broken:
        raise SystemExit(1)


def _say(check: Check) -> None:
    sign, colour = SIGNS[check.health]
    click.echo(f"{click.style(sign, fg=colour)}  {check.name:<13} {check.sentence}")
    if check.remedy:
        click.echo(f"    {'':<13} mend: {check.remedy}")
