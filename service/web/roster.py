"""The roster: who is expected, who is together, and how they come together."""

import random
import secrets
from datetime import datetime, time, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service import clock
from service.store import codes, pairing, policies, roster_lines, rosters
from service.store.models import Course, Pair, Person
from service.store.refusals import Refusal
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, write
from service.web.who import Door, door, person

bp = Blueprint("roster", __name__, url_prefix="/class/roster")
WAYS = {
    "rest": "those without a group, at random",
    "afresh": "everyone afresh, at random",
    "earlier": "everyone as on a day",
}
Groups = list[list[Person]]


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show the groups, who is in none, and the ways to change that."""
    return _page()


def _page(refusal: Refusal | None = None, **more: object) -> str:
    here = course()
    week = clock.now().astimezone(policies.of(read(), here.id).clock)
    return render_template(
        "roster/show.html",
        course=here,
        roster=rosters.of(read(), here.id),
        ways=WAYS,
        last_week=(week - timedelta(days=7)).date().isoformat(),
        refusal=refusal,
        **more,
    )


@bp.post("/import")
@door(Door.INSTRUCTOR)
def take() -> ResponseReturnValue:
    """Show what a pasted roster would do; bring it in when it was looked at."""
    here, me = course(), person().id
    try:
        text = _pasted()
        lines = roster_lines.against(read(), here, roster_lines.read(text))
        if forms.text("do") != "import":
            return render_template(
                "roster/preview.html", course=here, lines=lines, source=text
            )
        with write() as db:
            roster_lines.take(db, here, lines, actor_id=me)
    except Refusal as refusal:
        return _page(refusal, source=forms.text("source")), 422
    return _back(here)


def _pasted() -> str:
    _, data = forms.upload_or_text()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = "The file is not UTF-8: save it as CSV UTF-8, or paste the lines."
        raise Refusal("source", sentence) from error


@bp.post("/groups")
@door(Door.INSTRUCTOR)
def change() -> ResponseReturnValue:
    """Put the chosen people together, or split a group."""
    here, me = course(), person().id
    chosen, group = request.form.getlist("person"), forms.text("pair")
    try:
        with write() as db:
            if group:
                wanted = Pair.course_id == here.id, Pair.id == group
                pair = db.scalar(select(Pair).where(*wanted))
                pairing.split(db, pair or abort(404), actor_id=me)
            else:
                everyone = {one.id: one for one in rosters.present(db, here.id)}
                people = [everyone.get(each) or abort(404) for each in chosen]
                pairing.together(db, people, actor_id=me)
    except Refusal as refusal:
        return _page(refusal), 422
    return _back(here)


@bp.get("/pairing")
@door(Door.INSTRUCTOR)
def preview() -> ResponseReturnValue:
    """Show the groups that a way of pairing would make."""
    return _preview(request.args.get("seed") or str(secrets.randbelow(10**9)))


@bp.post("/pairing")
@door(Door.INSTRUCTOR)
def pair_up() -> ResponseReturnValue:
    """Make the groups that were shown, if the class is still as it was then."""
    here, me = course(), person().id
    try:
        groups = _groups(here, forms.text("seed"))
    except Refusal as refusal:
        return _page(refusal), 422
    if forms.text("plan") != _digest(groups):
        return _preview(forms.text("seed"), changed=bool(forms.text("plan")))
    with write() as db:
        for group in groups:
            pairing.together(db, group, actor_id=me)
    return _back(here)


def _preview(seed: str, *, changed: bool = False) -> ResponseReturnValue:
    here = course()
    try:
        groups = _groups(here, seed)
    except Refusal as refusal:
        return _page(refusal), 422
    known = pairing.met(rosters.memberships(read(), here.id))
    how, day = request.values.get("how", ""), request.values.get("day", "")
    return render_template(
        "roster/pairing.html",
        course=here,
        groups=groups,
        again=[pairing.again([group], known) > 0 for group in groups],
        plan=_digest(groups),
        way=WAYS[how],
        fields={"how": how, "day": day, "seed": seed},
        changed=changed,
    )


def _groups(here: Course, seed: str) -> Groups:
    how = request.values.get("how", "")
    if how not in WAYS:
        raise Refusal("how", "Choose one of the ways in the list.")
    rows, everyone = (
        rosters.memberships(read(), here.id),
        rosters.present(read(), here.id),
    )
    if how == "earlier":
        return pairing.as_on(everyone, rows, _day(here))
    people = rosters.of(read(), here.id).alone if how == "rest" else everyone
    # Not a secret: who was drawn is shown before it is done.
    rng = random.Random(seed)  # noqa: S311
    return pairing.at_random(people, pairing.met(rows), rng)


def _day(here: Course) -> datetime:
    """Return the end of the day that was asked for, on the class's own clock."""
    try:
        day = datetime.fromisoformat(request.values.get("day", ""))
        zone = policies.of(read(), here.id).clock
        return datetime.combine(day, time(23, 59), tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise Refusal("day", "Write the day as 2026-11-24.") from error


def _digest(groups: Groups) -> str:
    return codes.digest(repr([[one.id for one in group] for group in groups]))


def _back(here: Course) -> ResponseReturnValue:
    tell(f"course:{here.id}")
    return redirect(url_for("roster.show", course=here.id), 303)
