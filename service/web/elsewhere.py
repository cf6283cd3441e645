"""Come in by an account at the class's institution; join or connect it the first time."""

from datetime import timedelta

from flask import Blueprint, Flask, abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from service import clock
from service.config import Settings
from service.store import audit, identities, joining, people, rosters
from service.store.refusals import Refusal
from service.web import forms, issuer, throttle
from service.web.issuer import Account
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.who import Door, asking, door, person, sign_in

bp = Blueprint("elsewhere", __name__, url_prefix="/sign-in/elsewhere")
# How long somebody whom nobody knows here yet may look for the class's code.
KNOWN_FOR = timedelta(minutes=15)
PROVED = "proved"


def attach(app: Flask, settings: Settings) -> None:
    """Offer the way in on the pages, where there is one."""
    issuer.attach(app, settings)
    label = settings.oidc_label if settings.oidc_issuer else ""
    app.context_processor(lambda: {"elsewhere": label})


@bp.before_request
def _only_where_set() -> None:
    if not issuer.is_set():
        abort(404)


@bp.get("")
@door(Door.ANYONE)
@limiter.limit(throttle.SIGN_IN)
def leave() -> ResponseReturnValue:
    """Send the browser to the institution's sign-in."""
    try:
        return issuer.begin()
    except Refusal as refusal:
        return _refused(refusal)


@bp.get("/back")
@door(Door.ANYONE)
@limiter.limit(throttle.SIGN_IN)
def back() -> ResponseReturnValue:
    """Sign in whom the account belongs to; ask whom we do not know yet."""
    try:
        account = issuer.finish()
    except Refusal as refusal:
        return _refused(refusal)
    owner = identities.whose(read(), account.issuer, account.subject)
    if owner is None:
        until = (clock.now() + KNOWN_FOR).isoformat()
        session[PROVED] = {**account._asdict(), "until": until}
        return redirect(url_for("elsewhere.first"), 303)
    with write() as db:
        audit.note(db, "signed in elsewhere", actor_id=owner.id)
    sign_in(owner)
    return redirect(url_for("signin.front"), 303)


@bp.get("/first")
@door(Door.ANYONE)
def first() -> ResponseReturnValue:
    """Ask for the class's code, or whether to connect the account."""
    account = _proved()
    return _page(account) if account else _refused(_too_late())


@bp.post("/join")
@door(Door.ANYONE)
@limiter.limit(throttle.JOIN)
def join() -> ResponseReturnValue:
    """Add a student by class code, whom this account signs in from now on."""
    account = _proved()
    if account is None:
        return _refused(_too_late())
    try:
        with write() as db:
            course = people.course_by_code(db, forms.text("code"))
            joining.take_place(db, course)
            someone = rosters.admit(db, course, forms.text("name"))
            identities.connect(db, someone.id, account.issuer, account.subject)
            audit.note(db, "joined the class", actor_id=someone.id, about=course.id)
    except Refusal as refusal:
        return _page(account, refusal), 422
    sign_in(someone)
    return redirect(url_for("pairs.choose"), 303)


@bp.post("/connect")
@door(Door.PERSON)
def connect() -> ResponseReturnValue:
    """Let the account sign in who is signed in now."""
    account = _proved()
    if account is None:
        return _refused(_too_late())
    try:
        with write() as db:
            identities.connect(db, person().id, account.issuer, account.subject)
            audit.note(db, "connected an account", actor_id=person().id)
    except Refusal as refusal:
        return _refused(refusal)
    session.pop(PROVED, None)
    return redirect(url_for("sessions.index"), 303)


@bp.post("/<identity_id>/disconnect")
@door(Door.PERSON)
def disconnect(identity_id: str) -> ResponseReturnValue:
    """Let an account open nothing any more."""
    with write() as db:
        if not identities.disconnect(db, person().id, identity_id):
            abort(404)
        audit.note(
            db, "disconnected an account", actor_id=person().id, about=identity_id
        )
    return redirect(url_for("sessions.index"), 303)


def _proved() -> Account | None:
    held = session.get(PROVED)
    if not held or held["until"] < clock.now().isoformat():
        return None
    return Account(held["issuer"], held["subject"], held["name"])


def _too_late() -> Refusal:
    return Refusal("account", "That took more than a quarter of an hour. Begin again.")


def _page(account: Account, refusal: Refusal | None = None) -> str:
    someone = asking().person
    return render_template(
        "signin/elsewhere.html", account=account, someone=someone, refusal=refusal
    )


def _refused(refusal: Refusal) -> ResponseReturnValue:
    page = render_template("signin/elsewhere.html", account=None, refusal=refusal)
    return page, 503 if isinstance(refusal, issuer.Away) else 422
