"""One attempt as an instructor reads it: code, verdict, changes, runs, comments."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service import doorbell
from service.store import alike, disputes, history, messages, notes, opened_hints
from service.store.gradings import queue_of
from service.store.history import Shown
from service.store.messages import Address
from service.store.models import Purpose
from service.store.refusals import Refusal
from service.web import forms, scope
from service.web.differences import between
from service.web.news import tell
from service.web.rows import read, settings, write
from service.web.submissions import about
from service.web.who import Door, door, person

bp = Blueprint("drill", __name__, url_prefix="/class/attempts")


@bp.get("/<submission_id>")
@door(Door.INSTRUCTOR)
def show(submission_id: str) -> ResponseReturnValue:
    """Show one attempt with everything known of it."""
    return _page(scope.submission(submission_id))


@bp.get("/<submission_id>/runs")
@door(Door.INSTRUCTOR)
def runs(submission_id: str) -> ResponseReturnValue:
    """Show its runs alone: the live part of the page."""
    shown = scope.submission(submission_id)
    return render_template(
        "drill/_runs.html", shown=shown, runs=history.runs(read(), submission_id)
    )


@bp.post("/<submission_id>/replay")
@door(Door.INSTRUCTOR)
def replay(submission_id: str) -> ResponseReturnValue:
    """Run it once more, privately."""
    shown = scope.submission(submission_id)
    with write() as db:
        again = disputes.replay(db, shown.submission, person().id)
    doorbell.ring(settings(), again.id, queue_of(Purpose.REPLAY))
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for("drill.show", submission_id=submission_id), 303)


@bp.post("/<submission_id>/comment")
@door(Door.INSTRUCTOR)
def comment(submission_id: str) -> ResponseReturnValue:
    """Comment on a line, to the pair and on demand to all who wrote the same code."""
    shown = scope.submission(submission_id)
    typed = forms.text("line")
    line = int(typed) if typed.isascii() and typed.isdigit() else 0
    to = [Address(shown.pair.id, submission_id, line)]
    if forms.text("alike"):
        to += alike.same_code(read(), shown.submission, line)
    try:
        with write() as db:
            words = forms.text("text")
            messages.send(db, shown.pair.course_id, person().id, words, to=to)
    except Refusal as refusal:
        return _page(shown, refusal), 422
    tell(*sorted({f"pair:{each.pair_id}" for each in to}))
    page = url_for("drill.show", submission_id=submission_id, sent=len(set(to)))
    return redirect(f"{page}#L{line}", 303)


def _page(shown: Shown, refusal: Refusal | None = None) -> str:
    text = alike.text(shown.submission)
    before, after = history.neighbours(read(), shown.submission)
    comments: dict[int, list[messages.Letter]] = {}
    for letter in messages.on(read(), shown.submission.id):
        comments.setdefault(letter.delivery.line, []).append(letter)
    return render_template(
        "drill/show.html",
        **about(shown),
        lines=text.split("\n"),
        comments=comments,
        before=before,
        after=after,
        diff=between(alike.text(before), text) if before else [],
        runs=history.runs(read(), shown.submission.id),
        notes=notes.load(read(), shown.pair.id, shown.submission.rung or ""),
        hints=opened_hints.of_rung(read(), shown.pair.id, shown.submission.rung),
        refusal=refusal,
    )
