"""The instructor's pages: the class on its ladder, and everyone's way in."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service.store import (
    absences,
    audit,
    history,
    links,
    pairs,
    people,
    progress,
    turns,
    visits,
)
from service.store.models import Course, Pair, Person
from service.store.refusals import Refusal
from service.web import board as class_board
from service.web import forms
from service.web.rows import read, write
from service.web.sections import sections
from service.web.who import Door, asking, door, person

bp = Blueprint("dashboard", __name__, url_prefix="/class")


def course() -> Course:
    """Return the class on view: the one asked for, else one's own, else the first."""
    return _chosen(people.courses(read()))


def _chosen(everything: list[Course]) -> Course:
    wanted = request.values.get("course") or person().course_id
    chosen = [one for one in everything if one.id == wanted]
    if not everything or (request.values.get("course") and not chosen):
        abort(404)
    return (chosen or everything)[0]


@bp.get("")
@door(Door.INSTRUCTOR)
def board() -> ResponseReturnValue:
    """Show pairs x units and whom to visit; on a projector nobody's name is sent."""
    everything = people.courses(read())
    if not everything:
        return render_template("dashboard/first.html", refusal=None)
    here = _chosen(everything)
    if "projector" in request.args:
        shown = {"course": here, "crowds": class_board.crowds(here)}
        return render_template("dashboard/projector.html", **shown)
    return render_template(
        "dashboard/board.html",
        **class_board.of_course(here),
        courses=everything,
    )


@bp.get("/rows")
@door(Door.INSTRUCTOR)
def rows() -> ResponseReturnValue:
    """Show the grid alone: a live part of the page, or all of it on a projector."""
    if "projector" in request.args:
        crowds = class_board.crowds(course())
        return render_template("dashboard/_crowds.html", crowds=crowds)
    return render_template("dashboard/_board.html", **class_board.grid(course()))


@bp.get("/visits")
@door(Door.INSTRUCTOR)
def to_visit() -> ResponseReturnValue:
    """Show whom to visit alone: the other live part of the page."""
    return render_template("dashboard/_visits.html", **class_board.visits(course()))


@bp.get("/pairs/<pair_id>")
@door(Door.INSTRUCTOR)
def pair_page(pair_id: str) -> ResponseReturnValue:
    """Show one pair: its ladder and everything it handed in."""
    found = read().scalar(select(Pair).where(Pair.id == pair_id)) or abort(404)
    return render_template(
        "dashboard/pair.html",
        pair=found,
        members=pairs.members(read(), found.id),
        away=absences.away(read(), found.id),
        turns=turns.sums(read(), found),
        sections=sections(progress.of_pair(read(), found.id)),
        rows=history.of_pair(read(), found.id, rung=request.args.get("rung")),
        rung=request.args.get("rung"),
    )


@bp.get("/code")
@door(Door.INSTRUCTOR)
def code() -> ResponseReturnValue:
    """Show the join code at projector size."""
    return render_template("dashboard/code.html", course=course())


@bp.post("/code")
@door(Door.INSTRUCTOR)
def renew_code() -> ResponseReturnValue:
    """Change the join code; who has joined stays."""
    here = course()
    with write() as db:
        people.renew_join_code(db, here.id)
        audit.note(db, "changed the join code", actor_id=person().id, about=here.id)
    return redirect(url_for("dashboard.code", course=here.id), 303)


@bp.post("")
@door(Door.INSTRUCTOR)
def add_class() -> ResponseReturnValue:
    """Add a class."""
    try:
        with write() as db:
            made = people.make_course(db, forms.text("name"))
            audit.note(db, "added a class", actor_id=person().id, about=made.id)
    except Refusal as refusal:
        return render_template("dashboard/first.html", refusal=refusal), 422
    return redirect(url_for("dashboard.code", course=made.id), 303)


@bp.get("/people")
@door(Door.INSTRUCTOR)
def everyone() -> ResponseReturnValue:
    """List the students, each with a way to send them a link."""
    return _people(None, "")


@bp.post("/people/<person_id>/link")
@door(Door.INSTRUCTOR)
def link(person_id: str) -> ResponseReturnValue:
    """Make a single-use sign-in link for a student of the class."""
    someone = read().scalar(select(Person).where(Person.id == person_id))
    if someone is None or someone.role == asking().role:
        abort(404)
    with write() as db:
        token = links.single_use(db, someone.id)
        audit.note(db, "made a link", actor_id=person().id, about=someone.id)
    return _people(someone, token)


def _people(someone: Person | None, token: str) -> str:
    here = course()
    students = people.students(read(), here.id)
    return render_template(
        "dashboard/people.html",
        course=here,
        students=[(one, pairs.of(read(), one.id)) for one in students],
        someone=someone,
        link=url_for("signin.confirm", token=token, _external=True) if token else "",
    )


@bp.get("/password")
@door(Door.INSTRUCTOR)
def password_form() -> ResponseReturnValue:
    """Show the form for one's own password."""
    return render_template("dashboard/password.html", refusal=None)


@bp.post("/password")
@door(Door.INSTRUCTOR)
def set_password() -> ResponseReturnValue:
    """Set one's own password."""
    try:
        with write() as db:
            people.set_password(db, person().id, forms.text("password"))
            # Whoever knew the old one may sit somewhere signed in.
            visit = asking().session
            visits.end_others(db, person().id, visit.id if visit else "")
            audit.note(db, "set a password", actor_id=person().id, about=person().id)
    except Refusal as refusal:
        return render_template("dashboard/password.html", refusal=refusal), 422
    return redirect(url_for("dashboard.board"), 303)
