"""The ladder: where this pair stands, and what comes next."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from exercises.catalogue import BESIDE_RUNGS
from service import clock
from service.store import (
    explained,
    history,
    policies,
    progress,
    training_check,
    windows,
)
from service.web import forms, provenance
from service.web.climbing import badges, climbs
from service.web.ours import ours
from service.web.prompts import prompt, starter
from service.web.rows import read
from service.web.sections import sections
from service.web.who import Door, asking, door, pair

bp = Blueprint("ladder", __name__)


@bp.get("/ladder")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the whole ladder."""
    return render_template(
        "ladder/show.html",
        **_standing(),
        token=forms.fresh_token(),
        receipts=provenance.of_pair(),
        check=training_check.of_pair(read(), pair().id),
    )


@bp.get("/ladder/rungs")
@door(Door.PAIR)
def rungs() -> ResponseReturnValue:
    """Show the rungs alone: the live part of the page."""
    return render_template("ladder/_rungs.html", **_standing())


@bp.get("/ladder/optional")
@door(Door.PAIR)
def optional() -> ResponseReturnValue:
    """Show what may be written as well: prompts and starters, with no points."""
    return render_template(
        "ladder/optional.html",
        rungs=[(rung, prompt(rung.slug), starter(rung.slug)) for rung in BESIDE_RUNGS],
    )


def _standing() -> dict[str, object]:
    standing = progress.of_pair(read(), pair().id)
    filled = badges(explained.by_concept(read(), pair().id), asking().members)
    steps = climbs(standing, filled)
    times = windows.of_pair(read(), pair())
    released = {slug for slug, each in times.items() if each.is_released(clock.now())}
    return {
        "windows": times,
        "rules": policies.of(read(), pair().course_id),
        "released": released,
        "badges": filled.values(),
        "ours": ours(standing, times),
        "climbs": steps,
        "stars": sum(each.has_star for each in steps.values()),
        "sections": sections(standing),
        "next_slug": progress.next_rung(
            {slug: seen for slug, seen in standing.items() if slug in released}
        ),
        "passed": sum(seen.state == "passed" for seen in standing.values()),
        "recent": history.of_pair(read(), pair().id, limit=4),
    }
