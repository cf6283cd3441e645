"""Make and revoke tokens for programs, and hand out the one that submits."""

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from service.store import audit, tokens
from service.store.models import Role
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.who import Door, door, person

bp = Blueprint("api_tokens", __name__)
SCRIPT = Path(__file__).with_name("submit.py")
# What the script says where this site puts its own address.
NOWHERE = 'SITE = "http://127.0.0.1:8321"'
SAID = {
    "submit": "hand files in",
    "results": "read verdicts",
    "leaderboard": "read the leaderboard",
    "roster": "read who is in the class",
    "grades": "read grades",
}


@bp.get("/tokens")
@door(Door.PERSON)
def index() -> ResponseReturnValue:
    """Show the tokens that still open something, and the form for one more."""
    return _page()


@bp.post("/tokens")
@door(Door.PERSON)
@limiter.limit(throttle.TRY)
def make() -> ResponseReturnValue:
    """Make a token and show it, once."""
    wanted = request.form.getlist("scopes")
    days = forms.text("days")
    try:
        with write() as db:
            made, secret = tokens.make(
                db,
                person(),
                forms.text("name"),
                wanted,
                int(days) if days.isascii() and days.isdigit() else 0,
            )
            detail = {"scopes": made.scopes["scopes"]}
            me = person().id
            audit.note(db, "made a token", actor_id=me, about=made.id, detail=detail)
    except Refusal as refusal:
        return _page(refusal=refusal), 422
    return _page(secret=secret)


@bp.post("/tokens/<token_id>/revoke")
@door(Door.PERSON)
def revoke(token_id: str) -> ResponseReturnValue:
    """End a token at once."""
    with write() as db:
        if not tokens.revoke(db, person().id, token_id):
            abort(404)
        audit.note(db, "revoked a token", actor_id=person().id, about=token_id)
    return redirect(url_for("api_tokens.index"), 303)


@bp.get("/submit.py")
@door(Door.ANYONE)
def script() -> ResponseReturnValue:
    """Return the program that hands in from a terminal; it knows this site's address."""
    here = request.host_url.rstrip("/")
    text = SCRIPT.read_text(encoding="utf-8").replace(NOWHERE, f"SITE = {here!r}", 1)
    return Response(
        text,
        mimetype="text/x-python",
        headers={"Content-Disposition": 'attachment; filename="submit.py"'},
    )


def _page(*, secret: str = "", refusal: Refusal | None = None) -> str:
    role = Role(person().role)
    return render_template(
        "api_tokens/index.html",
        tokens=tokens.of(read(), person().id),
        scopes=[(each, SAID[each]) for each in tokens.OF_ROLE[role]],
        said=SAID,
        days=tokens.VALID_DAYS,
        secret=secret,
        refusal=refusal,
        site=request.host_url.rstrip("/"),
    )
