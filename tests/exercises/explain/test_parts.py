import numpy as np
import pytest

from exercises.explain.held import Held, Seen, as_json, from_json
from exercises.explain.look import Look, shown
from exercises.explain.origin import origin
from exercises.explain.parts import Reference, alone, cut
from exercises.explain.paths import paths
from exercises.explain.picture import drawn
from exercises.explain.stored import graph_of, names_of, seen_of, stored, with_graph
from exercises.graph_questions import probe
from exercises.graphs import as_json as graph_json
from exercises.interpret import interpret
from exercises.nouns import Kind
from exercises.sketch import COURSE, sketch
from exercises.suite import bank
from exercises.verdicts import Finding


def some_graphs():
    rng = np.random.default_rng(5)
    return [*bank(), *(sketch(rng, COURSE) for _ in range(60))]


def test_contributions_and_paths_add_up_to_the_gradient():
    for spec in some_graphs():
        reference = Reference(spec)
        picture = drawn(spec)
        for node, gradient in reference.gradients.items():
            if node == spec.out:
                continue
            sent = sum(edge.value for edge in picture.into(node))
            along = sum(path.value for path in paths(reference, node))
            np.testing.assert_allclose(sent, gradient, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(along, gradient, rtol=1e-9, atol=1e-9)


def test_the_gradient_of_a_leaf_is_the_reference_engines():
    for spec in some_graphs():
        answer = interpret(spec)
        picture = drawn(spec)
        for leaf, gradient in zip(spec.leaves, answer.gradients, strict=True):
            if gradient is None:
                assert picture.node(leaf.id).gradient is None
            else:
                np.testing.assert_allclose(picture.node(leaf.id).gradient, gradient)


def test_a_node_made_a_leaf_gets_the_gradient_it_had_inside():
    for spec in bank():
        reference = Reference(spec)
        for each in reference.operations[:-1]:
            part = cut(reference, each.id)
            place = [leaf.id for leaf in part.leaves].index(each.id)
            got = interpret(part).gradients[place]
            np.testing.assert_allclose(got, reference.gradients[each.id])


def test_an_operation_alone_sends_what_it_sends_in_the_graph():
    for spec in bank():
        reference = Reference(spec)
        picture = drawn(spec)
        for each in reference.operations:
            part, arguments = alone(reference, each)
            got = dict(zip(arguments, interpret(part).gradients, strict=True))
            for edge in picture.edges:
                if edge.child == each.id and edge.carries:
                    np.testing.assert_allclose(got[edge.argument], edge.value)


def test_a_look_asks_everything_in_one_batch_that_fits_a_request():
    for spec in some_graphs():
        assert 1 <= len(Look(spec).programs) <= 64


def test_what_was_seen_survives_the_database_with_nan_and_none():
    seen = Seen(
        values={3: Held(np.array([[np.nan, np.inf], [1.0, -np.inf]]))},
        gradients={0: Held(word="None"), 1: Held(np.array(2.5))},
        alone={(3, 1): Held(np.zeros((2, 1)))},
        alone_values={3: Held(word="ValueError on line 3")},
    )
    again = from_json(as_json(seen))
    np.testing.assert_array_equal(again.values[3].array, seen.values[3].array)
    assert again.gradients[0].is_none
    assert again.gradients[1].array.shape == ()
    assert again.alone[3, 1].array.shape == (2, 1)
    assert again.alone_values[3].word == "ValueError on line 3"


def test_a_large_array_is_kept_as_its_shape():
    assert as_json(Seen(values={1: Held(np.zeros((9, 9)))}))["values"]["1"] == {
        "word": "an array of shape (9, 9)"
    }


def test_a_stored_graph_comes_back_with_the_names_it_was_written_with():
    spec = bank()[5]
    plain = with_graph(spec, Seen(), {leaf.id: "x" for leaf in spec.leaves})
    assert graph_json(graph_of(plain)) == graph_json(spec)
    assert set(names_of(plain).values()) == {"x"}
    assert seen_of(plain).values == {}
    assert graph_of(None) is None
    assert graph_of({"what": "arrays"}) is None


def test_a_failing_graph_is_stored_even_where_nothing_was_answered():
    spec = bank()[0]
    asked = probe(spec, interpret(spec), name="a")
    plain = stored(asked, Finding(Kind.VALUE, "a.grad", "", "", ""), None)
    assert seen_of(plain).gradients == {}
    assert (
        shown(spec, type("Silence", (), {"records": {}})())
        .gradients[spec.leaves[0].id]
        .word
        == "no answer"
    )


@pytest.mark.parametrize("passes", [1, 2])
def test_the_account_of_a_gradient_names_its_passes(passes):
    spec = next(spec for spec in bank() if spec.twice == (passes == 2))
    told = origin(drawn(spec), drawn(spec).focus)
    assert told.passes == passes
    total = passes * sum(row.value for row in told.rows)
    np.testing.assert_allclose(total, told.node.gradient)
