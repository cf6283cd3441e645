"""Asking for help: the pair raises a hand, one instructor says "I'm on it"."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.store import audit, hands
from service.store.hands import Raised
from service.store.models import Pair
from service.web import forms
from service.web.news import tell
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("help", __name__)

ACTS = {
    "take": (hands.take, "took a hand"),
    "back": (hands.give_back, "left a hand to others"),
    "done": (hands.done, "ended a visit"),
}


def raised() -> Raised | None:
    """Return the asking pair's raised hand."""
    mine = asking().pair
    return hands.of_pair(read(), mine) if mine else None


@bp.get("/help")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the place in line, and let the pair say what it is about."""
    return render_template("help/show.html", raised=raised(), longest=hands.LONGEST)


@bp.get("/help/place")
@door(Door.PAIR)
def place() -> ResponseReturnValue:
    """Show the place alone: the live part of that page."""
    return render_template("help/_place.html", raised=raised())


@bp.get("/help/button")
@door(Door.PAIR)
def button() -> ResponseReturnValue:
    """Show the button of the top bar alone: it lives on every page of a pair."""
    return render_template("help/_button.html")


@bp.post("/help")
@door(Door.PAIR)
def ask() -> ResponseReturnValue:
    """Raise the pair's hand, or say what it is about."""
    with write() as db:
        hands.raise_one(db, pair().id, person().id, forms.text("about"))
    _tell_the_class(pair())
    return redirect(url_for("help.show"), 303)


@bp.post("/help/withdraw")
@door(Door.PAIR)
def withdraw() -> ResponseReturnValue:
    """Put the hand down: the pair found it."""
    with write() as db:
        hands.put_down(db, pair().id, person().id)
    _tell_the_class(pair())
    return redirect(url_for("help.show"), 303)


@bp.post("/class/hands/<hand_id>")
@door(Door.INSTRUCTOR)
def answer(hand_id: str) -> ResponseReturnValue:
    """Take a hand, leave it to others, or end it after the visit."""
    act, said = ACTS.get(forms.text("do")) or abort(404)
    _, whose = hands.find(read(), hand_id) or abort(404)
    with write() as db:
        if act(db, hand_id, person().id):
            audit.note(db, said, actor_id=person().id, about=whose.id)
    _tell_the_class(whose)
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for("dashboard.board", course=whose.course_id), 303)


def _tell_the_class(whose: Pair) -> None:
    """Hint to the board, to the pair, and to those whose place in line moved."""
    line = hands.up(read(), whose.course_id)
    waiting = {f"pair:{one.pair.id}" for one in line} | {f"pair:{whose.id}"}
    tell(f"course:{whose.course_id}", *sorted(waiting))


def attach(app: Flask) -> None:
    """Let every page of a pair show its place in line."""
    app.jinja_env.globals["raised_hand"] = raised
