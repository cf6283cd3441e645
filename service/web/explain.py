"""Explain a gradient: any graph of the public bank, node by node, with nobody's engine."""

import re
from functools import cache

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from exercises.explain.values import typed
from exercises.graph_code import expression, lines
from exercises.graph_questions import concept
from exercises.graphs import names
from exercises.suite import bank
from service.web.drawing import right_figure
from service.web.who import Door, door

bp = Blueprint("explain", __name__, url_prefix="/explain")

CONCEPTS = ("chain rule", "shapes", "broadcasting", "reuse", "order")


@cache
def listed() -> dict[str, list[tuple[int, str]]]:
    """Return (number, formula) of the bank's graphs by their hardest idea."""
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in CONCEPTS}
    for number, spec in enumerate(bank(), start=1):
        found[concept(spec)].append((number, expression(spec)))
    return found


@bp.get("")
@door(Door.PERSON)
def index() -> ResponseReturnValue:
    """List the graphs that every engine is asked about first."""
    return render_template("explain/index.html", graphs=listed())


@bp.get("/<graph>")
@door(Door.PERSON)
def show(graph: str) -> ResponseReturnValue:
    """Show one graph and where the gradient of one of its nodes comes from."""
    known = dict(enumerate(bank(), start=1))
    number = int(graph) if re.fullmatch("[0-9]{1,3}", graph) else 0
    spec = known.get(number) or abort(404)
    return render_template(
        "explain/show.html",
        figure=right_figure(spec, label="graph", of=asked_for(names(spec))),
        formula=expression(spec),
        code="\n".join(lines(spec)),
        text=expression(spec),
        values="\n".join(
            typed(names(spec)[leaf.id], leaf.array) for leaf in spec.leaves
        ),
        number=number,
        count=len(known),
    )


def asked_for(called: dict[int, str]) -> int | None:
    """Return the node that the address names, None where it names none."""
    wanted = request.args.get("of", "")
    return next((node for node, name in called.items() if name == wanted), None)
