"""An error or a wrong number is no proof of a cause, but a reason for a question."""

import numpy as np
import pytest

from exercises import guesses, hints, signatures
from exercises.answers import Numbers, Observation, Raised, Record
from exercises.catalogue import UNITS
from exercises.judge import judge
from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import Array
from exercises.questions import Near, Probe


def probes(unit: str) -> tuple[Probe, ...]:
    return UNITS[unit].probes(np.random.default_rng(3))


def asked(unit: str, probe: Probe, seen: Observation, source: str = "") -> list[str]:
    found = judge(probe, seen)
    assert found
    return [hint.id for hint in hints.about(unit, probe, found, seen, source)]


def answering(probe: Probe, got: Array) -> Observation:
    """Answer a backward function's question with these numbers, all else untouched."""
    kept: dict[int, Record] = {
        each.step: Numbers(np.asarray(each.array), "f8")
        for each in probe.expects
        if hasattr(each, "array")
    }
    return Observation(kept | {probe.expects[0].step: Numbers(got, "f8")})


ERRORS = [
    ("multiply_back0", "AttributeError", "'float' object has no attribute 'shape'", ""),
    ("backprop", "AttributeError", "'NoneType' object has no attribute 'func'", ""),
    ("backprop", "AttributeError", "'NoneType' object has no attribute 'parents'", ""),
    ("backprop", "TypeError", "'NoneType' object is not callable", ""),
    (
        "backprop",
        "AttributeError",
        "'numpy.ndarray' object has no attribute 'array'",
        "",
    ),
    (
        "topological_sort",
        "RuntimeError",
        "bool value of Tensor is ambiguous",
        "if n in l:",
    ),
    ("backprop", "RuntimeError", "bool value of Tensor is ambiguous", "if node.grad:"),
    ("topological_sort", "RecursionError", "maximum recursion depth exceeded", ""),
    ("topological_sort", "TypeError", "exceptions must derive from BaseException", ""),
    ("topological_sort", "ValueError", "cycle!", ""),
    ("backprop", "KeyError", "Tensor(array([1.]), requires_grad=True)", ""),
    ("backprop", "KeyError", "(<ufunc 'multiply'>, 2)", ""),
    ("backprop", "TypeError", "f() missing 1 required argument: 'axes'", ""),
    ("wrap_forward_fn", "TypeError", "return arrays must be of ArrayType", ""),
    ("log_forward", "TypeError", "bad operand type for abs(): 'Tensor'", ""),
    ("log_forward", "TypeError", "'>' not supported between instances of 'Tensor'", ""),
    (
        "backprop",
        "UFuncTypeError",
        "Cannot cast from dtype('f4') to dtype('int64')",
        "",
    ),
    ("backprop", "ValueError", "output array is read-only", ""),
    (
        "SGD",
        "TypeError",
        "unsupported operand type(s) for *: 'NoneType' and 'float'",
        "",
    ),
    ("cross_entropy", "ValueError", "operands could not be broadcast together", ""),
    ("Linear", "ValueError", "matmul: ... mismatch in its core dimension 0", ""),
    ("Linear", "AttributeError", "'Linear' object has no attribute 'bias'", ""),
    ("Linear", "AttributeError", "'Linear' object has no attribute '_parameters'", ""),
    ("multiply_forward", "AssertionError", "", ""),
    ("BackwardFuncLookup", "IndexError", "list assignment index out of range", ""),
    ("unbroadcast", "AxisError", "axis 1 is out of bounds", ""),
    ("log_back", "NameError", "name 'old' is not defined", ""),
]
WANTED = [
    *("scalar-operand", "recipe-of-the-parent", "leaf-branch-mixup"),
    *("nothing-returned", "grad-is-ndarray", "membership-by-equality"),
    *("tensor-truthiness", "visited-missing", "overflow-as-cycle-check"),
    *("false-cycle", "consumers-not-finished", "parents-renumbered", "kwargs-lost"),
    *("arguments-not-unpacked", "tensors-reach-numpy", "tensors-in-recipe-args"),
    *("integer-accumulator", "in-place-on-shared-array", "graph-cut", "softmax-axis"),
    *("weight-times-input", "bias-false-path", "parameter-not-registered"),
    *("ndarray-assertion", "positions-in-order", "size-taken-as-axis"),
    "notebook-leftover",
]


