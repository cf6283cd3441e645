"""Pairing up: one computer, two computers, or alone for now."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from service import clock
from service.store import (
    absences,
    audit,
    links,
    pairs,
    progress,
    turns,
    visits,
    windows,
)
from service.store.models import Pair
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.news import tell
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.turns import changed
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("pairs", __name__, url_prefix="/pair")


@bp.get("")
@door(Door.STUDENT)
def choose() -> ResponseReturnValue:
    """Show the ways to pair up, and who is together already."""
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    mine = asking().pair
    page = render_template(
        "pairs/choose.html",
        refusal=refusal,
        waiting=pairs.waiting_code(read(), mine.id) if mine else None,
        personal=session.get("personal"),
        **_first_step(mine),
    )
    return page, 422 if refusal else 200


@bp.get("/waiting")
@door(Door.PAIR)
def waiting() -> ResponseReturnValue:
    """Show whether the partner has come: a fragment of the page above."""
    code = pairs.waiting_code(read(), pair().id)
    first = _first_step(pair())
    return render_template("pairs/_waiting.html", waiting=code, **first)


def _first_step(mine: Pair | None) -> dict[str, str | None]:
    """Return the rung to begin with: from here it is one action to the first exercise."""
    if mine is None:
        return {"next_slug": None}
    times = windows.of_pair(read(), mine)
    standing = {
        slug: seen
        for slug, seen in progress.of_pair(read(), mine.id).items()
        if times[slug].is_released(clock.now())
    }
    return {"next_slug": progress.next_rung(standing)}


@bp.post("/shared")
@door(Door.STUDENT)
@limiter.limit(throttle.JOIN)
def share() -> ResponseReturnValue:
    """Add the second person at this computer."""
    try:
        with write() as db:
            mine, partner = pairs.share_computer(db, person(), forms.text("partner"))
            visit = asking().session
            visits.share(db, visit.id if visit else "", partner.id)
    except Refusal as refusal:
        return _page(refusal)
    return _on(mine)


@bp.post("/code")
@door(Door.STUDENT)
def invite() -> ResponseReturnValue:
    """Show a code for the partner's computer."""
    with write() as db:
        pairs.invite(db, pairs.of(db, person().id) or pairs.make(db, person()))
    return redirect(url_for("pairs.choose"), 303)


@bp.post("/join")
@door(Door.STUDENT)
@limiter.limit(throttle.PAIR_CODE)
def join() -> ResponseReturnValue:
    """Join the pair whose code the partner's computer shows."""
    try:
        with write() as db:
            mine = pairs.join_by_code(db, person(), forms.text("code"))
    except Refusal as refusal:
        return _page(refusal)
    return _on(mine)


@bp.post("/alone")
@door(Door.STUDENT)
def alone() -> ResponseReturnValue:
    """Begin alone; a partner who comes later finds the history."""
    with write() as db:
        mine = pairs.of(db, person().id) or pairs.make(db, person())
    return _on(mine)


@bp.post("/leave")
@door(Door.PAIR)
def leave() -> ResponseReturnValue:
    """Leave the pair; what it handed in stays with it."""
    mine = pair()
    with write() as db:
        pairs.leave(db, person().id)
    tell(f"pair:{mine.id}", f"course:{mine.course_id}")
    return redirect(url_for("pairs.choose"), 303)


@bp.post("/away")
@door(Door.PAIR)
def away() -> ResponseReturnValue:
    """Note who is away today, or back again."""
    who, mine = forms.text("person"), pair()
    try:
        with write() as db:
            if forms.text("back"):
                absences.back(db, mine.id, who)
            else:
                absences.note(db, mine, who, by=person().id)
    except Refusal as refusal:
        return _page(refusal)
    tell(f"pair:{mine.id}", f"course:{mine.course_id}")
    return redirect(url_for("pairs.choose"), 303)


@bp.post("/switch")
@door(Door.PAIR)
def switch() -> ResponseReturnValue:
    """Swap who writes and who draws."""
    with write() as db:
        turns.switch(db, pair())
    return changed(pair())


@bp.get("/roles")
@door(Door.PAIR)
def roles() -> ResponseReturnValue:
    """Show who writes and who draws: the top bar's fragment."""
    return render_template("pairs/_roles.html")


@bp.post("/nickname")
@door(Door.PAIR)
def rename() -> ResponseReturnValue:
    """Choose the pair's name on the leaderboard, or stay off it."""
    try:
        with write() as db:
            shown = bool(forms.text("on_board"))
            pairs.rename(db, pair().id, forms.text("nickname"), on_board=shown)
    except Refusal as refusal:
        return _page(refusal)
    tell("board")
    return redirect(url_for("pairs.choose"), 303)


@bp.post("/personal-link")
@door(Door.STUDENT)
@limiter.limit(throttle.JOIN)
def personal_link() -> ResponseReturnValue:
    """Make a fresh personal link; the earlier one stops working."""
    with write() as db:
        session["personal"] = links.rejoin(db, person().id)
        audit.note(db, "renewed the personal link", actor_id=person().id)
    return redirect(url_for("pairs.choose"), 303)


def _on(mine: Pair) -> ResponseReturnValue:
    tell(f"pair:{mine.id}", f"course:{mine.course_id}")
    return redirect(url_for("ladder.show"), 303)
