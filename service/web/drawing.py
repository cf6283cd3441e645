"""Arrange a stored counterexample for the page: drawing, table twin, ledger, PyTorch."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from flask import Flask, request
from markupsafe import Markup

from exercises.explain.arrays import Beside, beside
from exercises.explain.blame import compared
from exercises.explain.expression import parsed
from exercises.explain.held import Held
from exercises.explain.literals import ExpressionError
from exercises.explain.origin import Origin, origin
from exercises.explain.picture import Mark, Picture, drawn
from exercises.explain.stored import graph_of, names_of, seen_of
from exercises.explain.summary import summary
from exercises.explain.torch_lines import lines
from exercises.explain.trained import trained
from exercises.explain.values import typed
from exercises.figures import listed, number
from exercises.graph_code import expression
from exercises.graphs import GraphSpec
from exercises.judge import TOLERANCE, errors
from exercises.nouns import Array
from service.web.graph_svg import Drawing

WORDS = {
    Mark.RIGHT: "✓ right",
    Mark.WRONG: "✗ wrong",
    Mark.FOLLOWS: "✗ wrong, because of another",
    Mark.UNSEEN: "not observed",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One graph as the page shows it; ``origin`` None where no gradient arrives."""

    picture: Picture
    across: Markup
    down: Markup
    said: str
    origin: Origin | None
    torch: str
    again: dict[str, str] | None


def figure(picture: Picture, *, label: str, of: int | None = None) -> Figure:
    """Return the page's view of a picture; ``of`` chooses whose gradient is told."""
    told = picture.focus if of is None else of
    return Figure(
        picture=picture,
        # Written by graph_svg, which escapes every text in it.
        across=Markup(Drawing(picture).svg(f"{label}-across")),  # noqa: S704
        down=Markup(Drawing(picture, down=True).svg(f"{label}-down")),  # noqa: S704
        said=summary(picture),
        origin=None if told is None else origin(picture, told),
        torch="\n".join(
            lines(picture.spec, _printed(picture, told), called=picture.names)
        ),
        again=again(picture),
    )


def again(picture: Picture) -> dict[str, str] | None:
    """Return what to type to try the graph with other numbers, None for what cannot be."""
    spec = picture.spec
    arrays = {picture.names[leaf.id]: leaf.array for leaf in spec.leaves}
    text = expression(spec)
    try:
        parsed(text, arrays)
    except ExpressionError:
        return None
    values = "\n".join(typed(name, array) for name, array in arrays.items())
    return {"expression": text, "values": values}


def _printed(picture: Picture, told: int | None) -> int | None:
    """Choose the leaf whose gradient the lines print: None prints the result."""
    if any(node.value_mark is Mark.WRONG for node in picture.nodes):
        return None
    leaves = [node for node in picture.nodes if not node.op and node.tracked]
    wrong = [node for node in leaves if node.mark in {Mark.WRONG, Mark.FOLLOWS}]
    chosen = [node.id for node in leaves if node.id == told]
    return next(iter(chosen or [node.id for node in (*wrong, *leaves)]), None)


def stored_figure(
    plain: dict[str, Any] | None, label: str, *, of: str | None = None
) -> Figure | None:
    """Return the figure of a stored counterexample, None where it is no graph.

    ``of`` names the node whose gradient is told.
    """
    spec = graph_of(plain)
    if plain is None or spec is None:
        return None
    picture = compared(spec, seen_of(plain), called=names_of(plain))
    told = next((n for n, name in picture.names.items() if name == of), None)
    return figure(picture, label=label, of=told)


def right_figure(
    spec: GraphSpec,
    *,
    label: str,
    of: int | None = None,
    called: dict[int, str] | None = None,
) -> Figure:
    """Return the figure of a graph with nobody's engine in it."""
    return figure(drawn(spec, called=called), label=label, of=of)


def stored_arrays(plain: dict[str, Any] | None) -> Beside | None:
    """Return the arrays of a stored counterexample that is no graph."""
    return beside(plain)


def numbers(array: Array | None) -> str:
    """Return every number of an array, row by row."""
    if array is None:
        return "none"
    return listed(array).replace("], [", "],\n[")


def held(one: Held | None) -> str:
    """Return what an engine holds, in words or numbers."""
    if one is None:
        return "not observed"
    return one.word if one.array is None else numbers(one.array)


def word(mark: Mark) -> str:
    """Return a mark in words."""
    return WORDS[mark]


def rows_of(array: Array, expected: Array | None) -> list[list[tuple[str, bool]]]:
    """Return an array as rows of (number, differs), axes before the last two unrolled."""
    off = np.zeros(array.shape, dtype=bool)
    if expected is not None and expected.shape == array.shape:
        off = np.asarray(~(errors(expected, array) <= TOLERANCE))
    last = array.shape[-1] if array.ndim else 1
    flat, marked = array.reshape(-1, last), off.reshape(-1, last)
    return [
        [(number(float(v)), bool(m)) for v, m in zip(row, marks, strict=True)]
        for row, marks in zip(flat, marked, strict=True)
    ]


def hue(figure: Figure, row: int) -> str:
    """Return the class of a contribution's colour, the same as in the drawing."""
    told = figure.origin
    is_focus = told is not None and told.node.id == figure.picture.focus
    return f"hue{row % 3 + 1}" if is_focus else ""


def keep_args(**changed: str) -> str:
    """Return this address's arguments with some of them changed."""
    kept = {name: value for name, value in request.args.items() if name != "tab"}
    return urlencode(kept | changed)


def attach(app: Flask) -> None:
    """Let templates draw what a verdict holds."""
    app.jinja_env.globals.update(
        stored_figure=stored_figure,
        stored_arrays=stored_arrays,
        stored_training=trained,
        hue_of=hue,
        rows_of=rows_of,
        keep_args=keep_args,
    )
    app.jinja_env.filters.update(numbers=numbers, held=held, marked=word)
