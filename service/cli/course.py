"""Print sign-in links for people of this installation."""

from pathlib import Path

import click
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service import config, lan, stack
from service.config import Settings
from service.store import database, demo, links, people
from service.store.models import Course, Person, Role

Link = tuple[str, str]


@click.command("login-link")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.argument("name")
def login_link(data: Path | None, name: str) -> None:
    """Print a fresh one-time sign-in link for the person called NAME."""
    settings = config.read(data=data and data.absolute())
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        found = _called(db, name)
        fresh = [_link(db, _address(settings), person) for person in found]
    if not fresh:
        raise click.ClickException(
            f"Nobody here is called {name!r}. Students join with the class code; "
            "names are those on the class board."
        )
    for person, link in fresh:
        click.echo(f"{person}  {link}")


def _called(db: Session, name: str) -> list[Person]:
    same = func.lower(Person.name) == name.strip().lower()
    return list(db.scalars(select(Person).where(same).order_by(Person.seq)))


def _address(settings: Settings) -> str:
    """Return where people reach us: the public, the running, or the usual address."""
    return settings.public_url or stack.running_url(settings.data) or lan.url(settings)


def _link(db: Session, url: str, person: Person) -> Link:
    course = db.scalar(select(Course).where(Course.id == person.course_id))
    where = f", {course.name}" if course else ""
    label = f"{person.name} ({person.role}{where})"
    return label, f"{url}/in/{links.single_use(db, person.id)}"


def first_links(settings: Settings, url: str, *, with_demo: bool) -> list[Link]:
    """Return fresh links: for the demo people, or for the first real instructor."""
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        if with_demo:
            shown = demo.ensure(db)
            who = [shown.instructor, *shown.partners]
        else:
            who = [_first_instructor(db)]
        result = [_link(db, url, person) for person in who]
    engine.dispose()
    return result


def first_link(settings: Settings) -> list[Link]:
    """Return a link for the first instructor, unless there is one already."""
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        known = db.scalar(_instructors().limit(1))
        made = [] if known else [_link(db, _address(settings), _first_instructor(db))]
    engine.dispose()
    return made


def _instructors() -> Select[Person]:
    known = select(Person).where(Person.role == Role.INSTRUCTOR, ~Person.demo)
    return known.order_by(Person.seq)


def _first_instructor(db: Session) -> Person:
    found = db.scalar(_instructors().limit(1))
    if found is not None:
        return found
    course = people.make_course(db, "My class")
    return people.add_instructor(db, "Instructor", course_id=course.id)
