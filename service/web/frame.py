"""What the frame of every page shows: who, the notice, the pretend people."""

from flask import Flask, g, session

from service import lan
from service.store import readiness, workers
from service.store.models import Role, WorkerRow
from service.store.readiness import Obstacle
from service.web.rows import read, settings
from service.web.sections import title
from service.web.who import asking, demo_companions


def attach(app: Flask) -> None:
    """Let templates ask; each is a function, so that a page pays for what it shows."""
    app.jinja_env.globals.update(
        who=asking,
        theme=theme,
        obstacle=obstacle,
        caution=caution,
        read_along=read_along,
        companions=companions,
        rung_title=title,
    )


def theme() -> str:
    """Return "light", "dark", or "" for what the system says."""
    someone = asking().person
    chosen: str = someone.theme if someone else session.get("theme", "")
    return chosen


def alive() -> list[WorkerRow]:
    """Return the workers heard from lately; looked up once per request."""
    if "alive" not in g:
        g.alive = workers.alive(read())
    found: list[WorkerRow] = g.alive
    return found


def obstacle() -> Obstacle | None:
    """Return what stands in the way of grading."""
    return readiness.obstacle(read(), alive())


def caution() -> str | None:
    """Return a weakness of the sandbox that instructors should know of."""
    return readiness.caution(alive()) if asking().role == Role.INSTRUCTOR else None


def read_along() -> bool:
    """Tell whether the network may read along, to those who could do something about it.

    A pair cannot; it has been told on the page where it typed its name.
    """
    return lan.is_plain(settings()) and asking().role in {"", Role.INSTRUCTOR}


def companions() -> list[tuple[str, str, bool]]:
    """Return (id, label, is me) of the pretend people this browser may become."""
    if not settings().loopback:
        return []
    me = asking().person
    return [
        (one.id, f"{one.name} ({one.role})", me is not None and one.id == me.id)
        for one in demo_companions()
    ]
