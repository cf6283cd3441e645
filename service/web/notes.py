"""Notes beside the code: the pair's own text at a rung, kept as it is typed."""

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.questions import Rung
from service.store import notes
from service.store.models import Note
from service.store.refusals import Refusal
from service.web import forms
from service.web.exercise import rung_of
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair, person
from service.web.words import ago

bp = Blueprint("notes", __name__, url_prefix="/exercises/<slug>/notes")


@bp.get("")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show the notes on a page of their own; to a script, the text as it is now."""
    rung = rung_of(slug)
    if request.headers.get("X-Fragment"):
        now = of(rung)
        return jsonify(text=now.text if now else "", version=notes.version(now))
    return render_template("notes/show.html", rung=rung)


@bp.post("")
@door(Door.PAIR)
def save(slug: str) -> ResponseReturnValue:
    """Keep the notes, unless the partner's that this page has not seen are in the way."""
    rung = rung_of(slug)
    text = forms.text("text").replace("\r\n", "\n")
    mine = {"pair_id": pair().id, "rung": rung.slug, "by": person().id}
    try:
        with write() as db:
            newer = notes.keep(db, text=text, seen=forms.text("base"), **mine)
    except Refusal as refusal:
        return _unkept(rung, refusal, 422)
    if newer is not None:
        return _unkept(rung, _in_the_way(newer), 409)
    if request.headers.get("X-Fragment"):
        return jsonify(version=notes.version(of(rung)))
    return redirect(url_for("exercise.show", slug=slug, _anchor="notes"), 303)


def _in_the_way(newer: Note) -> Refusal:
    names = {one.id: one.name for one in asking().members}
    who = names.get(newer.saved_by, "Somebody")
    return Refusal(
        "text",
        f"{who} saved other notes {ago(newer.saved_at)}; they stand below. Yours are "
        "still in the box: take over what you need, then save.",
    )


def _unkept(rung: Rung, refusal: Refusal, status: int) -> ResponseReturnValue:
    if not request.headers.get("X-Fragment"):
        page = {"rung": rung, "refusal": refusal, "typed": forms.text("text")}
        return render_template("notes/show.html", **page), status
    now = of(rung) if status == 409 else None
    theirs = {"text": now.text, "version": notes.version(now)} if now else {}
    return jsonify(what=refusal.sentence, then="", **theirs), status


def of(rung: Rung) -> Note | None:
    """Return the asking pair's notes at a rung."""
    return notes.load(read(), pair().id, rung.slug)


def attach(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(notes_of=of, notes_version=notes.version)
