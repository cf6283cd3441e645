"""The operations page: how the machinery is, and what to do where it is not well."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service import doorbell
from service.store import audit, facts, gradings
from service.store.models import Grading
from service.store.workers import ALIVE_SECONDS
from service.web.frame import obstacle
from service.web.news import tell
from service.web.rows import read, settings, write
from service.web.who import Door, door, person

bp = Blueprint("operations", __name__, url_prefix="/operations")
# The sweeper comes by every five seconds: twelve visits missed are no coincidence.
SWEEP_SECONDS = 60


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show queues, workers, verdicts and what ended by our fault."""
    return render_template("operations/show.html", **_now())


@bp.get("/now")
@door(Door.INSTRUCTOR)
def now() -> ResponseReturnValue:
    """Show the same without its frame: the live part of the page."""
    return render_template("operations/_now.html", **_now())


@bp.post("/requeue/<grading_id>")
@door(Door.INSTRUCTOR)
def requeue(grading_id: str) -> ResponseReturnValue:
    """Give a grading that ended by our fault three more runs."""
    found = read().scalar(select(Grading).where(Grading.id == grading_id)) or abort(404)
    with write() as db:
        again = gradings.requeue(db, grading_id)
        if again:
            audit.note(db, "requeued", actor_id=person().id, about=grading_id)
    if again:
        doorbell.ring(settings(), grading_id, found.queue)
        tell(f"submission:{found.submission_id}", f"work:{found.pair_id}")
    return redirect(url_for("operations.show"), 303)


def _now() -> dict[str, object]:
    db = read()
    age = facts.sweep_age(db)
    return {
        "queues": facts.queues(db),
        "workers": facts.workers(db),
        "alive": ALIVE_SECONDS,
        "sweep_age": age,
        "sweeps": age is not None and age < SWEEP_SECONDS,
        "obstacle_now": obstacle(),
        "outcomes": facts.outcomes(db),
        "verdicts": facts.verdicts(db)[:12],
        "times": facts.times(db),
        "faults": facts.faults(db),
    }
