"""What was handed in: taking whole files, verdicts, history."""

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from exercises.misconceptions.catalogue import CAUSES
from service.store import causes, company, gradings, history
from service.store.models import Submission
from service.store.refusals import Refusal
from service.web import forms, live, scope, throttle
from service.web.handing import hand_in
from service.web.regressed import Memory
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.verdict import examine, named_in, right_alone
from service.web.who import Door, asking, door, person

bp = Blueprint("submissions", __name__, url_prefix="/submissions")


@bp.get("/new")
@door(Door.PAIR)
def new() -> ResponseReturnValue:
    """Show the form for a whole file."""
    return render_template(
        "submissions/new.html", refusal=None, token=forms.fresh_token()
    )


@bp.post("")
@door(Door.PAIR)
@limiter.limit(throttle.SUBMIT, key_func=throttle.by_pair)
def take() -> ResponseReturnValue:
    """Take a whole file, and grade every unit in it."""
    try:
        return received(hand_in(None))
    except Refusal as refusal:
        page = turned_down(refusal)
        form = {"refusal": refusal, "token": forms.fresh_token()}
        return page or (render_template("submissions/new.html", **form), 422)


@bp.get("/<submission_id>")
@door(Door.MEMBER)
def show(submission_id: str) -> ResponseReturnValue:
    """Show one submission: where it is on its way, or its verdict."""
    return render_template("submissions/show.html", **_shown(submission_id))


@bp.get("/<submission_id>/result")
@door(Door.MEMBER)
def result(submission_id: str) -> ResponseReturnValue:
    """Show the same without a frame: the live part of the page."""
    return render_template("submissions/_result.html", **_shown(submission_id))


@bp.get("/<submission_id>/source")
@door(Door.MEMBER)
def source(submission_id: str) -> ResponseReturnValue:
    """Return the file as it was handed in."""
    sent = scope.submission(submission_id).submission
    name = secure_filename(sent.filename) or "submission.py"
    return Response(
        sent.source,
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/<submission_id>/cause")
@door(Door.PAIR)
def answer_cause(submission_id: str) -> ResponseReturnValue:
    """Note what somebody says of a named cause, or that they asked where to look."""
    shown = scope.submission(submission_id)
    named = (forms.text("unit"), forms.text("cause"))
    if named not in named_in(shown):
        abort(404)
    said = forms.text("say")
    grading_id, person_id = shown.grading.id, person().id
    with write() as db:
        if said == "where":
            causes.look(db, grading_id, person_id, named)
        elif said in {"yes", "no"}:
            causes.answer(db, grading_id, person_id, named, was_it=said == "yes")
    page = url_for("submissions.show", submission_id=submission_id)
    return redirect(f"{page}#cause-{named[1]}", 303)


def _shown(submission_id: str) -> dict[str, object]:
    return about(scope.submission(submission_id))


def about(shown: history.Shown) -> dict[str, object]:
    """Return everything the result template shows of a submission."""
    return {
        "shown": shown,
        "company": company.of(read(), shown.submission),
        "verdict": examine(shown),
        "right_alone": right_alone,
        "position": gradings.position(read(), shown.grading),
        "trainings": history.trainings_of(read(), shown.submission.id),
        "is_mine": asking().pair is not None,
        "answers": causes.answers(read(), shown.grading.id, person().id),
        "causes": CAUSES,
        "memory": Memory(shown),
    }


def received(submission: Submission) -> ResponseReturnValue:
    """Answer a hand-in: to a script where its verdict will appear, else that page."""
    if not request.headers.get("X-Fragment"):
        return redirect(url_for("submissions.show", submission_id=submission.id), 303)
    topic = f"submission:{submission.id}"
    return jsonify(
        src=url_for("submissions.result", submission_id=submission.id),
        topic=topic,
        is_told=live.follow(topic),
        page=url_for("submissions.show", submission_id=submission.id),
        # Renewed here: with the old one the next hand-in would be taken for this one.
        client_token=forms.fresh_token(),
    )


def turned_down(refusal: Refusal) -> ResponseReturnValue | None:
    """Answer a script with the reason; None where a page has to say it."""
    if not request.headers.get("X-Fragment"):
        return None
    return jsonify(what=refusal.sentence, then="", field=refusal.field), 422
