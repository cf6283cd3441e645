"""Worked solutions: the class releases them, a pair opens one and says so."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from exercises.catalogue import RUNGS
from exercises.questions import Rung
from exercises.scaffolding import solution
from service.store import audit, progress, rosters, solutions, windows
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.exercise import rung_of
from service.web.gotchas import GOTCHAS
from service.web.news import tell
from service.web.provenance import begin_for, here
from service.web.rows import read, write
from service.web.sections import BY_SLUG
from service.web.who import Door, door, pair, person

bp = Blueprint("solutions", __name__)


@bp.get("/exercises/<slug>/solution")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show our solution once it was opened; before that, say what opening means."""
    rung = rung_of(slug)
    opening = solutions.opened(read(), [pair().id]).get((pair().id, slug))
    if opening is None and not _may_open(rung):
        abort(404)
    return render_template(
        "solutions/show.html",
        rung=rung,
        opening=opening,
        source=solution(rung) if opening else "",
        gotcha=GOTCHAS[slug],
        here=here(),
        explained=opening and solutions.explained_since(read(), opening),
        seen=progress.of_pair(read(), pair().id)[slug],
    )


@bp.post("/exercises/<slug>/solution")
@door(Door.PAIR)
def look(slug: str) -> ResponseReturnValue:
    """Open our solution: it is noted, and a fresh question waits for everyone here."""
    rung = rung_of(slug)
    if not _may_open(rung):
        abort(404)
    seen = progress.of_pair(read(), pair().id)[slug]
    mine, me, passed = pair().id, person().id, seen.state == "passed"
    with write() as db:
        is_first = solutions.open_one(db, mine, slug, by=me, passed=passed)
    if is_first:
        for one in here():
            begin_for(one)
        tell(f"pair:{mine}", f"course:{pair().course_id}")
    return redirect(url_for("solutions.show", slug=slug), 303)


@bp.get("/class/solutions")
@door(Door.INSTRUCTOR)
def release_form() -> ResponseReturnValue:
    """Show which solutions the class may open, and who has."""
    return _page(None)


@bp.post("/class/solutions")
@door(Door.INSTRUCTOR)
def release() -> ResponseReturnValue:
    """Release or withdraw solutions, all rungs in one go."""
    here_, me = course(), person().id
    try:
        with write() as db:
            for slug in BY_SLUG:
                opens = forms.text(f"opens-{slug}")
                attempts = forms.text(f"attempts-{slug}")
                solutions.release(db, here_.id, slug, opens, attempts, by=me)
            open_now = sorted(solutions.of_course(db, here_.id))
            said = {"rungs": open_now}
            audit.note(
                db, "released solutions", actor_id=me, about=here_.id, detail=said
            )
    except Refusal as refusal:
        return _page(refusal), 422
    return redirect(url_for("solutions.release_form", course=here_.id), 303)


def _may_open(rung: Rung) -> bool:
    row = solutions.of_course(read(), pair().course_id).get(rung.slug)
    seen = progress.of_pair(read(), pair().id)[rung.slug]
    window = windows.of_pair(read(), pair())[rung.slug]
    return solutions.is_offered(row, seen, window)


def _page(refusal: Refusal | None) -> str:
    mine = course()
    everyone = {one.id: one.name for one in rosters.pairs_of(read(), mine.id)}
    looked: dict[str, list[tuple[str, bool]]] = {}
    for (pair_id, slug), row in solutions.opened(read(), list(everyone)).items():
        looked.setdefault(slug, []).append((everyone[pair_id], row.passed))
    return render_template(
        "solutions/class.html",
        course=mine,
        rungs=RUNGS,
        released=solutions.of_course(read(), mine.id),
        windows=windows.of_course(read(), mine.id),
        looked=looked,
        refusal=refusal,
    )
