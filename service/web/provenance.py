"""Ask each partner alone where a gradient came from; both right is what the week is for."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.explain.asked import a_round
from exercises.explain.literals import ExpressionError
from exercises.explain.marking import chose, marked
from exercises.explain.stored import graph_of
from exercises.graph_code import lines
from exercises.graphs import from_json
from exercises.misconceptions.catalogue import CAUSES
from service.store import provenance
from service.store.models import Outcome, Person, ProvenanceQuestion
from service.store.provenance import Standing
from service.web import forms
from service.web.drawing import right_figure
from service.web.rows import read, write
from service.web.who import Door, asking, door, pair

bp = Blueprint("provenance", __name__, url_prefix="/where-from")


@bp.get("")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show who has the receipt, and how far the rounds of those at this computer are."""
    present = here()
    return render_template(
        "provenance/show.html",
        standing=of_pair(),
        here=present,
        rounds={
            one.id: provenance.latest_round(read(), pair().id, one.id)
            for one in present
        },
    )


@bp.post("/begin")
@door(Door.PAIR)
def begin() -> ResponseReturnValue:
    """Begin a round for one of those at this computer, or go on with the open one."""
    who = _answering(forms.text("person"))
    begin_for(who)
    return _onward(who)


@bp.get("/<question_id>")
@door(Door.PAIR)
def question(question_id: str) -> ResponseReturnValue:
    """Show one question; once it is answered, with the ledger that answers it."""
    return _page(_find(question_id))


@bp.post("/<question_id>")
@door(Door.PAIR)
def answer(question_id: str) -> ResponseReturnValue:
    """Mark an answer."""
    row = _find(question_id)
    who = _answering(row.person_id)
    if row.outcome is not None:
        return _onward(who)
    try:
        _mark(row)
    except ExpressionError as error:
        return _page(row, str(error)), 422
    return redirect(url_for("provenance.question", question_id=row.id), 303)


def begin_for(who: Person) -> None:
    """Begin a fresh round for a member; while one is open that one goes on."""
    mine = provenance.latest_round(read(), pair().id, who.id)
    number = mine[0].round + 1 if mine else 1
    # The same structure for both partners, but never the same numbers.
    seed = crc32(f"{pair().id}:{who.id}:{number}".encode())
    own = (graph_of(plain) for plain in provenance.last_graphs(read(), pair().id))
    asked = a_round(seed, [spec for spec in own if spec is not None])
    with write() as db:
        shared = asking().partner is not None
        provenance.begin(db, pair().id, who.id, asked, shared=shared)


def of_pair() -> Standing:
    """Return the receipts of the pair that is asking."""
    return provenance.standing(read(), pair().id, asking().members)


def _mark(row: ProvenanceQuestion) -> None:
    """Write down what became of an answer; raises ExpressionError for none."""
    is_first = "answer" in row.asked and row.missed is None
    typed = forms.text("answer")
    right, mistake = marked(row.asked, typed) if is_first else _chosen(row.asked)
    with write() as db:
        if right:
            kept = (
                Outcome.RIGHT
                if is_first or "answer" not in row.asked
                else Outcome.OPTION
            )
            provenance.settle(db, row.id, kept)
        elif is_first:
            provenance.miss(db, row.id, typed, mistake)
        else:
            provenance.settle(db, row.id, Outcome.WRONG, mistake)


def _chosen(asked: Mapping[str, Any]) -> tuple[bool, str]:
    given = request.form.getlist("choice")
    ticked = [int(each) for each in given if each.isdecimal() and len(each) < 4]
    if not ticked:
        raise ExpressionError("Nothing is chosen yet.")
    return chose(asked, ticked)


def here() -> list[Person]:
    """Return who sits at this computer."""
    who = asking()
    return [one for one in (who.person, who.partner) if one is not None]


def _answering(person_id: str) -> Person:
    """Return the member who answers; nobody answers for somebody elsewhere."""
    present = here()
    chosen = next((one for one in present if one.id == person_id), None)
    return chosen or (present[0] if not person_id else abort(404))


def _find(question_id: str) -> ProvenanceQuestion:
    row = provenance.find(read(), question_id, pair_id=pair().id)
    if row is None or row.person_id not in {one.id for one in here()}:
        abort(404)
    return row


def _onward(who: Person) -> ResponseReturnValue:
    rows = provenance.latest_round(read(), pair().id, who.id)
    ahead = next((row for row in rows if row.outcome is None), None)
    if ahead is None:
        return redirect(url_for("provenance.show"), 303)
    return redirect(url_for("provenance.question", question_id=ahead.id), 303)


def _page(row: ProvenanceQuestion, problem: str = "") -> str:
    spec = from_json(row.asked["graph"])
    rows = provenance.latest_round(read(), pair().id, row.person_id)
    return render_template(
        "provenance/question.html",
        row=row,
        problem=problem,
        code="\n".join(lines(spec, inlined=False)),
        figure=right_figure(spec, label="graph", of=row.asked["leaf"])
        if row.outcome
        else None,
        mistake=CAUSES.get(row.mistake or ""),
        who_answers=next(one for one in asking().members if one.id == row.person_id),
        following=next((each for each in rows if each.outcome is None), None),
        count=provenance.ROUND,
    )
