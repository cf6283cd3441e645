"""Try it: a pair's own expression, on the reference at once, on its engine when asked."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exercises.explain.expression import Written, parsed, tensors
from exercises.explain.held import Seen
from exercises.explain.literals import ExpressionError
from exercises.explain.stored import with_graph
from exercises.explain.values import leaves, typed
from exercises.my_engine import Engine
from service.store import gradings, tries
from service.store.models import Grading
from service.store.refusals import Refusal
from service.store.tries import Try
from service.web import throttle
from service.web.drawing import Figure, right_figure, stored_figure
from service.web.explain import asked_for
from service.web.handing import ring
from service.web.my_engine import composed
from service.web.rows import read, write
from service.web.throttle import limiter
from service.web.who import Door, door, pair

bp = Blueprint("tryit", __name__, url_prefix="/try")

EXAMPLE = "y = log(x * x) + sum(x + b)"
NOT_YET = "Your engine has not run as a whole yet."
# With less than this an engine would be mostly ours, and so would its answer.
LEAST = {"wrap_forward_fn", "backprop"}
EXAMPLE_VALUES = "x = [1, 2]\nb = [3]"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    expression: str
    values: str
    seed: int

    def written(self) -> Written:
        """Return the graph; raises ExpressionError."""
        return parsed(
            self.expression, leaves(self.values, tensors(self.expression), self.seed)
        )


def _typed() -> Typed:
    given = request.values
    try:
        seed = min(abs(int(given.get("seed", "1"))), 10**9)
    except ValueError:
        seed = 1
    return Typed(
        given.get("expression", "").replace("\x00", "").replace("\r\n", "\n"),
        given.get("values", "").replace("\x00", "").replace("\r\n", "\n"),
        seed,
    )


@bp.get("")
@door(Door.PAIR)
def show() -> ResponseReturnValue:
    """Show the form, and under it what the reference makes of the expression."""
    if "expression" not in request.args:
        return _page(Typed(EXAMPLE, EXAMPLE_VALUES, 1))
    form = _typed()
    try:
        written = form.written()
    except ExpressionError as error:
        return _page(form, Refusal("expression", str(error)))
    of = asked_for(written.names)
    shown = right_figure(written.spec, label="graph", of=of, called=written.names)
    return _page(form, figure=shown, written=written)


@bp.post("")
@door(Door.PAIR)
@limiter.limit(throttle.TRY, key_func=throttle.by_pair)
def ask() -> ResponseReturnValue:
    """Ask the pair's own engine, or only draw what is typed."""
    form = _typed()
    if request.form.get("draw"):
        page = url_for(
            "tryit.show",
            expression=form.expression,
            values=form.values,
            seed=form.seed,
        )
        return redirect(page, 303)
    try:
        grading = _queued(form)
    except ExpressionError as error:
        return _page(form, Refusal("expression", str(error))), 422
    except Refusal as refusal:
        return _page(form, refusal), 422
    ring(grading)
    return redirect(url_for("tryit.answer", try_id=grading.id), 303)


def _queued(form: Typed) -> Grading:
    """Queue the question; raises ExpressionError, Refusal."""
    written = form.written()
    held = with_graph(written.spec, Seen(), written.names)
    options = {**held, "expression": form.expression, "values": _lines(written)}
    asked = _composed() if request.form.get("mine") else None
    whole = tries.newest if asked else tries.engine_of
    engine = whole(read(), pair().id)
    if engine is None or (request.form.get("mine") and not asked):
        raise Refusal("expression", NOT_YET)
    if asked:
        options |= {"engine": asked.text, "filled_in": list(asked.missing)}
    with write() as db:
        return tries.ask(db, engine, options)


def _composed() -> Engine | None:
    """Return the pair's passing pieces as one engine, None where most would be ours."""
    engine = composed()[0]
    return engine if {*engine.taken} >= LEAST else None


@bp.get("/<try_id>")
@door(Door.PAIR)
def answer(try_id: str) -> ResponseReturnValue:
    """Show what the engine made of it, or how far it is."""
    asked = _find(try_id)
    form = Typed(
        asked.grading.options["expression"], asked.grading.options["values"], 1
    )
    return _page(form, asked=asked)


@bp.get("/<try_id>/result")
@door(Door.PAIR)
def result(try_id: str) -> ResponseReturnValue:
    """Show the same without a frame: the live part of the page."""
    return render_template("explain/_answer.html", **_answer(_find(try_id)))


def _find(try_id: str) -> Try:
    return tries.find(read(), try_id, pair_id=pair().id) or abort(404)


def _answer(asked: Try) -> dict[str, object]:
    drawing = asked.result.report.get("drawing") if asked.result else None
    return {
        "asked": asked,
        "answer": stored_figure(drawing, "answer", of=request.args.get("of")),
        "position": gradings.position(read(), asked.grading),
    }


def _lines(written: Written) -> str:
    return "\n".join(
        typed(written.names[leaf.id], leaf.array) for leaf in written.spec.leaves
    )


def _page(
    form: Typed,
    refusal: Refusal | None = None,
    *,
    figure: Figure | None = None,
    written: Written | None = None,
    asked: Try | None = None,
) -> str:
    return render_template(
        "explain/try.html",
        form=form,
        refusal=refusal,
        figure=figure,
        drawn_values=_lines(written) if written else "",
        engine=tries.engine_of(read(), pair().id),
        mine=_composed(),
        **(_answer(asked) if asked else {"asked": None}),
    )
