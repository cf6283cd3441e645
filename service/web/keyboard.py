"""Who has the keyboard of an exercise, and the hints the pair has opened."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.questions import Rung
from service.store import drafts, opened_hints, presence
from service.store.models import Draft, Person
from service.web import forms
from service.web.exercise import rung_of
from service.web.news import tell
from service.web.prompts import prompt
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("keyboard", __name__, url_prefix="/exercises/<slug>")


@bp.get("/keyboard")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show who writes here, and whose text it is: a live part of the page."""
    return render_template("exercise/_keyboard.html", rung=rung_of(slug))


@bp.get("/hints")
@door(Door.PAIR)
def hints(slug: str) -> ResponseReturnValue:
    """Show the hints the pair has opened: a live part of the page."""
    rung = rung_of(slug)
    return render_template(
        "exercise/_hints.html", rung=rung, prompt=prompt(rung.slug), opened=opened(rung)
    )


@bp.post("/hints")
@door(Door.PAIR)
def open_hint(slug: str) -> ResponseReturnValue:
    """Open the next hint, for both partners."""
    rung, typed = rung_of(slug), forms.text("number")
    number = int(typed) if typed in {"1", "2", "3"} else 0
    with write() as db:
        opened_hints.open_one(db, pair().id, rung.slug, number, by=person().id)
    tell(f"pair:{pair().id}")
    return redirect(url_for("exercise.show", slug=slug), 303)


def opened(rung: Rung) -> int:
    """Return how many hints of this rung the pair has opened."""
    return opened_hints.count(read(), pair().id, rung.slug)


def writer() -> Person | None:
    """Return the partner who writes at another computer now; None: write here."""
    who, driver = asking(), pair().driver_id
    if request.args.get("type") or driver in {one.id for one in _here()}:
        return None
    seen = presence.of_pair(read(), pair().id).get(driver or "")
    found = next((one for one in who.members if one.id == driver), None)
    return found if presence.is_here(seen) else None


def _here() -> list[Person]:
    return [one for one in (asking().person, asking().partner) if one]


def text_of(rung: Rung) -> Draft | None:
    """Return the pair's text for a rung, with who saved it."""
    return drafts.load(read(), pair().id, rung.slug)


def attach(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(
        writer=writer, draft_of=text_of, draft_version=drafts.version, opened=opened
    )
