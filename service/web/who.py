"""Who is asking, and which doors open to them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service.store import absences, audit, pairs, people, tokens, visits
from service.store.models import Course, Pair, Person, Role, Session
from service.store.tokens import Bearer
from service.web import browsers
from service.web.rows import read, write

API = "/api/"
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Door(StrEnum):
    """Who may come in; a view without one of these stops the application from starting."""

    ANYONE = "anyone"
    PERSON = "person"
    PAIR = "pair"
    STUDENT = "student"
    MEMBER = "member"  # a pair for its own things, an instructor for every pair's
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Who:
    """A request's two identities: the person, and the pair they act for."""

    session: Session | None = None
    person: Person | None = None
    partner: Person | None = None
    pair: Pair | None = None
    members: list[Person] = field(default_factory=list)
    course: Course | None = None
    away: frozenset[str] = frozenset()

    @property
    def role(self) -> str:
        """Return "student", "instructor", or "" for a stranger."""
        return self.person.role if self.person else ""

    @property
    def drawer(self) -> Person | None:
        """Return the member who draws while the driver writes."""
        there = [one for one in self.members if one.id not in self.away]
        rest = [one for one in there if self.pair and one.id != self.pair.driver_id]
        return rest[0] if rest else None


def door(kind: Door) -> Callable[[View], View]:
    """Declare who may use a view."""

    def declare(view: View) -> View:
        setattr(view, "door", kind)  # noqa: B010 - a function has no such field
        return view

    return declare


def door_of(app: Flask, endpoint: str) -> Door | None:
    """Return the declared door of an endpoint."""
    return getattr(app.view_functions[endpoint], "door", None)


def asking() -> Who:
    """Return who is asking; looked up once per request."""
    if "who" not in g:
        g.who = _look_up()
    told: Who = g.who
    return told


def person() -> Person:
    """Return the signed-in person; only behind a door that asks for one."""
    found = asking().person
    if found is None:
        abort(404)
    return found


def pair() -> Pair:
    """Return the pair that is asking; only behind a door that asks for one."""
    found = asking().pair
    if found is None:
        abort(404)
    return found


def _look_up() -> Who:
    if request.path.startswith(API):
        return _behind(bearer())
    key = session.get("key")
    visit = visits.find(read(), key) if isinstance(key, str) else None
    if visit is None:
        return Who()
    if visits.is_due(visit):
        with write() as db:
            visits.see(db, visit)
    db = read()
    someone = db.scalar(select(Person).where(Person.id == visit.person_id))
    if someone is None:
        return Who()
    mine = pairs.of(db, someone.id)
    together = pairs.members(db, mine.id) if mine else []
    # A partner who has since left the pair is no longer at this computer.
    partner = next((one for one in together if one.id == visit.partner_id), None)
    course = db.scalar(select(Course).where(Course.id == someone.course_id))
    gone = frozenset(absences.away(db, mine.id)) if mine else frozenset[str]()
    return Who(visit, someone, partner, mine, together, course, gone)


def bearer() -> Bearer | None:
    """Return who presents a valid token with this request, and note its use."""
    if "bearer" not in g:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        named = kind.lower() == "bearer"
        g.bearer = tokens.find(read(), secret.strip()) if named else None
        if g.bearer is not None and tokens.is_due(g.bearer.token):
            with write() as db:
                tokens.used(db, g.bearer.token)
    found: Bearer | None = g.bearer
    return found


def _behind(found: Bearer | None) -> Who:
    """Return whom a program acts for: a cookie opens no API, a token no page."""
    if found is None:
        return Who()
    db = read()
    mine = pairs.of(db, found.person.id)
    together = pairs.members(db, mine.id) if mine else []
    course = db.scalar(select(Course).where(Course.id == found.person.course_id))
    return Who(None, found.person, None, mine, together, course)


def sign_in(someone: Person) -> None:
    """Begin a session under a fresh key: a key known before must not be signed in."""
    old = session.get("key")
    with write() as db:
        if isinstance(old, str):
            visits.end(db, old)
        key = visits.begin(
            db,
            someone,
            browser=browsers.name(request.user_agent.string),
            ip=request.remote_addr or "",
        )
    session.clear()
    session["key"] = key
    session.permanent = True
    g.pop("who", None)


def sign_out() -> None:
    """End the session, here and in the database."""
    key = session.get("key")
    if isinstance(key, str):
        someone = asking().person
        with write() as db:
            visits.end(db, key)
            if someone is not None:
                audit.note(db, "signed out", actor_id=someone.id)
    session.clear()
    g.pop("who", None)


def guard(app: Flask) -> None:
    """Check every request at its door; refuse to start with an undeclared one."""
    app.before_request(_check)
    for endpoint in app.view_functions:
        if endpoint != "static" and door_of(app, endpoint) is None:
            raise LookupError(f"{endpoint} does not declare who may use it")


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    endpoint_door = door_of(current_app, request.endpoint)
    if endpoint_door is Door.ANYONE:
        return None
    who = asking()
    if who.person is None:
        # 404 to a fetch, the front door to a browser that follows a link.
        return redirect(url_for("signin.front"), 303)
    if not _opens(endpoint_door, who):
        if who.role == Role.STUDENT and endpoint_door in {Door.PAIR, Door.MEMBER}:
            return redirect(url_for("pairs.choose"), 303)
        abort(404)  # not 403: what one may not see does not exist
    return None


def _opens(kind: Door | None, who: Who) -> bool:
    student = who.role == Role.STUDENT
    return {
        Door.PERSON: True,
        Door.STUDENT: student,
        Door.PAIR: student and who.pair is not None,
        Door.MEMBER: who.role == Role.INSTRUCTOR or who.pair is not None,
        Door.INSTRUCTOR: who.role == Role.INSTRUCTOR,
    }.get(kind or Door.ANYONE, False)


def demo_companions() -> list[Person]:
    """Return whom this browser may switch to: only pretend people may, on loopback."""
    someone = asking().person
    return people.demo_people(read()) if someone is not None and someone.demo else []
