"""My engine: what the pair has right, as one file to read, run, hand in and train."""

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from exercises import my_engine, notebook
from exercises.catalogue import RUNGS, UNITS
from exercises.my_engine import Engine, Source
from service.store import history, passing
from service.store.models import Submission
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.handing import record
from service.web.rows import read, write
from service.web.sections import title
from service.web.submissions import received
from service.web.throttle import limiter
from service.web.who import Door, door, pair, person

bp = Blueprint("my_engine", __name__)
FILENAME = "engine.py"


@bp.get("/engine")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the file, where each piece is from, and what is missing."""
    return _page()


@bp.get("/engine.py")
@door(Door.PAIR)
def download() -> ResponseReturnValue:
    """Return the file."""
    return _file(composed()[0].text, FILENAME, "text/x-python")


@bp.post("/engine")
@door(Door.PAIR)
@limiter.limit(throttle.SUBMIT, key_func=throttle.by_pair)
def take() -> ResponseReturnValue:
    """Hand the file in as it stands, like any whole file."""
    engine, _ = composed()
    if not engine.taken:
        sentence = "No piece has passed yet: hand in one exercise first."
        return _page(Refusal("source", sentence)), 422
    return received(record(None, FILENAME, engine.text))


@bp.post("/engine/<unit>")
@door(Door.PAIR)
def choose(unit: str) -> ResponseReturnValue:
    """Take another passing definition of one unit, or the newest again."""
    mine, me, picked = pair().id, person().id, forms.text("submission_id")
    if unit not in UNITS:
        abort(404)
    try:
        with write() as db:
            passing.choose(db, pair_id=mine, unit=unit, submission_id=picked, by=me)
    except Refusal as refusal:
        return _page(refusal), 422
    return redirect(url_for("my_engine.show", _anchor=unit), 303)


@bp.get("/starter.py")
@door(Door.ANYONE)
def starter() -> ResponseReturnValue:
    """Return the day's file with every exercise still to be written."""
    return _file(my_engine.starter(), "starter.py", "text/x-python")


@bp.get("/starter.ipynb")
@door(Door.ANYONE)
def starter_notebook() -> ResponseReturnValue:
    """Return the same as a notebook."""
    book = notebook.from_python(my_engine.starter())
    return _file(book, "starter.ipynb", "application/x-ipynb+json")


def _page(refusal: Refusal | None = None) -> str:
    engine, chosen = composed()
    return render_template(
        "my_engine/show.html",
        engine=engine,
        chosen=chosen,
        passing=passing.of_units(read(), pair().id),
        pinned=passing.choices(read(), pair().id),
        rungs=RUNGS,
        refusal=refusal,
        token=forms.fresh_token(),
        handed_in=history.same_text(read(), pair().id, engine.text),
    )


def composed() -> tuple[Engine, dict[str, Submission]]:
    """Return the pair's chosen passing definitions as one file, and where each is from."""
    mine = pair().id
    chosen = passing.chosen(read(), mine, passing.of_units(read(), mine))
    sources = {unit: _source(submission) for unit, submission in chosen.items()}
    return my_engine.assemble(sources, title=f"The engine of {pair().name}"), chosen


def _source(submission: Submission) -> Source:
    label = f"{title(submission.rung)}, attempt {submission.attempt}"
    return Source(label, submission.filename, submission.source)


def _file(text: str, name: str, kind: str) -> Response:
    shown = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=kind, headers=shown)
