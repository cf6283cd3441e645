"""A cause is named where everything agrees, and nowhere else."""

import random
from itertools import combinations

import pytest

from exercises import suite
from exercises.diagnosis.evidence import Evidence
from exercises.diagnosis.explain import explain
from exercises.diagnosis.naming import causes, named, unless_right_alone
from exercises.misconceptions.held_out import HELD_OUT
from exercises.misconceptions.host import run, run_on
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.slots import filled
from exercises.misconceptions.styles.catalogue import STYLES
from exercises.misconceptions.styles.play import played
from exercises.misconceptions.variants import VARIANTS

BANK = (*suite.bank(), *suite.lessons())
SEED = 20_261_122
# The other styles are a long proof.
QUICK = {"einsum", "counted order"}


def evidence_of(*overrides):
    slots = filled(overrides)
    return [Evidence(spec, run_on(spec, slots)) for spec in BANK]


def overrides_of(names):
    return [MUTANTS[name].override for name in names]


def mixtures(size, count):
    """Draw sets of mutants of different slots."""
    draw = random.Random(SEED + size)
    drawn = []
    while len(drawn) < count:
        names = frozenset(draw.sample(VALUE_MUTANTS, size))
        if len({MUTANTS[name].slot for name in names}) == size:
            drawn.append(names)
    return drawn


def told_apart(truth, told):
    """Return "exact", "silent", "partly" (a part of the truth) or "wrong"."""
    true = {MUTANTS[name].cause for name in truth}
    said = {each.id for each in told}
    if not said:
        return "silent"
    if not said <= true:
        return "wrong"
    mutants = {name for each in told for name in each.mutants}
    return "exact" if mutants == set(truth) else "partly"


@pytest.mark.parametrize("mutant", VALUE_MUTANTS)
def test_a_single_mistake_is_named(mutant):
    (told,) = causes(evidence_of(MUTANTS[mutant].override))
    assert told.mutants == (mutant,)
    assert told.id == MUTANTS[mutant].cause
    assert told.agrees_on == len(BANK)
    assert told.question.endswith("?")


@pytest.mark.parametrize(
    ("size", "count", "least"),
    [
        (2, 60, 0.9),
        (3, 40, 0.85),
        pytest.param(2, 400, 0.9, marks=pytest.mark.slow),
        pytest.param(3, 200, 0.85, marks=pytest.mark.slow),
    ],
)
def test_mistakes_at_once_are_mostly_named_and_never_wrongly(size, count, least):
    ends = [
        told_apart(names, causes(evidence_of(*overrides_of(names))))
        for names in mixtures(size, count)
    ]
    assert ends.count("wrong") == 0
    assert ends.count("exact") >= least * count, ends


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_right_engine_has_no_cause(variant):
    assert causes(evidence_of(VARIANTS[variant])) == ()


@pytest.mark.parametrize("mistake", HELD_OUT)
def test_what_is_not_in_the_catalogue_gets_no_name(mistake):
    assert causes(evidence_of(HELD_OUT[mistake])) == ()


@pytest.mark.parametrize("left_out", VALUE_MUTANTS)
def test_a_mistake_taken_out_of_the_catalogue_gets_no_other_name(left_out):
    known = [name for name in VALUE_MUTANTS if name != left_out]
    assert explain(evidence_of(MUTANTS[left_out].override), known) == ()


@pytest.mark.parametrize(
    "variant",
    [
        variant if variant in QUICK else pytest.param(variant, marks=pytest.mark.slow)
        for variant in VARIANTS
    ],
)
def test_in_another_style_a_mistake_gets_its_own_name_or_none(variant):
    style = VARIANTS[variant]
    ends = []
    for name in VALUE_MUTANTS:
        # What fills the same slot is not this style with this mistake.
        if set(style) & set(MUTANTS[name].override):
            continue
        told = causes(evidence_of(style, MUTANTS[name].override))
        ends.append(told_apart({name}, told))
    assert ends.count("wrong") == 0
    assert ends.count("exact") >= 0.9 * len(ends)


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_in_an_engine_of_another_build_a_mistake_gets_its_own_name_or_none(style):
    ends = []
    for name in VALUE_MUTANTS:
        seen = [Evidence(spec, played(STYLES[style], spec, {name})) for spec in BANK]
        ends.append((name, told_apart({name}, causes(seen))))
    assert [name for name, end in ends if end == "wrong"] == []
    # A mistake that shows on fewer than two graphs in this build is rightly not named.
    assert len([name for name, end in ends if end != "exact"]) <= 2, ends


def test_an_exception_alone_names_nothing():
    crash = {"add_up": lambda _held, _new: 1 / 0}
    assert causes(evidence_of(crash)) == ()


def test_two_mutants_of_one_cause_name_the_cause_without_either_claim():
    same_cause = next(
        pair
        for pair in combinations(VALUE_MUTANTS, 2)
        if MUTANTS[pair[0]].cause == MUTANTS[pair[1]].cause
    )
    (told,) = named([frozenset({name}) for name in same_cause], 5)
    assert set(told.mutants) == set(same_cause)
    assert told.claim not in {MUTANTS[name].claim for name in same_cause}


def test_explanations_without_a_common_cause_name_nothing():
    causes_of = {MUTANTS[name].cause: name for name in VALUE_MUTANTS}
    one, other = list(causes_of.values())[:2]
    assert named([frozenset({one}), frozenset({other})], 5) == ()


def test_asking_does_not_change_the_mutants():
    spec = BANK[0]
    before = run(spec, {"overwrite"})
    causes(evidence_of(MUTANTS["overwrite"].override))
    after = run(spec, {"overwrite"})
    assert [a.tolist() for a in before.arrays] == [a.tolist() for a in after.arrays]


def test_a_loss_composed_in_an_unknown_way_leaves_the_other_graphs_to_tell():
    own_loss = {"loss": lambda logits, labels: None}
    told = causes(evidence_of(own_loss, MUTANTS["log_times_x"].override))
    assert [(each.id, each.scope) for each in told] == [
        ("slope-inverted", "without cross_entropy")
    ]


def test_a_function_that_is_right_alone_is_not_blamed():
    told = causes(evidence_of(MUTANTS["mul_own_operand"].override))
    assert unless_right_alone(told, ["multiply_back0", "multiply_back1"]) == ()
    assert unless_right_alone(told, ["multiply_back0"]) == told


def test_exp_right_alone_but_scaling_by_its_input_was_handed_it_for_its_output():
    told = causes(evidence_of(MUTANTS["exp_uses_x"].override))
    (each,) = unless_right_alone(told, ["exp_back"])
    assert each.id == "input-passed-as-output"
    # Who calls it is right alone as well: it is about neither of the two.
    assert unless_right_alone(told, ["exp_back", "backprop"]) == ()


def test_a_mistake_outside_the_functions_stays_whatever_passed_alone():
    told = causes(evidence_of(MUTANTS["overwrite"].override))
    assert unless_right_alone(told, ["exp_back", "unbroadcast"]) == told
