"""One rung: the prompt, the pair's code, and what became of the last attempt."""

from flask import Blueprint, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from exercises.questions import Rung
from service.store import aside, drafts, history, progress, submissions, windows
from service.store.models import Draft
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.handing import hand_in
from service.web.news import tell
from service.web.ours import ours
from service.web.prompts import prompt, starter
from service.web.rows import read, write
from service.web.sections import BY_SLUG
from service.web.submissions import about, received, turned_down
from service.web.throttle import limiter
from service.web.who import Door, asking, door, pair, person
from service.web.words import ago

bp = Blueprint("exercise", __name__, url_prefix="/exercises")


def rung_of(slug: str) -> Rung:
    """Return the rung with this slug, else 404."""
    return BY_SLUG.get(slug) or abort(404)


@bp.get("/<slug>")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show the exercise with the pair's latest code."""
    return page(rung_of(slug))


@bp.post("/<slug>")
@door(Door.PAIR)
@limiter.limit(throttle.SUBMIT, key_func=throttle.by_pair)
def take(slug: str) -> ResponseReturnValue:
    """Take what was typed or chosen, and grade this rung."""
    rung = rung_of(slug)
    try:
        return received(hand_in(rung))
    except Refusal as refusal:
        return turned_down(refusal) or (page(rung, refusal), 422)


@bp.get("/<slug>/attempts")
@door(Door.PAIR)
def history_of(slug: str) -> ResponseReturnValue:
    """Show the newest attempts alone: what the page's second tab reads again."""
    rung = rung_of(slug)
    return render_template(
        "exercise/_attempts.html", rung=rung, attempts=_attempts(rung)
    )


def _attempts(rung: Rung) -> list[history.Shown]:
    return history.of_pair(read(), pair().id, rung=rung.slug, limit=6)


@bp.get("/<slug>/draft")
@door(Door.PAIR)
def draft(slug: str) -> ResponseReturnValue:
    """Return the pair's text as it is now, and who saved it."""
    rung = rung_of(slug)
    now = drafts.load(read(), pair().id, rung.slug)
    return jsonify(
        source=now.source if now else starter(rung.slug),
        version=drafts.version(now),
        by=_name(now),
    )


@bp.post("/<slug>/draft")
@door(Door.PAIR)
def save(slug: str) -> ResponseReturnValue:
    """Keep the text as it is; an empty one brings the starter back."""
    rung = rung_of(slug)
    if forms.text("restart"):
        with write() as db:
            aside.bring_back(db, **_mine(rung, starter(rung.slug)))
        return page(rung)
    if (newer := _keep(rung, forms.text("source"))) is not None:
        return _in_the_way(newer)
    tell(f"draft:{pair().id}")
    now = drafts.load(read(), pair().id, rung.slug)
    return jsonify(saved=True, version=drafts.version(now))


def _keep(rung: Rung, source: str) -> Draft | None:
    """Save the text, unless a partner's that this page has not seen is in the way."""
    mine = _mine(rung, source)
    with write() as db:
        if forms.text("force"):
            aside.take_over(db, **mine)
            return None
        newer = drafts.in_the_way(db, **mine, seen=forms.text("base"))
        if newer is None and source.strip():
            drafts.save(db, **mine)
        elif newer is None:
            drafts.drop(db, pair().id, rung.slug)
        return newer


def _in_the_way(newer: Draft) -> ResponseReturnValue:
    name = _name(newer)
    what = f"{name} saved another text {ago(newer.saved_at)}."
    then = "Yours is kept in this browser. Which one goes on?"
    return jsonify(what=what, then=then, by=name), 409


def _mine(rung: Rung, source: str) -> dict[str, str]:
    return {
        "pair_id": pair().id, "rung": rung.slug, "source": source, "by": person().id,
    }  # fmt: skip


def _name(of: Draft | None) -> str:
    names = {one.id: one.name for one in asking().members}
    return names.get(of.saved_by, "Somebody") if of else ""


def page(rung: Rung, refusal: Refusal | None = None) -> str:
    """Return the exercise page, with what a form was refused for."""
    standing = progress.of_pair(read(), pair().id)
    shown = _latest(rung, standing[rung.slug])
    now = drafts.load(read(), pair().id, rung.slug)
    text = now.source if now else starter(rung.slug)
    return render_template(
        "exercise/show.html",
        rung=rung,
        refusal=refusal,
        standing=standing,
        seen=standing[rung.slug],
        attempt=submissions.charged(read(), pair().id, rung.slug) + 1,
        prompt=prompt(rung.slug),
        ours=ours(standing, windows.of_pair(read(), pair())).get(rung.slug),
        source=forms.text("source") if refusal else text,
        version=drafts.version(now),
        # Lines of an earlier text would mark the wrong ones.
        marked=shown is not None and shown.submission.source == text,
        token=forms.fresh_token(),
        **(about(shown) if shown else {"shown": None}),
        attempts=_attempts(rung),
        following=progress.next_rung(standing),
        titles={slug: one.title for slug, one in BY_SLUG.items()},
    )


def _latest(rung: Rung, seen: progress.Standing) -> history.Shown | None:
    """Return the newest attempt: at this rung, or by a whole file that held it."""
    own = next(iter(history.of_pair(read(), pair().id, rung=rung.slug, limit=1)), None)
    whole = (
        history.find(read(), seen.latest, pair_id=pair().id) if seen.latest else None
    )
    both = [one for one in (own, whole) if one is not None]
    return max(both, key=lambda one: one.submission.seq, default=None)
