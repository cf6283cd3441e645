"""History: every attempt, which piece stood when, and what was changed in between."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.extract import read as extract
from exercises.my_engine import drafts as drafts_in
from service.store import aside, counting, history, matrix, solutions
from service.store.history import Shown
from service.store.models import Submission
from service.web import scope
from service.web.differences import as_python, between
from service.web.rows import read, write
from service.web.sections import BY_SLUG, title
from service.web.who import Door, door, pair, person

bp = Blueprint("history", __name__, url_prefix="/submissions")
COLUMNS = 30


@bp.get("")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show everything this pair handed in, or what it handed in at one rung."""
    rung = request.args.get("rung", "")
    found = history.of_pair(read(), pair().id, rung=rung if rung in BY_SLUG else None)
    newest = found[:COLUMNS]
    return render_template(
        "history/show.html",
        rows=found,
        rung=BY_SLUG.get(rung),
        columns=newest,
        matrix=matrix.of_submissions(
            read(), [one.submission.id for one in reversed(newest)]
        ),
        rungs=BY_SLUG,
        earlier=_before(found),
        aside=aside.of_pair(read(), pair().id),
        assisted=_assisted(found),
        counts=_counting(),
    )


@bp.get("/compare")
@door(Door.PAIR)
def compare() -> ResponseReturnValue:
    """Show what changed between two attempts, the earlier one on the left."""
    asked = [request.args.get(side, "") for side in ("a", "b")]
    if not all(asked):
        return redirect(url_for("history.show"), 303)
    both = [scope.submission(each) for each in asked]
    before, after = sorted(both, key=lambda one: one.submission.seq)
    return render_template(
        "history/compare.html",
        before=before,
        after=after,
        groups=between(as_python(before.submission), as_python(after.submission)),
        matrix=matrix.of_submissions(
            read(), [before.submission.id, after.submission.id]
        ),
    )


@bp.post("/<submission_id>/restore")
@door(Door.PAIR)
def restore(submission_id: str) -> ResponseReturnValue:
    """Bring an attempt back into the editor; what stands there now is set aside."""
    earlier = scope.submission(submission_id).submission
    parts = _parts(earlier)
    mine, me = pair().id, person().id
    with write() as db:
        for rung, source in parts.items():
            aside.bring_back(db, pair_id=mine, rung=rung, source=source, by=me)
    return _to(earlier.rung)


@bp.post("/aside/<aside_id>")
@door(Door.PAIR)
def restore_aside(aside_id: str) -> ResponseReturnValue:
    """Bring a text back that an earlier attempt had replaced."""
    kept = aside.find(read(), aside_id, pair_id=pair().id) or abort(404)
    mine, me, rung, source = pair().id, person().id, kept.rung, kept.source
    with write() as db:
        aside.bring_back(db, pair_id=mine, rung=rung, source=source, by=me)
    return _to(rung)


def label(shown: Shown) -> str:
    """Return what a side of a comparison is called: rung, attempt."""
    return f"{title(shown.submission.rung)}, attempt {shown.submission.attempt}"


def _before(found: list[Shown]) -> dict[str, str]:
    """Return, for each attempt, the one before it at the same rung."""
    last: dict[str | None, str] = {}
    before: dict[str, str] = {}
    for one in reversed(found):
        if one.submission.rung in last:
            before[one.submission.id] = last[one.submission.rung]
        last[one.submission.rung] = one.submission.id
    return before


def _counting() -> dict[str, str]:
    """Return unit -> id of the attempt that counts for it."""
    counted = counting.of_pair(read(), pair())
    return {
        unit: each.attempt.submission_id
        for unit, each in counted.items()
        if each.attempt is not None and each.attempt.passed
    }


def _assisted(found: list[Shown]) -> set[str]:
    """Return the attempts made after the pair had opened our solution of their rung."""
    looked = solutions.opened(read(), [pair().id])
    return {
        one.submission.id
        for one in found
        if (row := looked.get((pair().id, one.submission.rung or "")))
        and not row.passed
        and one.submission.created_at >= row.opened_at
    }


def _parts(earlier: Submission) -> dict[str, str]:
    """Return the drafts an attempt stands for: its rung's, or all of a whole file's."""
    if earlier.rung:
        return {earlier.rung: as_python(earlier)}
    return drafts_in(extract(earlier.filename, earlier.source.encode()))


def _to(rung: str | None) -> ResponseReturnValue:
    if rung is None:
        return redirect(url_for("ladder.show"), 303)
    return redirect(url_for("exercise.show", slug=rung), 303)
