"""The swap clock and the presence line: who writes, until when, and who is here."""

from dataclasses import dataclass

from flask import Blueprint, Flask, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service import clock
from service.store import presence, turns
from service.store.models import Pair, Person
from service.store.refusals import Refusal
from service.web import forms
from service.web.news import tell
from service.web.rows import read, write
from service.web.sections import BY_SLUG
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("turns", __name__, url_prefix="/pair")
SOON = 30  # seconds before the end at which the clock turns amber


@dataclass(frozen=True, slots=True)
class Clock:
    """A running turn as a page shows it; moments are milliseconds since 1970."""

    ends: int
    now: int
    after: str
    is_alone: bool

    @property
    def left(self) -> int:
        """Return the whole seconds that are left, 0 when it is over."""
        return max(0, -((self.now - self.ends) // 1000))

    @property
    def text(self) -> str:
        """Return what is left as "4:12"."""
        return f"{self.left // 60}:{self.left % 60:02}"

    @property
    def state(self) -> str:
        """Return "", "soon" or "over"."""
        return "over" if not self.left else "soon" if self.left <= SOON else ""


def running() -> Clock:
    """Return the pair's clock."""
    mine, names = pair(), {one.id: one.name for one in asking().members}
    after = turns.order(read(), mine)
    return Clock(
        ends=round(1000 * turns.ends_at(mine).timestamp()),
        now=round(1000 * clock.now().timestamp()),
        after=_sentence([names[one] for one in after]),
        is_alone=len(after) == 1,
    )


def _sentence(names: list[str]) -> str:
    """Say who writes next and who draws; ``names`` begins with whose turn it was."""
    if len(names) == 1:
        return (
            "Stop typing for a moment: say aloud what the next line does, or draw it."
        )
    writes, *draw = [*names[1:], names[0]]
    return f"{writes} writes, {' and '.join(draw)} draw{'s' * (len(draw) == 1)}."


def whereabouts(one: Person) -> str:
    """Return the presence line of a member: where they are, or since when not."""
    mine = pair()
    seen = presence.of_pair(read(), mine.id).get(one.id)
    role = "writes" if one.id == mine.driver_id else "draws"
    if len(asking().members) == 1:
        return "alone for now"
    if one.id in asking().away:
        return "away today"
    if seen is None:
        return f"{role} · not here yet"
    if not presence.is_here(seen):
        return f"{role} · away since {seen.seen_at.astimezone():%H:%M}"
    return f"{role} · {BY_SLUG[seen.rung].number}" if seen.rung in BY_SLUG else role


def balance() -> list[tuple[str, float]]:
    """Return (name, share of the time at the keyboard), for the pair's own eyes."""
    shares = turns.shares(read(), pair())
    return [(one.name, shares[one.id]) for one in asking().members if one.id in shares]


@bp.post("/here")
@door(Door.PAIR)
def here() -> ResponseReturnValue:
    """Note that this page is open and looked at; answer with the top bar's fragment."""
    who = asking()
    people = [one.id for one in (who.person, who.partner) if one]
    rung = forms.text("rung")
    with write() as db:
        known = rung if rung in BY_SLUG else ""
        is_news = presence.see(db, pair(), people, known)
    if is_news:
        tell(f"pair:{pair().id}", f"draft:{pair().id}")
    _look_again()
    return render_template("pairs/_roles.html")


@bp.post("/take")
@door(Door.PAIR)
def take() -> ResponseReturnValue:
    """Take the keyboard over, with the text on it."""
    with write() as db:
        turns.hand_to(db, pair(), person().id)
    return changed(pair())


@bp.post("/longer")
@door(Door.PAIR)
def longer() -> ResponseReturnValue:
    """Go on for one more minute."""
    with write() as db:
        turns.longer(db, pair())
    return changed(pair())


@bp.post("/minutes")
@door(Door.PAIR)
def last() -> ResponseReturnValue:
    """Choose how long a turn lasts; what cannot be chosen changes nothing."""
    try:
        with write() as db:
            turns.last(db, pair().id, forms.text("minutes"))
    except Refusal:
        return back()
    return changed(pair())


def changed(mine: Pair) -> ResponseReturnValue:
    """Tell the pair's pages that the turn is another, and go back to the page."""
    tell(f"pair:{mine.id}", f"draft:{mine.id}")
    return back()


def back() -> ResponseReturnValue:
    """Return to the page the form stood on; only to one of ours."""
    wanted = forms.text("back")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return redirect(wanted if ours else url_for("ladder.show"), 303)


def _look_again() -> None:
    """Forget who asked: a turn may have begun afresh with this very request."""
    g.pop("who", None)


def attach(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(
        running_turn=running, whereabouts=whereabouts, balance=balance
    )
