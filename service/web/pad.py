"""The drawing pad: a rung's graph, drawn before its code, compared and kept."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from exercises.arranging import Place, places
from exercises.pad import EXPRESSIONS, Difference, Sketch, difference, graph
from service.store import sketches
from service.store.models import SketchRow, Submission
from service.store.refusals import Refusal
from service.web import pad_form
from service.web.exercise import rung_of
from service.web.pad_svg import svg
from service.web.rows import read, write
from service.web.who import Door, door, pair, person

bp = Blueprint("pad", __name__, url_prefix="/exercises")
EMPTY = Sketch((), ())


@dataclass(frozen=True, slots=True)
class Pad:
    """What a page shows of a rung's drawing; ``difference`` None before there is one."""

    expression: str
    sketch: Sketch
    spots: dict[str, Place]
    difference: Difference | None
    on_paper: bool = False

    @property
    def picture(self) -> Markup:
        """Return the drawing as it was left."""
        wires = ", ".join(f"{a} to {b}" for a, b in self.sketch.edges) or "no edges"
        return svg(self.sketch, self.spots, f"Your drawing: {wires}")

    @property
    def spots_text(self) -> str:
        """Return the places as the form keeps them."""
        return "\n".join(f"{n} {x:.0f} {y:.0f}" for n, (x, y) in self.spots.items())


@bp.get("/<slug>/sketch")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show the pad on a page of its own: to print, or where there is no script."""
    return render_template("pad/show.html", rung=rung_of(slug), pad=_mine(slug))


@bp.post("/<slug>/sketch")
@door(Door.PAIR)
def draw(slug: str) -> ResponseReturnValue:
    """Keep a drawing and compare it; or note that it was drawn on paper."""
    before = _mine(slug)
    try:
        drawn = None if request.form.get("paper") else _sent()
    except Refusal as refusal:
        return _refused(slug, before, refusal)
    who = {"pair_id": pair().id, "rung": slug, "by": person().id}
    with write() as db:
        sketches.keep(db, drawn=drawn, **who)
    if request.headers.get("X-Fragment"):
        return render_template("pad/_said.html", pad=_mine(slug))
    return redirect(url_for("exercise.show", slug=slug, _anchor="pad"), 303)


def _refused(slug: str, before: Pad, refusal: Refusal) -> ResponseReturnValue:
    if request.headers.get("X-Fragment"):
        return render_template("pad/_said.html", pad=before, refusal=refusal), 422
    shown = {"rung": rung_of(slug), "pad": before, "refusal": refusal}
    return render_template("pad/show.html", **shown), 422


def _sent() -> dict[str, Any]:
    sketch = pad_form.sketch()
    spots = places(sketch, pad_form.spots())
    return {"nodes": sketch.nodes, "edges": sketch.edges, "spots": spots}


def _mine(slug: str) -> Pad:
    return pad_of(slug) or abort(404)


def pad_of(slug: str) -> Pad | None:
    """Return a rung's pad with this pair's drawing, None where there is none to draw."""
    if graph(slug) is None:
        return None
    return _pad(slug, sketches.newest(read(), pair().id, slug))


def pad_beside(submission: Submission) -> Pad | None:
    """Return what was drawn before a hand-in, None where nothing was."""
    row = sketches.beside(read(), submission)
    return _pad(row.rung, row) if row else None


def _pad(slug: str, row: SketchRow | None) -> Pad | None:
    task = graph(slug)
    if task is None:
        return None
    expression = EXPRESSIONS[slug]
    if row is None or row.on_paper:
        return Pad(expression, EMPTY, {}, None, on_paper=row is not None)
    edges = tuple((source, target) for source, target in row.drawn["edges"])
    sketch = Sketch(tuple(row.drawn["nodes"]), edges)
    spots = {name: (x, y) for name, (x, y) in row.drawn["spots"].items()}
    return Pad(expression, sketch, spots, difference(sketch, task))


def attach(app: Flask) -> None:
    """Let templates show the pad wherever a rung or a submission stands."""
    app.jinja_env.globals.update(pad_of=pad_of, pad_beside=pad_beside)
