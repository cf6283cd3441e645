"""One backward function: its mistake is named where it gives the pair's every answer."""

import numpy as np
import pytest

from exercises.catalogue import UNITS
from exercises.diagnosis.functions import causes_of, played, right, rivals
from exercises.misconceptions.mutants.catalogue import MUTANTS
from exercises.misconceptions.translation import observed

PROBES = {
    name: [
        probe for probe in unit.probes(np.random.default_rng(1)) if not probe.labelled
    ]
    for name, unit in UNITS.items()
}
PAIRS = [(unit, name) for unit in UNITS for name, _ in rivals(unit)]


def answers(unit, back):
    return [observed(*played(probe, back)) for probe in PROBES[unit]]


def test_most_backward_functions_have_known_mistakes():
    assert len({unit for unit, _ in PAIRS}) >= 14
    assert len(PAIRS) >= 50


@pytest.mark.parametrize(("unit", "mutant"), PAIRS)
def test_a_known_mistake_is_named(unit, mutant):
    back = dict(rivals(unit))[mutant]
    (told,) = causes_of(unit, PROBES[unit], answers(unit, back))
    assert told.id == MUTANTS[mutant].cause
    assert mutant in told.mutants
    assert told.agrees_on == len(PROBES[unit])


@pytest.mark.parametrize("unit", sorted({unit for unit, _ in PAIRS}))
def test_a_right_function_has_no_cause(unit):
    seen = [right(probe) for probe in PROBES[unit]]
    assert causes_of(unit, PROBES[unit], seen) == ()


def test_a_mistake_that_nobody_listed_gets_no_name():
    answered = answers("log_back", lambda grad_out, _out, x: grad_out / x**2)
    assert causes_of("log_back", PROBES["log_back"], answered) == ()


def test_one_answer_that_does_not_fit_is_enough_for_silence():
    back = dict(rivals("log_back"))["log_times_x"]
    seen = answers("log_back", back)
    seen[-1] = right(PROBES["log_back"][-1])
    assert causes_of("log_back", PROBES["log_back"], seen) == ()


def test_an_exercise_without_a_rule_has_no_rivals():
    assert causes_of("Linear", PROBES["Linear"], []) == ()
