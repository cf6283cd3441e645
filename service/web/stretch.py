"""Training on the digits with the pair's own engine, watched as it goes."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.stretch import BUDGET
from service.store import board_rules, gradings, installation, pairs, runs
from service.store.history import Training
from service.store.leaderboard import TRACKS
from service.web import run_page, scope, throttle
from service.web.errors import page
from service.web.handing import train
from service.web.news import tell
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.who import Door, asking, door

bp = Blueprint("stretch", __name__)
NO_BOARD = (
    "There is no such board, so nothing was queued.",
    "Go back and choose official, large or open beside the verdict.",
)


@bp.post("/submissions/<submission_id>/train")
@door(Door.PAIR)
@limiter.limit(throttle.TRAIN, key_func=throttle.by_pair)
def start(submission_id: str) -> ResponseReturnValue:
    """Queue a training run on a track; with wrong gradients it is one for fun."""
    shown = scope.submission(submission_id)
    if not (shown.may_train or shown.may_play):
        abort(404)
    board = request.form.get("track", "official")
    if board not in TRACKS:
        return page(400, *NO_BOARD)
    grading = train(shown, board)
    return redirect(url_for("stretch.show", grading_id=grading.id), 303)


@bp.get("/runs/<grading_id>")
@door(Door.MEMBER)
def show(grading_id: str) -> ResponseReturnValue:
    """Show a run: its curve, its epochs, and how it ended."""
    return render_template("stretch/show.html", **_run(grading_id))


@bp.get("/runs/<grading_id>/curve")
@door(Door.MEMBER)
def curve(grading_id: str) -> ResponseReturnValue:
    """Show the same without a frame: the live part of the page."""
    return render_template("stretch/_run.html", **_run(grading_id))


@bp.post("/runs/<grading_id>/cancel")
@door(Door.PAIR)
def cancel(grading_id: str) -> ResponseReturnValue:
    """Take the run out of the queue, or ask its worker to stop."""
    training = scope.training(grading_id)
    with write() as db:
        gradings.cancel(db, training.grading.id)
    tell(f"submission:{training.submission.id}")
    return redirect(url_for("stretch.show", grading_id=grading_id), 303)


def _is_after_freeze(training: Training) -> bool:
    here = pairs.course_id(read(), training.grading.pair_id)
    rules = board_rules.of(read(), here)
    return training.run is not None and rules.is_after(training.run.created_at)


def _run(grading_id: str) -> dict[str, object]:
    training = scope.training(grading_id)
    others = runs.others(read(), training)
    wanted = request.args.getlist("with")[: runs.MOST]
    chosen = {one.id: run_page.label(one) for one in others if one.id in wanted}
    found = (training.run.findings if training.run else None) or {}
    confusion = found.get("confusion") or []
    beside = runs.points_of(read(), chosen)
    return {
        "training": training,
        "state_now": run_page.state(training),
        "after_freeze": _is_after_freeze(training),
        "position": gradings.position(read(), training.grading),
        "has_digits": installation.has_digits(read()),
        "charts": run_page.charts(
            training.points, {chosen[each]: beside[each] for each in beside}
        ),
        "rows": run_page.rows(training.points),
        "audits": run_page.audits(training.points),
        "mistakes": found.get("mistakes") or [],
        "confusion": run_page.shaded(confusion),
        "confused": run_page.most_confused(confusion),
        "other_runs": {one.id: run_page.label(one) for one in others},
        "chosen": list(chosen),
        "is_mine": asking().pair is not None,
    }


def attach(app: Flask) -> None:
    """Let every page that starts a run say what an open one may use."""
    app.jinja_env.globals["open_budget"] = lambda: BUDGET
