"""A demo class of many pairs, to see a full board in a minute."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service.store import audit, pretend
from service.store.refusals import Refusal
from service.web import forms
from service.web.rows import read, write
from service.web.who import Door, door, person

bp = Blueprint("pretend", __name__, url_prefix="/class/demo")


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Offer the demo class, or show how much of it is graded."""
    return render_template("pretend/show.html", **_state())


@bp.get("/progress")
@door(Door.INSTRUCTOR)
def progress() -> ResponseReturnValue:
    """Show the live part of the page."""
    return render_template("pretend/_progress.html", **_state())


@bp.post("")
@door(Door.INSTRUCTOR)
def fill() -> ResponseReturnValue:
    """Make the demo class and queue its work."""
    try:
        with write() as db:
            made = pretend.fill(db)
            audit.note(db, "made a demo class", actor_id=person().id, about=made.id)
    except Refusal as refusal:
        return render_template("pretend/show.html", **_state(), refusal=refusal), 422
    return redirect(url_for("pretend.show"), 303)


@bp.post("/remove")
@door(Door.INSTRUCTOR)
def remove() -> ResponseReturnValue:
    """Take the demo class away with everything in it."""
    course_id = forms.text("course")
    found = pretend.find(read())
    if found is None or found.id != course_id:
        abort(404)
    with write() as db:
        pretend.remove(db, course_id)
        audit.note(db, "removed a demo class", actor_id=person().id, about=course_id)
    return redirect(url_for("pretend.show"), 303)


def _state() -> dict[str, object]:
    course = pretend.find(read())
    done, total = pretend.progress(read(), course.id) if course else (0, 0)
    return {"made": course, "done": done, "total": total, "groups": pretend.GROUPS}
