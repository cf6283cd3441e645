"""A sketch is compared with the real graph of its task: counts, then names."""

import pytest

from exercises.arranging import HEIGHT, WIDTH, places
from exercises.catalogue import OPTIONAL_RUNGS, RUNGS
from exercises.pad import EXPRESSIONS, Sketch, difference, graph


def test_every_task_belongs_to_a_rung_and_has_a_graph() -> None:
    slugs = {rung.slug for rung in (*RUNGS, *OPTIONAL_RUNGS)}
    assert set(EXPRESSIONS) <= slugs
    assert all(graph(slug) for slug in EXPRESSIONS)
    assert graph("sgd") is None


def test_a_tensor_used_three_times_has_three_wires() -> None:
    task = graph("backprop")
    assert task == Sketch(
        ("x", "p", "y"), (("x", "p"), ("x", "p"), ("p", "y"), ("x", "y"))
    )


@pytest.mark.parametrize("slug", EXPRESSIONS)
def test_the_task_itself_differs_in_nothing(slug: str) -> None:
    task = graph(slug)
    assert task
    assert difference(task, task).is_none
    turned = Sketch(task.nodes[::-1], task.edges[::-1])
    assert difference(turned, task).is_none


def test_a_wire_drawn_once_where_two_are_due_is_one_missing() -> None:
    task = graph("multiply_forward")
    assert task
    found = difference(Sketch(("x", "out"), (("x", "out"),)), task)
    assert (found.missing_edges, found.missing, found.extra) == ((("x", "out"),), 1, 0)


def test_a_wire_the_wrong_way_round_is_neither_missing_nor_too_many() -> None:
    task = graph("log_back")
    assert task
    found = difference(Sketch(("x", "out"), (("out", "x"),)), task)
    assert found.reversed == (("out", "x"),)
    assert (found.missing, found.extra, found.is_none) == (0, 0, False)


def test_nodes_are_compared_by_name() -> None:
    task = graph("log_back")
    assert task
    found = difference(Sketch(("x", "log"), (("x", "log"),)), task)
    assert (found.missing_nodes, found.extra_nodes) == (("out",), ("log",))


def test_every_node_has_a_place_of_its_own_even_in_a_circle() -> None:
    circle = Sketch(("a", "b", "c"), (("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")))
    found = places(circle, {"b": (-5.0, 1e9)})
    assert len(set(found.values())) == 3
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in found.values())
