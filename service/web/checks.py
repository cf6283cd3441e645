"""Run visible checks: what the public questions say of the text, without an attempt."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.nouns import State
from service.store import gradings, visible
from service.store.refusals import Refusal
from service.store.visible import Run
from service.web import handing, throttle
from service.web.exercise import page, rung_of
from service.web.rows import read
from service.web.submissions import turned_down
from service.web.throttle import limiter
from service.web.who import Door, door, pair

bp = Blueprint("checks", __name__, url_prefix="/exercises/<slug>/checks")


@bp.post("")
@door(Door.PAIR)
@limiter.limit(throttle.CHECK, key_func=throttle.by_pair)
def ask(slug: str) -> ResponseReturnValue:
    """Queue a run on the text as it stands."""
    rung = rung_of(slug)
    try:
        grading = handing.check(rung)
    except Refusal as refusal:
        return turned_down(refusal) or (page(rung, refusal), 422)
    if not request.headers.get("X-Fragment"):
        return redirect(url_for("checks.show", slug=slug, run_id=grading.id), 303)
    src = url_for("checks.result", slug=slug, run_id=grading.id)
    return jsonify(src=src, topic=f"pair:{pair().id}")


@bp.get("/<run_id>")
@door(Door.PAIR)
def show(slug: str, run_id: str) -> ResponseReturnValue:
    """Show one run on a page of its own, for browsers without scripts."""
    return render_template("exercise/checks.html", **_told(slug, run_id))


@bp.get("/<run_id>/result")
@door(Door.PAIR)
def result(slug: str, run_id: str) -> ResponseReturnValue:
    """Show the same without a frame: the live part of the exercise page."""
    return render_template("exercise/_checks.html", **_told(slug, run_id))


def _told(slug: str, run_id: str) -> dict[str, object]:
    rung = rung_of(slug)
    run = visible.find(read(), run_id, pair_id=pair().id) or abort(404)
    if run.submission.rung != rung.slug:
        abort(404)
    return {
        "rung": rung,
        "run": run,
        "found": found(run),
        "position": gradings.position(read(), run.grading),
    }


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found: how many checks passed, and each unit that needs work."""

    passed: int
    total: int
    failing: list[dict[str, Any]]

    @property
    def is_right(self) -> bool:
        """Tell whether there is nothing left to mend."""
        return not self.failing and self.total > 0


def found(run: Run) -> Found | None:
    """Return what a run found, None before it has ended."""
    if run.result is None:
        return None
    units: list[dict[str, Any]] = run.result.report.get("units", [])
    return Found(
        passed=sum(unit["probes"]["passed"] for unit in units),
        total=sum(unit["probes"]["total"] for unit in units),
        failing=[unit for unit in units if unit["state"] != State.PASSED],
    )
