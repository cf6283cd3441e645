"""The settings of a class: its rules, and the sentence on its pages."""

from collections import Counter

from flask import (
    Blueprint,
    Flask,
    abort,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from service import doorbell
from service.store import audit, notices, policies, training_check
from service.store.models import Course, Notice
from service.store.policies import Rules
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, settings, write
from service.web.times import typed
from service.web.who import Door, asking, door, person

bp = Blueprint("class_settings", __name__, url_prefix="/class/settings")
# What an instructor is likely to mean; any other name may be typed.
ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Istanbul", "Africa/Nairobi",
    "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
    "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
)  # fmt: skip


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show the rules of the class and its notices."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    here = course()
    return render_template(
        "class_settings/show.html",
        course=here,
        rules=policies.of(read(), here.id),
        notices=notices.standing(read(), here.id),
        zones=ZONES,
        checks=_tally(here),
        refusal=refusal,
    )


def _tally(here: Course) -> Counter[str]:
    standing = training_check.of_course(read(), here.id)
    return Counter(one.state for one in standing.values())


@bp.post("")
@door(Door.INSTRUCTOR)
def keep() -> ResponseReturnValue:
    """Set the rules of the class."""
    here, me = course(), person().id
    try:
        rules = Rules(
            zone=forms.text("zone").strip(),
            grace_minutes=_number("grace_minutes"),
            late_percent=_number("late_percent"),
            roster_only=bool(forms.text("roster_only")),
            auto_check=bool(forms.text("auto_check")),
        )
        with write() as db:
            policies.keep(db, here.id, rules)
            audit.note(db, "set the class's rules", actor_id=me, about=here.id)
    except Refusal as refusal:
        return _page(refusal), 422
    return _back(here)


def _number(name: str) -> int:
    sent = forms.text(name).strip()
    if not (sent.isascii() and sent.isdigit() and len(sent) < 6):
        raise Refusal(name, "Write a whole number.")
    return int(sent)


@bp.post("/check")
@door(Door.INSTRUCTOR)
def check_all() -> ResponseReturnValue:
    """Train the engine of every pair that is right and was not tried yet."""
    here, me = course(), person().id
    with write() as db:
        queued = training_check.run_for_all(db, here.id)
        audit.note(db, "ran the check on digits", actor_id=me, about=here.id)
    for one in queued:
        doorbell.ring(settings(), one.id, one.queue)
    return _back(here)


@bp.post("/notices")
@door(Door.INSTRUCTOR)
def post() -> ResponseReturnValue:
    """Put a sentence on every page of the class."""
    here, me = course(), person().id
    try:
        ends = typed(forms.text("ends_at"), "ends_at", policies.of(read(), here.id))
        with write() as db:
            words = forms.text("sentence")
            notices.post(db, here.id, words, ends_at=ends, actor_id=me)
    except Refusal as refusal:
        return _page(refusal), 422
    return _back(here)


@bp.post("/notices/<notice_id>")
@door(Door.INSTRUCTOR)
def end(notice_id: str) -> ResponseReturnValue:
    """Take a sentence down."""
    here = course()
    with write() as db:
        ended = notices.end(db, here.id, notice_id, actor_id=person().id)
    if not ended:
        abort(404)
    return _back(here)


def _back(here: Course) -> ResponseReturnValue:
    tell(f"course:{here.id}")
    return redirect(url_for("class_settings.show", course=here.id), 303)


def announced() -> list[Notice]:
    """Return the sentences for whoever is asking."""
    here = asking().course
    return notices.standing(read(), here.id) if here else []


def attach(app: Flask) -> None:
    """Let the frame of every page show what was announced."""
    app.jinja_env.globals["announced"] = announced
