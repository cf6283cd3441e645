"""What tests the tests of the exercises that were added as folders."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from exercises import authored
from service.web.who import Door, door

bp = Blueprint("exercises", __name__, url_prefix="/class/exercises")


@bp.get("")
@door(Door.INSTRUCTOR)
def index() -> ResponseReturnValue:
    """Show each added exercise's report, and whether it is offered."""
    found = [authored.read(folder) for folder in authored.folders()]
    return render_template("exercises/index.html", exercises=found)
