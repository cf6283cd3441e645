"""Fill a demo class to look at, and take it away again."""

import time
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service import config
from service.store import database, pretend
from service.store.refusals import Refusal

LOOK_EVERY_SECONDS = 0.5


@click.command("demo")
@click.option("--pairs", default=pretend.GROUPS, help="How many pairs (default 30).")
@click.option("--seed", default=1, help="Another number, another evening.")
@click.option("--remove", is_flag=True, help="Take the demo class away instead.")
@click.option("--no-wait", is_flag=True, help="Return before all of it is graded.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
def fill_demo(
    pairs: int, seed: int, data: Path | None, *, remove: bool, no_wait: bool
) -> None:
    """Fill a class with pretend pairs, graded by the running workers."""
    settings = config.read(data=data and data.absolute())
    database.upgrade(settings)
    engine = database.make_engine(settings)
    try:
        with database.transaction(engine) as db:
            if remove:
                click.echo(_removed(db))
                return
            course = pretend.fill(db, pairs, seed=seed)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} (pairgrad demo --remove)") from None
    click.echo(f"{course.name}: its work is queued for the workers of `serve`.")
    if not no_wait:
        _wait(engine, course.id)


def _removed(db: Session) -> str:
    course = pretend.find(db)
    if course is None:
        return "There is no demo class to remove."
    pretend.remove(db, course.id)
    return f"Removed {course.name} with everything in it."


def _wait(engine: Engine, course_id: str) -> None:
    """Show how much is graded, until all is; Ctrl-C leaves the rest to the workers."""
    with database.reading(engine) as db:
        _, total = pretend.progress(db, course_id)
    with click.progressbar(length=total, label="Graded") as bar:
        done = 0
        while done < total:
            time.sleep(LOOK_EVERY_SECONDS)
            with database.reading(engine) as db:
                now, _ = pretend.progress(db, course_id)
            bar.update(now - done)
            done = now
