from itertools import islice

import numpy as np
import pytest

from exercises.explain.asked import OPTIONS, a_round, total
from exercises.explain.distractors import apart
from exercises.explain.held import from_numbers
from exercises.explain.literals import ExpressionError
from exercises.explain.marking import chose, marked
from exercises.explain.material import asked_leaf, graphs
from exercises.explain.parts import Reference
from exercises.graphs import from_json
from exercises.interpret import interpret
from exercises.misconceptions.catalogue import CAUSES

SEEDS = range(40)


@pytest.fixture(scope="module")
def rounds():
    return [a_round(seed) for seed in SEEDS]


def every(rounds, kind):
    found = [q for each in rounds for q in each if q["kind"] == kind]
    assert found
    return found


def test_a_round_has_three_questions_and_all_kinds_turn_up(rounds):
    assert {len(each) for each in rounds} == {3}
    kinds = {q["kind"] for each in rounds for q in each}
    assert kinds == {"contribution", "cut", "total", "senders", "engine"}


def test_guessing_a_whole_round_succeeds_less_than_once_in_a_hundred(rounds):
    for each in rounds:
        chance = 1.0
        for question in each:
            options = len(question["options"])
            if question["kind"] == "senders":
                chance /= 2**options - 1
            else:
                assert options == OPTIONS
                chance /= options
        assert chance <= 0.01


def test_the_right_answers_are_the_reference_engines(rounds):
    for question in every(rounds, "total"):
        spec = from_json(question["graph"])
        place = [leaf.id for leaf in spec.leaves].index(question["leaf"])
        right = interpret(spec).gradients[place]
        np.testing.assert_allclose(from_numbers(question["answer"]), right)


def test_what_a_cut_leaves_is_one_contribution_less(rounds):
    for question in every(rounds, "cut"):
        reference = Reference(from_json(question["graph"]))
        parts = [line.value for _, line in reference.lines[question["leaf"]]]
        rest = from_numbers(question["answer"])
        cuts = [sum(parts) - part for part in parts]
        assert any(np.allclose(rest, each) for each in cuts)


def test_senders_are_what_the_ledger_says(rounds):
    for question in every(rounds, "senders"):
        spec = from_json(question["graph"])
        sent = len(Reference(spec).lines[question["leaf"]])
        assert sum(option["right"] for option in question["options"]) == sent


def test_options_cannot_be_taken_for_each_other(rounds):
    for kind in ("total", "cut", "contribution"):
        for question in every(rounds, kind):
            values = [from_numbers(each["value"]) for each in question["options"]]
            assert sum(each["right"] for each in question["options"]) == 1
            for at, one in enumerate(values):
                assert all(apart(one, other) for other in values[at + 1 :])


def test_nearly_all_wrong_gradients_are_named_misconceptions():
    found = [
        question
        for seed in range(60)
        for spec in islice(graphs(seed, ()), 1)
        if (question := total(spec, np.random.default_rng(seed)))
    ]
    named = [sum(bool(o["cause"]) for o in q["options"]) for q in found]
    assert np.mean(np.array(named) >= 3) >= 0.95
    assert {o["cause"] for q in found for o in q["options"]} - {""} <= set(CAUSES)


def test_two_people_get_different_numbers_of_one_graph_of_their_own(rounds):
    own = [from_json(every(rounds, "total")[0]["graph"])]
    one, other = (next(graphs(seed, own)) for seed in (1, 2))
    assert [each.op for each in one.operations] == [e.op for e in other.operations]
    assert not np.array_equal(one.leaves[0].array, other.leaves[0].array)


def test_numbers_stay_small_enough_for_a_hand(rounds):
    for each in rounds:
        for question in each:
            spec = from_json(question["graph"])
            assert len(spec.operations) <= 5
            assert asked_leaf(spec) == question["leaf"]
            for gradient in Reference(spec).gradients.values():
                assert np.abs(gradient).max() <= 200


def test_a_number_is_right_within_two_percent_and_a_known_slip_is_named(rounds):
    question = every(rounds, "total")[0]
    answer = from_numbers(question["answer"])
    assert marked(question, str((1.015 * answer).tolist())) == (True, "")
    assert marked(question, str((1.1 * answer).ravel().tolist()))[0] is False
    named = next(o for o in question["options"] if o["cause"])
    typed = str(from_numbers(named["value"]).tolist())
    assert marked(question, typed) == (False, named["cause"])
    for typed in ("", "many", "[1, 2, 3, 4, 5, 6, 7]"):
        with pytest.raises(ExpressionError):
            marked(question, typed)


def test_only_exactly_the_right_ticks_are_right(rounds):
    question = every(rounds, "senders")[0]
    right = [n for n, option in enumerate(question["options"]) if option["right"]]
    assert chose(question, right) == (True, "")
    assert chose(question, right[:-1])[0] is False
    assert chose(question, range(len(question["options"]) + 3))[0] is False
