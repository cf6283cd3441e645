"""Make questions about where gradients come from.

A round has three. The first two are answered by numbers, and by one of five options only
after a miss; the last by ticking, or by one of five. So guessing a whole round succeeds
less than once in a hundred.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import numpy as np

from exercises import graphs
from exercises.explain.distractors import (
    Wrong,
    apart,
    by_edges,
    by_mutants,
    chosen,
    claims,
    slips,
)
from exercises.explain.held import as_numbers, from_numbers
from exercises.explain.local import called
from exercises.explain.material import asked_leaf
from exercises.explain.material import graphs as material
from exercises.explain.picture import Edge, Picture, drawn
from exercises.figures import listed
from exercises.graphs import GraphSpec
from exercises.interpret import interpret
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import MUTANTS
from exercises.nouns import Array

OPTIONS = 5
TRIES = 60

Question = dict[str, Any]


def a_round(seed: int, own: Iterable[GraphSpec] = ()) -> list[Question]:
    """Return three questions as JSON values; ``own`` are the pair's graphs.

    ``answer`` and the options' ``right`` are for the marker, never for the page.
    """
    rng = np.random.default_rng(seed)
    first = (contribution, cut)[int(rng.integers(2))]
    last = (senders, engine)[int(rng.integers(2))]
    found = []
    for number, make in enumerate((first, total, last)):
        pool = islice(material(seed + number, own), TRIES)
        found.append(next(q for spec in pool if (q := make(spec, rng)) is not None))
    return found


def contribution(spec: GraphSpec, rng: np.random.Generator) -> Question | None:
    """Ask how much of a gradient arrives through one edge."""
    picture, leaf, edge = _an_edge(spec, rng)
    if edge.value is None:
        return None
    name, through = picture.names[leaf], _through(picture, edge)
    sentence = f"How much of {name}.grad arrives through {through}?"
    pool = [*by_edges(picture, leaf, edge.key), *slips(edge.value)]
    return _numeric(spec, leaf, "contribution", sentence, edge.value, pool, rng)


def cut(spec: GraphSpec, rng: np.random.Generator) -> Question | None:
    """Ask what a gradient would be without one edge."""
    picture, leaf, edge = _an_edge(spec, rng)
    gradient = picture.node(leaf).gradient
    if edge.value is None or gradient is None:
        return None
    name, through = picture.names[leaf], _through(picture, edge)
    sentence = f"What would {name}.grad be if nothing arrived through {through}?"
    rest = gradient - edge.value
    pool = [Wrong(gradient), Wrong(edge.value), *slips(rest)]
    return _numeric(spec, leaf, "cut", sentence, rest, pool, rng)


def total(spec: GraphSpec, rng: np.random.Generator) -> Question | None:
    """Ask for a gradient; the wrong options are what known mistakes give."""
    leaf = _leaf(spec)
    gradient = drawn(spec).node(leaf).gradient
    if gradient is None:
        return None
    known = by_mutants(spec, leaf)
    known = [known[n] for n in rng.permutation(len(known))]
    if len(chosen(gradient, known, OPTIONS - 1)) < OPTIONS - 2:
        return None
    name = graphs.names(spec)[leaf]
    sentence = f"What is {name}.grad?"
    pool = [*known, *slips(gradient)]
    return _numeric(spec, leaf, "total", sentence, gradient, pool, rng)


def senders(spec: GraphSpec, rng: np.random.Generator) -> Question | None:  # noqa: ARG001 - all makers are called alike
    """Ask which arguments send a gradient to a leaf."""
    picture, leaf = drawn(spec), _leaf(spec)
    ticks = [
        {
            "text": _through(picture, edge),
            "right": edge.parent == leaf and edge.carries,
        }
        for edge in picture.edges
    ]
    if len(ticks) < 3:
        return None
    name = picture.names[leaf]
    sentence = f"Tick every argument that sends a gradient straight to {name}."
    return _question(spec, leaf, "senders", sentence, options=ticks)


def engine(spec: GraphSpec, rng: np.random.Generator) -> Question | None:
    """Ask which mistake turns the right gradient into a wrong one."""
    leaf = _leaf(spec)
    gradient = interpret(spec).gradients[_place(spec, leaf)]
    order = [claims()[n] for n in rng.permutation(len(claims()))]
    given = {name: _result(spec, leaf, name) for name, _ in order}
    wrong = [
        name
        for name, _ in order
        if (array := given[name]) is not None
        and gradient is not None
        and array.shape == gradient.shape
        and apart(array, gradient)
    ]
    if not wrong or gradient is None:
        return None
    shown = given[wrong[0]]
    # First those that would change this very gradient: the others are easy to rule out.
    others = [n for n in (*wrong, *given) if not _alike(given[n], shown)]
    others = list(dict.fromkeys(others))
    if shown is None or len(others) < OPTIONS - 1:
        return None
    name = graphs.names(spec)[leaf]
    sentence = (
        f"{name}.grad is {listed(gradient)}. An engine gives {listed(shown)}: "
        "which of these is it?"
    )
    options = [_claim(wrong[0], right=True)]
    options += [_claim(n, right=False) for n in others[: OPTIONS - 1]]
    mixed = [options[n] for n in rng.permutation(len(options))]
    return _question(spec, leaf, "engine", sentence, options=mixed)


# --- Pieces ---


def _leaf(spec: GraphSpec) -> int:
    leaf = asked_leaf(spec)
    if leaf is None:
        raise ValueError("nothing in this graph is used twice")
    return leaf


def _place(spec: GraphSpec, leaf: int) -> int:
    return [each.id for each in spec.leaves].index(leaf)


def _an_edge(spec: GraphSpec, rng: np.random.Generator) -> tuple[Picture, int, Edge]:
    picture, leaf = drawn(spec), _leaf(spec)
    into = picture.into(leaf)
    return picture, leaf, into[int(rng.integers(len(into)))]


def _through(picture: Picture, edge: Edge) -> str:
    each = next(e for e in picture.spec.operations if e.id == edge.child)
    return f"{picture.names[each.id]} = {called(each, edge.argument)}"


def _numeric(  # noqa: PLR0913, PLR0917 - the parts of one question
    spec: GraphSpec,
    leaf: int,
    kind: str,
    sentence: str,
    answer: Array,
    pool: list[Wrong],
    rng: np.random.Generator,
) -> Question | None:
    wrong = chosen(answer, pool, OPTIONS - 1)
    if len(wrong) < OPTIONS - 1:
        return None
    options = [{"value": as_numbers(answer), "right": True, "cause": ""}]
    options += [
        {"value": as_numbers(each.array), "right": False, "cause": each.cause}
        for each in wrong
    ]
    mixed = [
        options[n] | {"text": listed(from_numbers(options[n]["value"]))}
        for n in rng.permutation(len(options))
    ]
    found = _question(spec, leaf, kind, sentence, options=mixed)
    return found | {"answer": as_numbers(answer)}


def _question(
    spec: GraphSpec, leaf: int, kind: str, sentence: str, *, options: list[Any]
) -> Question:
    return {
        "kind": kind,
        "graph": graphs.as_json(spec),
        "leaf": leaf,
        "sentence": sentence,
        "options": options,
    }


def _result(spec: GraphSpec, leaf: int, mutant: str) -> Array | None:
    seen = run(spec, [mutant])
    array = seen.arrays[1 + _place(spec, leaf)] if not seen.raised else None
    if array is None or not np.isfinite(array).all():
        return None
    return np.asarray(array, dtype=np.float64)


def _alike(one: Array | None, other: Array | None) -> bool:
    """Tell whether two results might be taken for each other; None for anything."""
    if one is None or other is None:
        return True
    return one.shape == other.shape and not apart(one, other)


def _claim(mutant: str, *, right: bool) -> dict[str, Any]:
    known = MUTANTS[mutant]
    return {"text": known.claim, "right": right, "cause": known.cause}
