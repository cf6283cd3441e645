"""One rung: the prompt, the pair's code, and what became of the last attempt."""

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from exercises.questions import Rung
from service.store import drafts, history, progress, submissions
from service.store.refusals import Refusal
from service.web import forms, throttle
from service.web.handing import hand_in
from service.web.prompts import prompt, starter
from service.web.rows import read, write
from service.web.sections import BY_SLUG
from service.web.submissions import about, received, turned_down
from service.web.throttle import limiter
from service.web.who import Door, door, pair, person

bp = Blueprint("exercise", __name__, url_prefix="/exercises")


def rung_of(slug: str) -> Rung:
    """Return the rung with this slug, else 404."""
    return BY_SLUG.get(slug) or abort(404)


@bp.get("/<slug>")
@door(Door.PAIR)
def show(slug: str) -> ResponseReturnValue:
    """Show the exercise with the pair's latest code."""
    return _page(rung_of(slug))


@bp.post("/<slug>")
@door(Door.PAIR)
@limiter.limit(throttle.SUBMIT, key_func=throttle.by_pair)
def take(slug: str) -> ResponseReturnValue:
    """Take what was typed or chosen, and grade this rung."""
    rung = rung_of(slug)
    try:
        return received(hand_in(rung))
    except Refusal as refusal:
        return turned_down(refusal) or (_page(rung, refusal), 422)


@bp.post("/<slug>/draft")
@door(Door.PAIR)
def save(slug: str) -> ResponseReturnValue:
    """Keep the text as it is; an empty one brings the starter back."""
    rung, source = rung_of(slug), forms.text("source")
    with write() as db:
        if source.strip() and not forms.text("restart"):
            mine, me = pair().id, person().id
            drafts.save(db, pair_id=mine, rung=rung.slug, source=source, by=me)
        else:
            drafts.drop(db, pair().id, rung.slug)
    if request.headers.get("X-Fragment"):
        return jsonify(saved=True)
    return _page(rung)


def _page(rung: Rung, refusal: Refusal | None = None) -> str:
    standing = progress.of_pair(read(), pair().id)
    shown = _latest(rung, standing[rung.slug])
    return render_template(
        "exercise/show.html",
        rung=rung,
        refusal=refusal,
        standing=standing,
        seen=standing[rung.slug],
        attempt=submissions.charged(read(), pair().id, rung.slug) + 1,
        prompt=prompt(rung.slug),
        source=forms.text("source") if refusal else _source(rung),
        starter=starter(rung.slug),
        token=forms.fresh_token(),
        **(about(shown) if shown else {"shown": None}),
        attempts=history.of_pair(read(), pair().id, rung=rung.slug, limit=6),
        following=progress.next_rung(standing),
        titles={slug: one.title for slug, one in BY_SLUG.items()},
    )


def _source(rung: Rung) -> str:
    draft = drafts.load(read(), pair().id, rung.slug)
    return draft.source if draft else starter(rung.slug)


def _latest(rung: Rung, seen: progress.Standing) -> history.Shown | None:
    """Return the newest attempt: at this rung, or by a whole file that held it."""
    own = next(iter(history.of_pair(read(), pair().id, rung=rung.slug, limit=1)), None)
    whole = (
        history.find(read(), seen.latest, pair_id=pair().id) if seen.latest else None
    )
    both = [one for one in (own, whole) if one is not None]
    return max(both, key=lambda one: one.submission.seq, default=None)
