"""Coming in: join a class, open a link, sign in, sign out."""

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from service.store import audit, joining, links, passwords, people, rosters
from service.store.models import Person, Role
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.rows import read, settings, write
from service.web.throttle import limiter
from service.web.who import (
    Door,
    asking,
    demo_companions,
    door,
    person,
    sign_in,
    sign_out,
)

bp = Blueprint("signin", __name__)
LOOPBACK = {"127.0.0.1", "::1"}


@bp.get("/")
@door(Door.ANYONE)
def front() -> ResponseReturnValue:
    """Send everyone where they left off; strangers see how to join."""
    who = asking()
    if who.role == Role.INSTRUCTOR:
        return redirect(url_for("dashboard.board"), 303)
    if who.role == Role.STUDENT:
        there = "ladder.show" if who.pair else "pairs.choose"
        return redirect(url_for(there), 303)
    return _front("")


def _front(code: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "signin/front.html", code=code, refusal=refusal, names=_expected(code)
    )


def _expected(code: str) -> list[str]:
    """Return who is still to join, for whoever has a code that opens; else nobody."""
    try:
        course = people.course_by_code(read(), code)
    except Refusal:
        return []
    return rosters.expected(read(), course) if joining.is_open(course) else []


@bp.get("/join/<code>")
@door(Door.ANYONE)
@limiter.limit(throttle.LOOK)
def join_link(code: str) -> ResponseReturnValue:
    """Show the join form with the class code filled in, and the names it may be."""
    return _front(code[:20])


@bp.post("/join")
@door(Door.ANYONE)
@limiter.limit(throttle.JOIN)
def join() -> ResponseReturnValue:
    """Add a student by class code and name, and give them their personal link."""
    try:
        with write() as db:
            course = people.course_by_code(db, forms.text("code"))
            joining.take_place(db, course)
            someone = rosters.admit(db, course, forms.text("name"))
            personal = links.rejoin(db, someone.id)
            audit.note(db, "joined the class", actor_id=someone.id, about=course.id)
    except Refusal as refusal:
        return _front(forms.text("code"), refusal), 422
    sign_in(someone)
    session["personal"] = personal
    return redirect(url_for("pairs.choose"), 303)


@bp.get("/in/<token>")
@door(Door.ANYONE)
def confirm(token: str) -> ResponseReturnValue:
    """Ask before a link is used: mail programs and chats open links to preview them."""
    someone = links.whose(read(), token)
    page = render_template("signin/confirm.html", someone=someone, token=token)
    return page, 200 if someone else 404


@bp.post("/in/<token>")
@door(Door.ANYONE)
@limiter.limit(throttle.SIGN_IN)
def enter(token: str) -> ResponseReturnValue:
    """Use the link up and sign in."""
    with write() as db:
        someone = links.spend(db, token)
        if someone is not None:
            audit.note(db, "signed in by link", actor_id=someone.id)
    if someone is None:
        return render_template("signin/confirm.html", someone=None, token=""), 404
    sign_in(someone)
    return redirect(url_for("signin.front"), 303)


@bp.get("/sign-in")
@door(Door.ANYONE)
def password_form() -> ResponseReturnValue:
    """Show the instructors' sign-in."""
    return render_template("signin/password.html", refusal=None)


@bp.post("/sign-in")
@door(Door.ANYONE)
@limiter.limit(throttle.SIGN_IN)
@limiter.limit(throttle.SIGN_IN, key_func=throttle.account)
def by_password() -> ResponseReturnValue:
    """Sign an instructor in by name and password."""
    try:
        someone = _checked(forms.text("name"), forms.text("password"))
    except Refusal as refusal:
        return render_template("signin/password.html", refusal=refusal), 422
    sign_in(someone)
    return redirect(url_for("signin.front"), 303)


def _checked(name: str, password: str) -> Person:
    someone = people.instructor_by_password(read(), name, password)
    with write() as db:
        if passwords.is_outdated(someone.password):
            people.set_password(db, someone.id, password)
        audit.note(db, "signed in by password", actor_id=someone.id)
    return someone


@bp.post("/sign-out")
@door(Door.ANYONE)
def leave() -> ResponseReturnValue:
    """End the session."""
    sign_out()
    return redirect(url_for("signin.front"), 303)


@bp.post("/demo/<person_id>")
@door(Door.PERSON)
def switch_demo(person_id: str) -> ResponseReturnValue:
    """Become another pretend person: on loopback, from a pretend person only."""
    if not settings().loopback or request.remote_addr not in LOOPBACK:
        abort(404)
    if person_id not in {one.id for one in demo_companions()}:
        abort(404)
    me = person().id
    other = read().scalars(select(Person).where(Person.id == person_id)).one()
    with write() as db:
        audit.note(db, "became a pretend person", actor_id=me, about=other.id)
    sign_in(other)
    return redirect(url_for("signin.front"), 303)


@bp.post("/theme")
@door(Door.ANYONE)
def theme() -> ResponseReturnValue:
    """Remember light or dark, for a person everywhere, for a stranger here."""
    wanted = forms.text("theme")
    session["theme"] = wanted if wanted in {"light", "dark"} else ""
    someone = asking().person
    if someone is not None:
        with write() as db:
            people.set_theme(db, someone.id, session["theme"])
    return redirect(_back(), 303)


def _back() -> str:
    """Return the page of ours the form stood on; anything else could lead elsewhere."""
    wanted = forms.text("back")
    try:
        current_app.url_map.bind("").match(wanted.partition("?")[0], method="GET")
    except HTTPException:
        return url_for("signin.front")
    return wanted
