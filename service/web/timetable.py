"""The timetable: when exercises open, are due and close, and more time for one pair."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service import clock
from service.store import policies, rosters, timetable, windows
from service.store.models import Course, Extension, Pair
from service.store.refusals import Refusal
from service.store.timetable import SLUGS, Times
from service.store.windows import Window
from service.web import forms
from service.web.dashboard import course
from service.web.news import tell
from service.web.rows import read, write
from service.web.sections import BY_SLUG, NAMES
from service.web.times import typed
from service.web.who import Door, asking, door, person

bp = Blueprint("timetable", __name__, url_prefix="/class/timetable")
TURNS = {"hold", "release", "close", "reopen"}


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show the times of every exercise, and who has more."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    here = course()
    slug = request.values.get("which", "")
    times = windows.of_course(read(), here.id)
    return render_template(
        "timetable/show.html",
        course=here,
        rules=policies.of(read(), here.id),
        times=times,
        now=clock.now(),
        names=NAMES,
        rungs=BY_SLUG,
        which=slug,
        chosen=times.get(slug) or Window(),
        extensions=timetable.extensions(read(), here.id),
        groups=rosters.of(read(), here.id).groups,
        refusal=refusal,
    )


@bp.post("")
@door(Door.INSTRUCTOR)
def put() -> ResponseReturnValue:
    """Set the times of one exercise, of a section, or of all."""
    here, which, me = course(), forms.text("which"), person().id
    rules = policies.of(read(), here.id)
    chosen = {
        slug
        for slug, rung in BY_SLUG.items()
        if which in {"all", slug, f"section:{rung.section}"}
    }
    try:
        opens, due, closes = (
            typed(forms.text(name), name, rules)
            for name in ("opens_at", "due_at", "closes_at")
        )
        times = Times(bool(forms.text("held")), opens, due, closes)
        with write() as db:
            timetable.put(db, here.id, chosen, times, actor_id=me)
    except Refusal as refusal:
        return _page(refusal), 422
    return _back(here)


@bp.post("/<slug>")
@door(Door.INSTRUCTOR)
def turn(slug: str) -> ResponseReturnValue:
    """Hold, release, close or reopen an exercise now."""
    here, what, me = course(), forms.text("do"), person().id
    if slug not in SLUGS or what not in TURNS:
        abort(404)
    with write() as db:
        timetable.turn(db, here.id, slug, what, actor_id=me)
    return _back(here)


@bp.post("/extensions")
@door(Door.INSTRUCTOR)
def extend() -> ResponseReturnValue:
    """Give one pair more time, with a reason."""
    here, me, rung = course(), person().id, forms.text("rung")
    if rung and rung not in SLUGS:
        abort(404)
    try:
        pair = _pair(here)
        until = typed(forms.text("until"), "until", policies.of(read(), here.id))
        why = {"reason": forms.text("reason"), "actor_id": me}
        with write() as db:
            timetable.extend(db, pair, rung or None, until, **why)
    except Refusal as refusal:
        return _page(refusal), 422
    tell(f"pair:{pair.id}")
    return _back(here)


def _pair(here: Course) -> Pair:
    wanted = Pair.course_id == here.id, Pair.id == forms.text("pair")
    found = read().scalar(select(Pair).where(*wanted))
    if found is None:
        raise Refusal("pair", "Choose a pair of this class.")
    return found


@bp.post("/extensions/<extension_id>")
@door(Door.INSTRUCTOR)
def withdraw(extension_id: str) -> ResponseReturnValue:
    """Take an extension back."""
    wanted = select(Extension, Pair).join(Pair, Pair.id == Extension.pair_id)
    row = read().execute(wanted.where(Extension.id == extension_id)).first()
    found, pair = row or abort(404)
    with write() as db:
        timetable.withdraw(db, found, actor_id=person().id)
    tell(f"pair:{pair.id}")
    return redirect(url_for("timetable.show", course=pair.course_id), 303)


def _back(here: Course) -> ResponseReturnValue:
    groups = rosters.of(read(), here.id).groups
    tell(f"course:{here.id}", *(f"pair:{pair.id}" for pair, _ in groups))
    return redirect(url_for("timetable.show", course=here.id), 303)


def _keep_back() -> ResponseReturnValue | None:
    """Answer for an exercise that is not released yet: its door, and when it opens."""
    slug = (request.view_args or {}).get("slug", "")
    pair = asking().pair
    if request.blueprint != "exercise" or pair is None or slug not in SLUGS:
        return None
    window = windows.of_pair(read(), pair)[slug]
    if window.is_released(clock.now()):
        return None
    rules = policies.of(read(), pair.course_id)
    page = {"rung": BY_SLUG[slug], "window": window, "rules": rules}
    return render_template("timetable/not_yet.html", **page), 404


def window_of(slug: str) -> Window | None:
    """Return when a rung is open to the pair that asks."""
    pair = asking().pair
    return windows.of_pair(read(), pair).get(slug) if pair else None


def attach(app: Flask) -> None:
    """Keep exercises back until they are released, and let pages say when they end."""
    app.before_request(_keep_back)
    app.jinja_env.globals.update(
        window_of=window_of,
        class_rules=lambda course_id: policies.of(read(), course_id),
        clock_now=clock.now,
    )
