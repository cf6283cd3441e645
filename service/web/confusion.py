"""The confusion map: which concept holds which pairs, and what to show on the wall."""

from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from exercises.misconceptions.catalogue import CAUSES, CONCEPTS
from service import clock
from service.store import confusion, naming
from service.store.confusion import SLUGS, Sighting, Spot
from service.store.models import Course, Result
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.drawing import Figure, stored_figure
from service.web.rows import read, write
from service.web.who import Door, door, person

bp = Blueprint("confusion", __name__, url_prefix="/class/map")

# Drawn side by side; a drawing takes ten milliseconds, and nobody compares more.
MOST_DRAWN = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair in a concept, with the smallest graph on which it shows."""

    spot: Spot
    claim: str
    case: dict[str, Any] | None
    figure: Figure | None


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show pairs x concepts, and the behaviours without a name."""
    here = course()
    return render_template(
        "confusion/show.html",
        **_map(here),
        named=naming.named(read(), here.id),
        concepts=CONCEPTS,
        refusal=None,
    )


@bp.get("/cells")
@door(Door.INSTRUCTOR)
def cells() -> ResponseReturnValue:
    """Show the map alone: the live part of the page."""
    return render_template("confusion/_map.html", **_map(course()))


def _map(here: Course) -> dict[str, object]:
    return {
        "course": here,
        "map": confusion.of_course(read(), here.id, clock.now()),
        "slugs": {concept: slug for slug, concept in SLUGS.items()},
    }


@bp.get("/<concept>")
@door(Door.INSTRUCTOR)
def pairs(concept: str) -> ResponseReturnValue:
    """Show the pairs of a concept, their smallest graphs, and a message to all."""
    here, name = course(), SLUGS.get(concept) or abort(404)
    spots = confusion.of_course(read(), here.id, clock.now()).of(name)
    return render_template(
        "confusion/pairs.html",
        course=here,
        name=name,
        slug=concept,
        shown=[_shown(spot, drawn=n < MOST_DRAWN) for n, spot in enumerate(spots)],
    )


@bp.get("/<concept>/teach")
@door(Door.INSTRUCTOR)
def teach(concept: str) -> ResponseReturnValue:
    """Show one drawn graph large, for the wall: nobody is named."""
    here, name = course(), SLUGS.get(concept) or abort(404)
    spots = confusion.of_course(read(), here.id, clock.now()).of(name)
    drawn = [each for each in map(_shown, spots) if each.figure]
    asked = request.args.get("graph", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() else 1
    number = min(max(1, number), max(1, len(drawn)))
    return render_template(
        "confusion/teach.html",
        course=here,
        name=name,
        slug=concept,
        one=drawn[number - 1] if drawn else None,
        number=number,
        count_of=len(drawn),
    )


def _shown(spot: Spot, *, drawn: bool = True) -> Shown:
    case = _smallest(spot) if drawn else None
    drawing = case.get("drawing") if case else None
    label = f"graph-{spot.latest.grading_id[:8]}"
    figure = stored_figure(drawing, label) if drawing else None
    return Shown(spot, CAUSES[spot.latest.cause or ""].claim, case, figure)


def _smallest(spot: Spot) -> dict[str, Any] | None:
    """Return the counterexample with the fewest nodes among those that showed it."""
    ids = [one.grading_id for one in spot.seen]
    reports = {
        row.grading_id: row.report
        for row in read().scalars(select(Result).where(Result.grading_id.in_(ids)))
    }
    cases = [_case(reports.get(one.grading_id, {}), one) for one in spot.seen]
    return min((case for case in cases if case), key=_size, default=None)


def _case(report: dict[str, Any], one: Sighting) -> dict[str, Any] | None:
    engine = report.get("assembled") or {}
    units = [*report.get("units", []), engine]
    told: dict[str, Any] = next(
        (unit for unit in units if unit.get("name") == one.unit), {}
    )
    case: dict[str, Any] | None = told.get("counterexample")
    return case


def _size(case: dict[str, Any]) -> tuple[bool, int]:
    drawing = case.get("drawing") or {}
    return "graph" not in drawing, len(str(drawing.get("graph", "")))


@bp.post("/unknown/<engine_id>")
@door(Door.INSTRUCTOR)
def name_it(engine_id: str) -> ResponseReturnValue:
    """Give a behaviour a name."""
    whose = _course_of(engine_id)
    cluster, _ = naming.find(read(), whose.id, engine_id) or abort(404)
    concept = forms.text("concept")
    told = {"name": forms.text("name"), "claim": forms.text("claim")}
    try:
        with write() as db:
            known = concept if concept in CONCEPTS else CONCEPTS[0]
            naming.give(db, cluster, person().id, concept=known, **told)
    except Refusal as refusal:
        page = {**_map(whose), "named": naming.named(read(), whose.id)}
        return render_template(
            "confusion/show.html",
            **page,
            concepts=CONCEPTS,
            refusal=refusal,
            refused=engine_id,
        ), 422
    return redirect(url_for("confusion.show", course=whose.id), 303)


@bp.get("/unknown/<engine_id>/draft.toml")
@door(Door.INSTRUCTOR)
def draft(engine_id: str) -> ResponseReturnValue:
    """Return a draft of a catalogue entry for a developer."""
    found = naming.find(read(), _course_of(engine_id).id, engine_id) or abort(404)
    made = naming.draft(*found)
    headers = {"Content-Disposition": f'attachment; filename="{made.id}.toml"'}
    return Response(made.toml(), mimetype="application/toml", headers=headers)


def _course_of(grading_id: str) -> Course:
    found = naming.course_of(read(), grading_id)
    return found or abort(404)
