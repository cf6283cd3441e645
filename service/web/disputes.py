"""Disputes: a pair says a verdict is wrong, an instructor looks again and answers."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.nouns import State
from service import doorbell
from service.store import disputes, overrides
from service.store.disputes import Case
from service.store.gradings import queue_of
from service.store.history import Shown
from service.store.models import Purpose
from service.store.refusals import Refusal
from service.web import forms, scope
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, settings, write
from service.web.who import Door, door, person

bp = Blueprint("disputes", __name__)


def dispute_of(shown: Shown) -> Case | None:
    """Return the dispute about the verdict that is shown."""
    return disputes.of_submission(read(), shown.submission.id)


def decided(shown: Shown) -> list[overrides.Decided]:
    """Return what an instructor decided on the attempt that is shown."""
    return overrides.about(read(), shown.submission.id)


@bp.get("/submissions/<submission_id>/dispute")
@door(Door.MEMBER)
def show(submission_id: str) -> ResponseReturnValue:
    """Show where a dispute stands: the live part below a verdict."""
    return render_template(
        "disputes/_standing.html", shown=scope.submission(submission_id)
    )


@bp.post("/submissions/<submission_id>/dispute")
@door(Door.PAIR)
def begin(submission_id: str) -> ResponseReturnValue:
    """Take a pair's reason why its verdict is wrong."""
    shown = scope.submission(submission_id)
    names = disputes.disputable(shown)
    unit = forms.text("unit") or next(iter(names), "")
    if unit not in names:
        abort(404)
    try:
        with write() as db:
            words = forms.text("reason")
            disputes.begin(db, shown, person().id, unit=unit, reason=words)
    except Refusal as refusal:
        return render_template(
            "disputes/refused.html", shown=shown, refusal=refusal
        ), 422
    tell(f"course:{shown.pair.course_id}", f"pair:{shown.pair.id}")
    page = url_for("submissions.show", submission_id=submission_id)
    return redirect(f"{page}#dispute", 303)


@bp.get("/class/disputes")
@door(Door.INSTRUCTOR)
def inbox() -> ResponseReturnValue:
    """Show the disputes of a class, the unanswered first."""
    here = course()
    return render_template("disputes/inbox.html", **_inbox(here.id), course=here)


@bp.get("/class/disputes/list")
@door(Door.INSTRUCTOR)
def rows() -> ResponseReturnValue:
    """Show them alone: the live part of the page."""
    here = course()
    return render_template("disputes/_inbox.html", **_inbox(here.id), course=here)


def _inbox(course_id: str) -> dict[str, object]:
    return {"cases": disputes.inbox(read(), course_id)}


@bp.get("/class/disputes/<dispute_id>")
@door(Door.INSTRUCTOR)
def case(dispute_id: str) -> ResponseReturnValue:
    """Show one dispute with the form that answers it."""
    found = disputes.find(read(), dispute_id) or abort(404)
    return render_template("disputes/case.html", case=found, refusal=None)


@bp.get("/class/disputes/<dispute_id>/replay")
@door(Door.INSTRUCTOR)
def replayed(dispute_id: str) -> ResponseReturnValue:
    """Show what the private run said: the live part of that page."""
    found = disputes.find(read(), dispute_id) or abort(404)
    return render_template("disputes/_replay.html", case=found)


@bp.post("/class/disputes/<dispute_id>/replay")
@door(Door.INSTRUCTOR)
def replay(dispute_id: str) -> ResponseReturnValue:
    """Run the disputed code once more, privately."""
    found = disputes.find(read(), dispute_id) or abort(404)
    with write() as db:
        again = disputes.replay(db, found.submission, person().id)
        found.dispute.replay_id = again.id
        db.add(found.dispute)
    doorbell.ring(settings(), again.id, queue_of(Purpose.REPLAY))
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for("disputes.case", dispute_id=dispute_id), 303)


@bp.post("/class/disputes/<dispute_id>")
@door(Door.INSTRUCTOR)
def reply(dispute_id: str) -> ResponseReturnValue:
    """Answer the pair, and let the unit count otherwise where that was decided."""
    found = disputes.find(read(), dispute_id) or abort(404)
    words, state = forms.text("reply"), forms.text("state")
    try:
        with write() as db:
            disputes.reply(db, found, person().id, words)
            if state:
                overrides.add(
                    db,
                    found.submission,
                    found.dispute.unit,
                    State(state) if state in set(State) else State.NOT_GRADED,
                    reason=words,
                    actor_id=person().id,
                )
    except Refusal as refusal:
        return render_template("disputes/case.html", case=found, refusal=refusal), 422
    tell(f"course:{found.pair.course_id}", f"pair:{found.pair.id}")
    return redirect(url_for("disputes.inbox", course=found.pair.course_id), 303)


@bp.post("/class/overrides/<override_id>/withdraw")
@door(Door.INSTRUCTOR)
def withdraw(override_id: str) -> ResponseReturnValue:
    """Let the grader's own verdict count again."""
    found = overrides.find(read(), override_id) or abort(404)
    with write() as db:
        overrides.withdraw(db, override_id, person().id)
    tell(f"pair:{found.pair_id}")
    page = url_for("submissions.show", submission_id=found.submission_id)
    return redirect(page, 303)


def attach(app: Flask) -> None:
    """Let the result page show a dispute and what was decided."""
    app.jinja_env.globals.update(
        dispute_of=dispute_of, decided=decided, disputable=disputes.disputable
    )
