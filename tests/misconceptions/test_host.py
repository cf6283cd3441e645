"""The host is a right engine until one of its slots is filled by a mistake."""

import numpy as np
import pytest

from exercises import suite, training
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.interpret import interpret
from exercises.judge import judge
from exercises.misconceptions.catalogue import CAUSES
from exercises.misconceptions.forms import FORMS
from exercises.misconceptions.held_out import HELD_OUT
from exercises.misconceptions.host import run, run_on
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.sighting import Sighting, same
from exercises.misconceptions.slots import filled
from exercises.misconceptions.translation import observed, sighting_of
from exercises.misconceptions.variants import VARIANTS
from exercises.sketch import sketch


def right(spec):
    if not isinstance(spec, GraphSpec):
        return Sighting(training.run(spec))
    answer = interpret(spec)
    return Sighting((answer.out, *answer.gradients))


@pytest.fixture(scope="module")
def questions():
    rng = np.random.default_rng(5)
    drawn = [sketch(rng) for _ in range(300)]
    specs = [*suite.bank(), *suite.lessons(), *drawn]
    return [(spec, right(spec)) for spec in specs]


def one_op(op, *arrays, gout=None, twice=False, **keywords):
    leaves = tuple(Leaf(n, np.array(a, float)) for n, a in enumerate(arrays))
    made = Operation(len(leaves), op, tuple(range(len(leaves))), keywords)
    return GraphSpec(leaves, (made,), len(leaves), gout, twice)


@pytest.mark.parametrize("form", [(), *((name,) for name in FORMS)], ids=str)
def test_without_a_mistake_the_host_says_what_the_reference_says(questions, form):
    for spec, expected in questions:
        assert same(run(spec, form), expected), spec


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_right_engine_in_another_style_says_the_same(questions, variant):
    slots = filled([VARIANTS[variant]])
    for spec, expected in questions:
        assert same(run_on(spec, slots), expected), spec


def test_there_are_enough_right_styles_and_unlisted_mistakes():
    assert len(VARIANTS) >= 16
    assert len(HELD_OUT) >= 23


@pytest.mark.parametrize("mistake", HELD_OUT)
def test_a_mistake_outside_the_catalogue_is_seen_and_is_none_of_the_listed(
    questions, mistake
):
    slots = filled([HELD_OUT[mistake]])
    wrong = [(spec, run_on(spec, slots)) for spec, _ in questions]
    assert not all(
        same(seen, expected)
        for (_, seen), (_, expected) in zip(wrong, questions, strict=True)
    )
    for name in VALUE_MUTANTS:
        assert not all(same(run(spec, {name}), seen) for spec, seen in wrong), name


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=list(MUTANTS))
def test_a_mutant_has_one_slot_one_cause_and_a_clause(mutant):
    assert mutant.cause in CAUSES
    assert mutant.claim[-1] not in ".?!"
    assert mutant.override


def test_the_catalogue_has_the_mutants_of_the_course_in_their_slots():
    assert len(VALUE_MUTANTS) == 84
    assert len({each.slot for each in MUTANTS.values()}) == 22
    assert len({each.claim for each in MUTANTS.values()}) == len(MUTANTS)


def test_two_mistakes_of_different_slots_show_together():
    spec = one_op("log", [0.5, 3.0], gout=np.array([2.0, 3.0]), twice=True)
    seen = run(spec, {"log_times_x", "leaf_overwrite"})
    assert np.allclose(seen.arrays[1], [1.0, 9.0])


def test_two_mistakes_cannot_fill_one_slot():
    with pytest.raises(ValueError, match="same slot"):
        run(one_op("log", [2.0]), {"log_times_x", "log_uses_out"})


def test_an_unknown_mistake_is_an_error_of_ours():
    with pytest.raises(KeyError):
        run(one_op("log", [2.0]), {"log_is_wrong"})


def test_an_exception_of_a_wrong_engine_is_seen_and_not_raised():
    spec = one_op("matmul", np.ones((2, 3)), np.ones((3, 4)))
    assert run(spec, {"matmul_no_T"}).raised == "ValueError"


def test_an_engine_that_keeps_inner_gradients_is_seen_to():
    spec = one_op("exp", [0.5], twice=True)
    assert run(spec, {"stale_intermediate"}).inner
    assert not run(spec).inner


def test_running_a_mutant_leaves_nothing_behind():
    spec = one_op("exp", [0.5, 1.5], twice=True)
    before = run(spec)
    for name in MUTANTS:
        run(spec, {name})
    assert same(run(spec), before)
    assert np.array_equal(spec.leaves[0].array, [0.5, 1.5])


def test_nan_is_never_the_same():
    nan = Sighting((np.array([np.nan]),))
    assert not same(nan, nan)


def test_what_the_host_shows_is_judged_as_a_guest_would_be():
    for probe in suite.from_reference().probes:
        if probe.labelled or not isinstance(probe.spec, GraphSpec):
            continue
        assert judge(probe, observed(probe, run(probe.spec))) is None
        for name in ("unb_none", "overwrite", "order_forward", "int_buffer"):
            seen = run(probe.spec, {name})
            answer = observed(probe, seen)
            # Truncating whole numbers changes no number, but the dtype is wrong.
            alike = same(seen, run(probe.spec)) and name != "int_buffer"
            assert (judge(probe, answer) is None) == alike, (probe.name, name)
            assert same(sighting_of(probe, answer), seen)
