"""The instructor's look at named causes: how often pairs said that this was it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from exercises.misconceptions.catalogue import CAUSES
from service.store import causes, unknown
from service.web.dashboard import course
from service.web.rows import read
from service.web.who import Door, door

bp = Blueprint("causes", __name__, url_prefix="/class/causes")


@bp.get("")
@door(Door.INSTRUCTOR)
def index() -> ResponseReturnValue:
    """Show each named cause with the pairs' answers."""
    here = course()
    return render_template(
        "dashboard/causes.html",
        course=here,
        found=causes.precision(read(), here.id),
        causes=CAUSES,
        nameless=unknown.clusters(read(), here.id),
    )
