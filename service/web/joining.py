"""The instructor's hold on the join code: for how long, for how many, closed."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service.store import audit, joining
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.rows import write
from service.web.who import Door, door, person

bp = Blueprint("joining", __name__, url_prefix="/class/code")


@bp.get("/opening")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show how long and for how many the code opens."""
    return _page()


@bp.post("/opening")
@door(Door.INSTRUCTOR)
def limit() -> ResponseReturnValue:
    """Set how long and for how many the code opens."""
    here, hours, places = course(), forms.text("hours"), forms.text("places")
    try:
        with write() as db:
            joining.limit(db, here.id, hours, places)
            detail = {"hours": hours, "places": places.strip()}
            audit.note(
                db,
                "limited the join code",
                actor_id=person().id,
                about=here.id,
                detail=detail,
            )
    except Refusal as refusal:
        return _page(refusal), 422
    return redirect(url_for("joining.show", course=here.id), 303)


@bp.post("/close")
@door(Door.INSTRUCTOR)
def close() -> ResponseReturnValue:
    """Let nobody else join."""
    here = course()
    with write() as db:
        joining.close(db, here.id)
        audit.note(db, "closed the join code", actor_id=person().id, about=here.id)
    return redirect(url_for("joining.show", course=here.id), 303)


def _page(refusal: Refusal | None = None) -> str:
    here = course()
    return render_template(
        "joining/show.html",
        course=here,
        is_open=joining.is_open(here),
        hours=joining.HOURS,
        refusal=refusal,
    )
