"""Messages: an instructor writes to pairs, a pair reads and says so."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service.store import messages
from service.store.history import Shown
from service.store.messages import Address, Letter
from service.store.models import Course, Pair
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("messages", __name__)


def letters(shown: Shown | None = None) -> list[Letter]:
    """Return what the asking pair has to read: about what is shown, or the latest."""
    return _letters(shown.submission.id if shown else None)


def _letters(submission_id: str | None) -> list[Letter]:
    mine = asking().pair
    if mine is None:
        return []
    most = 20 if submission_id else 3
    return messages.of_pair(read(), mine.id, submission_id=submission_id, limit=most)


@bp.get("/messages")
@door(Door.PAIR)
def index() -> ResponseReturnValue:
    """List everything the pair was written."""
    every = messages.of_pair(read(), pair().id, limit=200)
    return render_template("messages/index.html", every=every)


@bp.get("/messages/latest")
@door(Door.PAIR)
def latest() -> ResponseReturnValue:
    """Show the latest alone, or those ``about`` a hand-in: a live part of its page."""
    every = _letters(request.args.get("about"))
    return render_template("messages/_letters.html", every=every)


@bp.post("/messages/<message_id>/read")
@door(Door.PAIR)
def read_it(message_id: str) -> ResponseReturnValue:
    """Note that it was read."""
    with write() as db:
        mark = messages.mark_read(db, message_id, pair().id, person().id)
    if not mark:
        abort(404)
    tell(f"course:{pair().course_id}")
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for("messages.index"), 303)


@bp.get("/class/messages")
@door(Door.INSTRUCTOR)
def sent() -> ResponseReturnValue:
    """Show what was sent, who has read it, and a form for more."""
    return _sent(course(), None)


@bp.post("/class/messages")
@door(Door.INSTRUCTOR)
def send() -> ResponseReturnValue:
    """Send words to the chosen pairs of the class, or to all of them."""
    here = course()
    known = _pairs(here)
    chosen = set(request.form.getlist("to"))
    to = [Address(one.id) for one in known if one.id in chosen or "all" in chosen]
    try:
        with write() as db:
            words, about = forms.text("text"), forms.text("about")[:60]
            messages.send(db, here.id, person().id, words, to=to, about=about)
    except Refusal as refusal:
        return _sent(here, refusal), 422
    tell(*(f"pair:{each.pair_id}" for each in to))
    return redirect(url_for("messages.sent", course=here.id), 303)


def _sent(here: Course, refusal: Refusal | None) -> str:
    return render_template(
        "messages/sent.html",
        course=here,
        every=messages.sent(read(), here.id),
        pairs=_pairs(here),
        chosen=set(request.values.getlist("to")),
        refusal=refusal,
    )


def _pairs(here: Course) -> list[Pair]:
    of_class = select(Pair).where(Pair.course_id == here.id)
    return list(read().scalars(of_class.order_by(Pair.name, Pair.seq)))


def attach(app: Flask) -> None:
    """Let the ladder and the result page show messages."""
    app.jinja_env.globals["letters"] = letters
