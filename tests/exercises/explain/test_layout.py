from itertools import combinations, pairwise

import numpy as np
import pytest

from exercises.explain.layout import Link, layout
from exercises.sketch import Taste, sketch
from exercises.suite import bank

DENSE = Taste(reuse=0.7, broadcast=0.5)


def laid(spec, size=(150.0, 80.0), label=(90.0, 50.0)):
    sizes = {leaf.id: size for leaf in spec.leaves}
    sizes |= {each.id: size for each in spec.operations}
    links = [
        Link((each.id, at), operand, each.id, at, label)
        for each in spec.operations
        for at, operand in enumerate(each.inputs)
        if isinstance(operand, int)
    ]
    return layout(sizes, links), links


def boxes(placed):
    items = {id(item): item for item in placed.nodes.values()}
    items |= {id(item): item for chain in placed.chains.values() for item in chain}
    return list(items.values())


def overlap(one, other):
    return (
        abs(one.along - other.along) < (one.size[0] + other.size[0]) / 2 - 0.01
        and abs(one.across - other.across) < (one.size[1] + other.size[1]) / 2 - 0.01
    )


def graphs():
    rng = np.random.default_rng(3)
    yield from bank()
    for length in (5, 8, 12, 20, 30):
        yield sketch(rng, DENSE, ops=("add", "multiply", "exp"), length=length)


def test_nothing_lies_on_anything_else_and_all_is_on_the_page():
    for spec in graphs():
        placed, _ = laid(spec)
        for one, other in combinations(boxes(placed), 2):
            assert not overlap(one, other)
        along, across = placed.size
        for item in boxes(placed):
            assert (
                item.size[0] / 2 - 0.01 <= item.along <= along - item.size[0] / 2 + 0.01
            )
            assert item.half - 0.01 <= item.across <= across - item.half + 0.01


def test_every_edge_runs_forward_one_layer_at_a_time():
    for spec in graphs():
        placed, links = laid(spec)
        for link in links:
            chain = placed.chains[link.key]
            assert chain[0] is placed.nodes[link.parent]
            assert chain[-1] is placed.nodes[link.child]
            assert all(b.layer == a.layer + 1 for a, b in pairwise(chain))


def test_the_left_argument_lies_before_the_right_one():
    spec = bank()[0]
    placed, links = laid(spec)
    left, right = (placed.nodes[link.parent].across for link in links)
    assert left < right


@pytest.mark.parametrize("sizes", [(10.0, 10.0), (400.0, 30.0)])
def test_a_graph_of_one_operation_takes_the_room_it_needs(sizes):
    placed, _ = laid(bank()[1], size=sizes)
    assert placed.size[0] >= 2 * sizes[0]
