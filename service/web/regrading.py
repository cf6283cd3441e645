"""Grade once more: try it, see what would change, apply it, undo it."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service import doorbell
from service.store import regraded, regrades, suites
from service.store.gradings import queue_of
from service.store.models import Pair, Purpose, Regrade, Scope
from service.store.refusals import Refusal
from service.store.regrades import MANY, Wish
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, settings, write
from service.web.sections import BY_SLUG
from service.web.who import Door, door, person

bp = Blueprint("regrading", __name__, url_prefix="/class/regrade")
SCOPES = {
    Scope.COUNTING: "what counts for a grade",
    Scope.LATEST: "the latest attempt at each exercise",
    Scope.ALL: "every attempt",
}
# The sweeper rings for the rest: a thousand bells would keep the page waiting.
BELLS = 20


@bp.get("")
@door(Door.INSTRUCTOR)
def index() -> ResponseReturnValue:
    """Show the form, and what was graded once more before."""
    return _form()


@bp.post("")
@door(Door.INSTRUCTOR)
def begin() -> ResponseReturnValue:
    """Queue the runs of a regrade; above fifty only when it was said twice."""
    here, wish = course(), _wish()
    runs = len(regrades.within(read(), here.id, wish))
    if runs > MANY and forms.text("confirmed") != str(runs):
        return _form(asked=wish, runs=runs)
    me, token = person().id, forms.token()
    try:
        with write() as db:
            made = regrades.begin(db, here.id, wish, actor_id=me, client_token=token)
    except Refusal as refusal:
        return _form(refusal=refusal, asked=wish), 422
    for grading_id in regrades.waiting_ids(read(), made.id)[:BELLS]:
        doorbell.ring(settings(), grading_id, queue_of(Purpose.REGRADE))
    return redirect(url_for("regrading.show", regrade_id=made.id), 303)


def _wish() -> Wish:
    scope, rung = forms.text("scope"), forms.text("rung")
    if scope not in set(Scope) or (rung and rung not in BY_SLUG):
        abort(404)
    return Wish(
        scope=Scope(scope),
        rung=rung or None,
        submission_id=forms.text("submission_id"),
        only_older=bool(forms.text("only_older")),
        reason=forms.text("reason"),
    )


def _form(
    refusal: Refusal | None = None, asked: Wish | None = None, runs: int = 0
) -> str:
    here = course()
    return render_template(
        "regrade/index.html",
        course=here,
        scopes=SCOPES,
        rungs=BY_SLUG.values(),
        found=regrades.of_course(read(), here.id),
        version=suites.active_version(read()),
        token=forms.fresh_token(),
        refusal=refusal,
        asked=asked,
        runs=runs,
        many=MANY,
    )


def _found(regrade_id: str) -> Regrade:
    return regrades.find(read(), regrade_id) or abort(404)


@bp.get("/<regrade_id>")
@door(Door.INSTRUCTOR)
def show(regrade_id: str) -> ResponseReturnValue:
    """Show one regrade: its progress, what would change, and the way back."""
    return render_template("regrade/show.html", **_shown(_found(regrade_id)))


@bp.get("/<regrade_id>/progress")
@door(Door.INSTRUCTOR)
def progress(regrade_id: str) -> ResponseReturnValue:
    """Show the same without a frame: the live part of the page."""
    return render_template("regrade/_show.html", **_shown(_found(regrade_id)))


@bp.post("/<regrade_id>")
@door(Door.INSTRUCTOR)
def decide(regrade_id: str) -> ResponseReturnValue:
    """Apply a regrade, undo it, or cancel it."""
    acts = {"apply": regrades.apply, "undo": regrades.undo, "cancel": regrades.cancel}
    act = acts.get(forms.text("do")) or abort(404)
    found = _found(regrade_id)
    try:
        with write() as db:
            act(db, found, actor_id=person().id)
    except Refusal as refusal:
        shown = _shown(found, refusal)
        return render_template("regrade/show.html", **shown), 422
    changed = {one.submission.pair_id for one in regraded.changes(read(), found.id)}
    tell(f"course:{found.course_id}", *(f"pair:{each}" for each in changed))
    return redirect(url_for("regrading.show", regrade_id=regrade_id), 303)


def _shown(found: Regrade, refusal: Refusal | None = None) -> dict[str, object]:
    phases = regrades.phases(read(), found.id)
    changes = regraded.changes(read(), found.id)
    names = read().query(Pair.id, Pair.name).filter(Pair.course_id == found.course_id)
    return {
        "regrade": found,
        "scope": SCOPES.get(Scope(found.scope), "one attempt"),
        "state": _state(found, phases),
        "phases": phases,
        "runs": sum(phases.values()),
        "over": sum(n for p, n in phases.items() if p not in {"queued", "running"}),
        "changes": changes,
        "kinds": regraded.kinds(changes),
        "points": regraded.points(read(), found),
        "names": {row[0]: row[1] for row in names},
        "refusal": refusal,
        "course_id": found.course_id,
        "fragment": request.endpoint == "regrading.progress",
    }


def _state(found: Regrade, phases: dict[str, int]) -> str:
    if found.undone_at:
        return "undone"
    if found.applied_at:
        return "applied"
    if found.cancelled_at:
        return "cancelled"
    waits = phases.get("queued", 0) + phases.get("running", 0)
    return "running" if waits else "ready"


def told_of(pair_id: str) -> list[regraded.Told]:
    """Return the regrades that changed a verdict of this pair."""
    return regraded.of_pair(read(), pair_id)


def attach(app: Flask) -> None:
    """Let the grade and the result say what a regrade changed."""
    app.jinja_env.globals["regrades_of"] = told_of