@pytest.mark.parametrize(
    ("error", "wanted"), [*zip(ERRORS, WANTED, strict=True)], ids=str
)
def test_an_error_raises_the_question_that_goes_with_its_looks(
    error: tuple[str, str, str, str], wanted: str
) -> None:
    unit, kind, text, code = error
    about_constants = wanted == "leaf-branch-mixup"
    probe = next(
        each for each in probes(unit) if holds_a_constant(each) or not about_constants
    )
    seen = Observation({len(probe.program) - 1: Raised(kind, text, 1)})
    assert asked(unit, probe, seen, code)[0] == wanted


def holds_a_constant(probe: Probe) -> bool:
    return any(step.value is False for step in probe.program)


def test_where_everything_asks_for_a_gradient_no_constant_is_asked_about() -> None:
    probe = next(each for each in probes("backprop") if not holds_a_constant(each))
    text = "'NoneType' object has no attribute 'parents'"
    error = Raised("AttributeError", text, 1)
    seen = Observation({len(probe.program) - 1: error})
    assert asked("backprop", probe, seen) == ["recipe-of-the-parent"]


LOOKS = [
    ("exp_back", lambda g, _right: g, "local-slope-dropped"),
    ("exp_back", lambda g, right: right / g, "upstream-dropped"),
    ("log_back", lambda g, right: g * g / right, "slope-inverted"),
    ("subtract_back1", lambda g, _right: g, "second-operand-sign"),
    ("unbroadcast", lambda _g, right: right / 2, "mean-not-sum"),
    ("sum_back", lambda _g, right: np.ones(right.shape), "constant-fill"),
]


@pytest.mark.parametrize(("unit", "wrong", "wanted"), LOOKS)
def test_numbers_that_a_mistake_would_give_raise_its_question(
    unit: str, wrong: object, wanted: str
) -> None:
    probe = probes(unit)[0]
    near = probe.expects[0]
    assert isinstance(near, Near)
    arriving = next(
        step.value for step in probe.program if isinstance(step.value, np.ndarray)
    )
    assert callable(wrong)
    got = np.asarray(wrong(arriving, near.array))
    assert wanted in asked(unit, probe, answering(probe, got))


def test_a_number_of_another_kind_is_no_reason_to_ask() -> None:
    probe = probes("log_back")[0]
    assert asked("log_back", probe, answering(probe, np.array([1234.5]))) == []


@pytest.mark.parametrize("number", [5e-324, 1e308, -1e-300, np.inf, np.nan])
def test_numbers_without_measure_are_no_reason_to_ask(number: float) -> None:
    probe = probes("exp_back")[0]
    told = asked("exp_back", probe, answering(probe, np.array([number])))
    assert "recursion-without-order" not in told
    assert "mean-not-sum" not in told


def test_the_last_probe_of_a_tie_asks_about_the_two_shares() -> None:
    probe = probes("maximum_back0")[-1]
    assert probe.labelled
    assert asked("maximum_back0", probe, answering(probe, np.array([9.0, 0.0]))) == [
        "ties-mishandled"
    ]


def test_no_more_than_one_question_is_asked() -> None:
    probe = probes("backprop")[3]
    error = Raised("ValueError", "operands could not be broadcast together", 3)
    found = judge(probe, Observation({0: error}))
    assert found
    told = hints.about("assembled", probe, found, Observation({0: error}), "")
    assert len(told) == 1
    assert all("often comes from" in each.sentence for each in told)
    assert all(each.sentence.rstrip().endswith(("?", ".")) for each in told)


def test_every_question_belongs_to_a_known_misconception() -> None:
    known = set(CAUSES) | set(signatures.PLAIN)
    named = {name for row in signatures.SIGNATURES for name in row.ids}
    named |= {name for rows in guesses.MISTAKES.values() for name, _ in rows}
    named |= {probe.hint for unit in UNITS for probe in probes(unit) if probe.hint}
    assert named <= known


@pytest.mark.parametrize("unit", UNITS)
def test_what_does_not_count_says_what_it_is_about(unit: str) -> None:
    assert all(bool(probe.note) == probe.labelled for probe in probes(unit))
