"""The ladder: where this pair stands, and what comes next."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from service.store import history, progress
from service.web import forms
from service.web.rows import read
from service.web.sections import sections
from service.web.who import Door, door, pair

bp = Blueprint("ladder", __name__)


@bp.get("/ladder")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the whole ladder."""
    return render_template("ladder/show.html", **_standing(), token=forms.fresh_token())


@bp.get("/ladder/rungs")
@door(Door.PAIR)
def rungs() -> ResponseReturnValue:
    """Show the rungs alone: the live part of the page."""
    return render_template("ladder/_rungs.html", **_standing())


def _standing() -> dict[str, object]:
    standing = progress.of_pair(read(), pair().id)
    return {
        "sections": sections(standing),
        "next_slug": progress.next_rung(standing),
        "passed": sum(seen.state == "passed" for seen in standing.values()),
        "recent": history.of_pair(read(), pair().id, limit=4),
    }
