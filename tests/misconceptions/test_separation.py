"""The bank tells every known mistake from every other, and hidden graphs miss none."""

import numpy as np
import pytest

from exercises import suite, training
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.interpret import interpret
from exercises.misconceptions.held_out import HELD_OUT
from exercises.misconceptions.host import run, run_on
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.paths import cancellation
from exercises.misconceptions.sighting import same
from exercises.misconceptions.slots import filled
from exercises.misconceptions.usual import checks, let_live
from exercises.misconceptions.variants import VARIANTS
from exercises.sketch import sketch
from exercises.suite import Case, Lesson, as_probe
from workers.suite.mutation import kills, survivors
from workers.suite.separate import table

SINGLE_PRECISION = [name for name in VARIANTS if "float32" in name]


def drawn(seed, graphs):
    """Draw a hidden half as a suite does, answered by the reference."""
    for number in range(graphs):
        rng = np.random.default_rng((seed, number))
        if number % 40 == 0:
            yield training.draw(rng, number)
        else:
            yield sketch(rng, seed=number)


def asked(spec):
    if isinstance(spec, GraphSpec):
        return as_probe(Case(spec, interpret(spec)))
    return as_probe(Lesson(spec, training.run(spec)))


@pytest.fixture(scope="module")
def bank():
    return table([*suite.bank(), *suite.lessons()], VALUE_MUTANTS)


def test_every_mistake_shows_by_its_numbers_on_three_questions_of_the_bank(bank):
    few = bank.shows.sum(0) < 3
    assert not [name for name, rare in zip(bank.mutants, few, strict=True) if rare]


def test_every_two_mistakes_differ_on_two_questions_of_the_bank(bank):
    assert bank.apart().sum(0).min() >= 2


def test_a_single_mistake_fails_first_on_one_or_two_operations(bank):
    first = np.argmax(bank.kills, axis=0)
    specs = [*suite.bank(), *suite.lessons()]
    small = [
        isinstance(spec, GraphSpec) and len(spec.operations) <= 2
        for spec in (specs[at] for at in first)
    ]
    # Only an optimiser's mistakes need a training.
    assert small.count(False) == sum(each.slot == "opt" for each in MUTANTS.values())


def test_the_public_half_kills_every_known_mistake():
    assert survivors(suite.from_reference().probes) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 102, 103])
def test_a_hidden_half_of_any_seed_kills_nearly_every_mistake_unaided(seed):
    # The build draws on for what is left; left is at most the rarest.
    assert len(survivors(map(asked, drawn(seed, 640)))) <= 1


@pytest.mark.parametrize("name", ["max_ties_double", "readonly_accumulate"])
def test_what_the_course_leaves_open_never_decides(name):
    probes = suite.from_reference().probes
    assert not any(kills(probe, name) for probe in probes if not probe.labelled)


def test_what_the_course_leaves_open_shows_where_it_is_asked_for():
    a = Leaf(0, np.array([2.5, 0.5]))
    tie = GraphSpec((a,), (Operation(1, "maximum", (0, 0)),), 1)
    assert not same(run(tie, {"max_ties_double"}), run(tie))
    sums = (Operation(1, "sum", (0,)), Operation(2, "sum", (0,)))
    views = GraphSpec((a,), (*sums, Operation(3, "add", (1, 2))), 3)
    assert run(views, {"readonly_accumulate"}).raised
    assert not run(views).raised


def right_everywhere(variants, specs):
    slots = {name: filled([VARIANTS[name]]) for name in variants}
    for spec in specs:
        expected = run(spec)
        # The suite leaves such graphs out: rounding is all there is to compare.
        if isinstance(spec, GraphSpec) and cancellation(spec) > 30:
            continue
        for name, engine in slots.items():
            assert same(run_on(spec, engine), expected), (name, spec)


def test_no_right_engine_is_called_wrong_on_random_graphs():
    right_everywhere(VARIANTS, drawn(7, 200))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_right_engine_in_single_precision_is_called_wrong_on_ten_thousand_graphs():
    right_everywhere(SINGLE_PRECISION, drawn(8, 10_000))


@pytest.mark.parametrize("mistake", HELD_OUT)
def test_the_bank_detects_a_mistake_that_nobody_listed(mistake):
    slots = filled([HELD_OUT[mistake]])
    specs = [*suite.bank(), *suite.lessons()]
    assert any(not same(run_on(spec, slots), run(spec)) for spec in specs)


def test_the_usual_kind_of_test_lets_some_mistakes_live_that_the_bank_kills():
    lived = set(let_live(VALUE_MUTANTS))
    assert {"neg_pass", "exp_uses_x", "reshape_F", "leaf_overwrite"} <= lived
    assert len(lived) < 15
    assert all(not run(check.spec).raised for check in checks())
