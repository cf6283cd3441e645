"""An engine with chosen mistakes, looked into as a guest's would be."""

import numpy as np
import pytest

from exercises.explain.held import Held, Seen
from exercises.explain.parts import Reference, alone, cut
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.misconceptions.host import run


def kept(array):
    return Held(word="None") if array is None else Held(np.asarray(array, np.float64))


def seen_of(spec, mutants):
    """Return what the look of a sandbox shows of an engine with these mistakes."""
    reference = Reference(spec)

    def ask(part):
        shown = run(part, mutants)
        if shown.raised:
            return [Held(word=shown.raised)] * (1 + len(part.leaves))
        return [kept(array) for array in shown.arrays]

    out, *leaves = ask(spec)
    values = {spec.out: Held(reference.values[spec.out]) if out.word else out}
    gradients = dict(zip((leaf.id for leaf in spec.leaves), leaves, strict=True))
    own, own_values = {}, {}
    for each in reference.operations:
        if each.id != spec.out:
            part = cut(reference, each.id)
            place = [leaf.id for leaf in part.leaves].index(each.id)
            gradients[each.id] = ask(part)[1 + place]
        part, arguments = alone(reference, each)
        result, *sent = ask(part)
        own_values[each.id] = Held(reference.values[each.id]) if result.word else result
        own |= {(each.id, at): one for at, one in zip(arguments, sent, strict=True)}
    return Seen(values, gradients, own, own_values)


@pytest.fixture
def look():
    return seen_of


@pytest.fixture
def family():
    """Return ``log(x * x) + sum(x + b)``: reuse, a broadcast, two branches."""
    return GraphSpec(
        (Leaf(0, np.array([1.0, 2.0])), Leaf(1, np.array([3.0]))),
        (
            Operation(2, "multiply", (0, 0)),
            Operation(3, "log", (2,)),
            Operation(4, "add", (0, 1)),
            Operation(5, "sum", (4,), {"dim": None, "keepdim": False}),
            Operation(6, "add", (3, 5)),
        ),
        6,
    )
