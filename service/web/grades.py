"""Grades: how a pair's is made, which attempt counts, and the class's gradebook."""

from flask import Blueprint, Flask, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from exercises.catalogue import UNITS
from service import clock
from service.store import counting, grades, policies, rosters, windows
from service.store.history import Shown
from service.store.models import Pair
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("grades", __name__)


@bp.get("/grade")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the pair how its grade is made."""
    return _page(pair())


@bp.post("/grade/pin/<unit>")
@door(Door.PAIR)
def pin(unit: str) -> ResponseReturnValue:
    """Let another passing attempt count for a unit, or the best one again."""
    if unit not in UNITS:
        abort(404)
    mine, me, wanted = pair(), person().id, forms.text("submission_id")
    try:
        with write() as db:
            counting.pin(db, mine, unit, wanted, by=me)
    except Refusal as refusal:
        return _page(mine, refusal), 422
    tell(f"pair:{mine.id}", f"course:{mine.course_id}")
    return redirect(url_for("grades.show", _anchor=unit), 303)


@bp.get("/class/grades")
@door(Door.INSTRUCTOR)
def book() -> ResponseReturnValue:
    """Show every pair's points, and whether everyone in it can explain."""
    here = course()
    pairs = rosters.pairs_of(read(), here.id)
    found = grades.of_pairs(read(), here.id, pairs)
    return render_template(
        "grades/book.html",
        course=here,
        found=[one for one in found if one.members or one.earned],
        possible=grades.POSSIBLE,
    )


@bp.get("/class/grades/<pair_id>")
@door(Door.INSTRUCTOR)
def of_pair(pair_id: str) -> ResponseReturnValue:
    """Show how one pair's grade is made, as the pair sees it."""
    found = read().scalar(select(Pair).where(Pair.id == pair_id))
    return _page(found or abort(404))


def _page(of: Pair, refusal: Refusal | None = None) -> str:
    grade = grades.of_pair(read(), of)
    tried = counting.attempts(read(), [of.id])
    return render_template(
        "grades/show.html",
        grade=grade,
        possible=grades.POSSIBLE,
        rungs=grades.by_rung(grade),
        attempts={unit: tried[of.id, unit] for unit in UNITS},
        windows=windows.of_pair(read(), of),
        rules=policies.of(read(), of.course_id),
        now=clock.now(),
        refusal=refusal,
        is_mine=asking().pair is not None,
    )


def counts_here(shown: Shown) -> list[tuple[str, bool, bool]]:
    """Return (unit, counts, may be pinned) of what passes in the attempt shown."""
    counted = counting.of_pair(read(), shown.pair)
    times = windows.of_pair(read(), shown.pair)
    tried = counting.attempts(read(), [shown.pair.id])
    here = []
    for unit, each in counted.items():
        mine = [one for one in tried[shown.pair.id, unit] if one.passed]
        if shown.submission.id in {one.submission_id for one in mine}:
            is_it = bool(
                each.attempt and each.attempt.submission_id == shown.submission.id
            )
            open_now = times[UNITS[unit].rung].counts(clock.now())
            here.append((unit, is_it, open_now and each.why != "decided"))
    return here


def points(hundredths: int) -> str:
    """Return hundredths of a point as "3", "2.5" or "1.25"."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def attach(app: Flask) -> None:
    """Let the result page say whether its attempt counts."""
    app.jinja_env.filters["points"] = points
    app.jinja_env.globals["counts_here"] = counts_here
