"""Ask for the first gradient of products of two arrays, written as einsum writes them."""

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, Shape, several, shown
from exercises.questions import Probe

# spec, and the size of each letter: all different, so that no transposition hides.
ASKED: tuple[tuple[str, dict[str, int]], ...] = (
    ("i,i->i", {"i": 2}),
    ("i,i->", {"i": 3}),
    ("i,j->ij", {"i": 2, "j": 3}),
    ("i,j->ji", {"i": 2, "j": 3}),
    ("ij,j->i", {"i": 2, "j": 3}),
    ("ij,i->j", {"i": 2, "j": 3}),
    ("ij,jk->ik", {"i": 2, "j": 3, "k": 4}),
    ("ij,kj->ki", {"i": 2, "j": 3, "k": 4}),
    ("ij,j->j", {"i": 2, "j": 3}),
    ("ij,k->k", {"i": 2, "j": 3, "k": 2}),
    ("bij,bjk->bik", {"b": 2, "i": 1, "j": 3, "k": 2}),
)


def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Return one question per spec, the smallest first."""
    return tuple(_asked(rng, spec, sizes) for spec, sizes in ASKED)


def _asked(rng: np.random.Generator, spec: str, sizes: dict[str, int]) -> Probe:
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    x, y, upstream = several(
        rng, [_shape(each, sizes) for each in (of_x, of_y, letters)], low=0.3
    )
    out = np.einsum(spec, x, y)
    right = _by_cells(spec, x, y, upstream)
    case = Case(f"einsum_back0 of {spec}", "chain rule")
    case.write(f"x, y = {shown(x)}, {shown(y)}", f"grad_out = {shown(upstream)}")
    case.write(f'einsum_back0(grad_out, np.einsum("{spec}", x, y), x, y, "{spec}")')
    sent, held, other = (case.plain(each) for each in (upstream, x, y))
    answer = case.call(
        "einsum_back0", sent, case.plain(out), held, other, case.value(spec)
    )
    case.near(answer, right, "einsum_back0", "gradient")
    for step, name in ((sent, "grad_out"), (held, "x"), (other, "y")):
        case.kept(step, name)
    return case.probe(size=x.size + y.size + out.size)


def _shape(letters: str, sizes: dict[str, int]) -> Shape:
    return tuple(sizes[each] for each in letters)


def _by_cells(spec: str, x: Array, y: Array, upstream: Array) -> Array:
    """Turn on one element of x at a time: no einsum of gradients is trusted here."""
    right = np.zeros_like(x)
    for cell in np.ndindex(x.shape):
        one = np.zeros_like(x)
        one[cell] = 1.0
        right[cell] = float((np.einsum(spec, one, y) * upstream).sum())
    return right
