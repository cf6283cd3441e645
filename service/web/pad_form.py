"""Read a sketch from its form: nodes, edges and places, or say what cannot be read."""

import math
from collections.abc import Iterator

from flask import request

from exercises.arranging import Place
from exercises.pad import Edge, Sketch
from service.store.refusals import Refusal
from service.web import forms

MOST_NODES, MOST_EDGES, LONGEST = 24, 48, 16


def sketch() -> Sketch:
    """Return the drawing that was sent; an edge's ends are nodes. Raises Refusal."""
    edges = tuple(_edges())
    ends = [name for edge in edges for name in edge]
    named = forms.text("nodes").replace(",", " ").split()
    nodes = tuple(dict.fromkeys([*named, *ends]))
    long = next((name for name in nodes if len(name) > LONGEST), None)
    if long:
        sentence = f"{long[:LONGEST]}… is too long: a name has up to {LONGEST} letters."
        raise Refusal("nodes", sentence)
    if len(nodes) > MOST_NODES or len(edges) > MOST_EDGES:
        sentence = f"That is too much: draw up to {MOST_NODES} nodes and {MOST_EDGES}"
        raise Refusal("nodes", f"{sentence} edges, one for each wire.")
    if not nodes:
        raise Refusal("nodes", "Nothing is drawn yet: name a node, or say it is paper.")
    return Sketch(nodes, edges)


def _edges() -> Iterator[Edge]:
    rows = zip(request.form.getlist("from"), request.form.getlist("to"), strict=False)
    for number, (source, target) in enumerate(rows, start=1):
        ends = [each.replace("\x00", "").strip() for each in (source, target)]
        if any(" " in end or "," in end for end in ends):
            sentence = f"Edge {number}: an end is one name; give each edge its own row."
            raise Refusal("edges", sentence)
        if all(ends):
            yield ends[0], ends[1]
        elif any(ends):
            sentence = f"Edge {number} has one end, {max(ends)[:LONGEST]}: name both."
            raise Refusal("edges", sentence)


def spots() -> dict[str, Place]:
    """Return where nodes were put, one "name x y" a line; other lines say nothing."""
    found = {}
    for line in forms.text("spots")[:4000].splitlines():
        name, *numbers = line.split() or [""]
        try:
            x, y = (float(number) for number in numbers)
        except ValueError:
            continue
        if math.isfinite(x) and math.isfinite(y):
            found[name] = (x, y)
    return found
