"""Where I am signed in, and how to end it from anywhere."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service.store import audit, identities, visits
from service.web.rows import read, write
from service.web.who import Door, asking, door, person, sign_out

bp = Blueprint("sessions", __name__, url_prefix="/sessions")


@bp.get("")
@door(Door.PERSON)
def index() -> ResponseReturnValue:
    """List the browsers in which the asking person is signed in."""
    mine = visits.of(read(), person().id)
    accounts = identities.of(read(), person().id)
    return render_template(
        "sessions/index.html", sessions=mine, here=_here(), accounts=accounts
    )


@bp.post("/<session_id>/end")
@door(Door.PERSON)
def end(session_id: str) -> ResponseReturnValue:
    """Sign one of them out; this one too, if it is the one that was meant."""
    if session_id == _here():
        sign_out()
        return redirect(url_for("signin.front"), 303)
    with write() as db:
        if not visits.end_one(db, person().id, session_id):
            abort(404)
        audit.note(db, "ended a session", actor_id=person().id, about=session_id)
    return redirect(url_for("sessions.index"), 303)


@bp.post("/end-others")
@door(Door.PERSON)
def end_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with write() as db:
        ended = visits.end_others(db, person().id, _here())
        detail = {"ended": ended}
        audit.note(db, "ended other sessions", actor_id=person().id, detail=detail)
    return redirect(url_for("sessions.index"), 303)


def _here() -> str:
    session = asking().session
    return session.id if session else ""
