import numpy as np
import pytest

from exercises.answers import (
    Nothing,
    Numbers,
    Observation,
    Raised,
    Record,
    Refused,
    Text,
)
from exercises.ask import Question
from exercises.judge import RANK, TOLERANCE, agree, judge
from exercises.nouns import Kind
from exercises.questions import (
    Absent,
    Expect,
    Holds,
    Near,
    Order,
    Probe,
    Raises,
    Untouched,
    Within,
)
from exercises.verdicts import Finding


def numbers(values, dtype="f8", *, scalar=False):
    return Numbers(np.array(values), dtype, scalar)


def probe(*expects: Expect, secret: bool = False) -> Probe:
    question = Question()
    for _ in range(4):
        question.observe(question.value(0.0))
    return Probe(
        name="a probe",
        concept="chain rule",
        program=question.program,
        expects=expects,
        lines=("x = 1",),
        secret=secret,
    )


def found(expect: Expect, record: Record) -> Finding | None:
    return judge(probe(expect), Observation({expect.step: record}))


def kind(expect: Expect, record: Record) -> Kind | None:
    finding = found(expect, record)
    return finding and finding.kind


def gradient(values, **more) -> Near:
    return Near(0, np.array(values, dtype=float), "x.grad", role="gradient", **more)


@pytest.mark.parametrize(
    ("expected", "record", "seen"),
    [
        ([1.0, 2.0], numbers([1.0, 2.0]), None),
        ([1.0, 2.0], numbers([1.0, 2.0], "f4"), None),
        ([1.0, 2.0], numbers([1.0, 2.0 + 1.9e-3]), None),
        ([1.0, 2.0], numbers([1.0, 2.0 + 2.1e-3]), Kind.VALUE),
        ([1.0, 200.0], numbers([1.19, 200.0]), None),
        ([0.0, 0.0], numbers([9e-6, 0.0]), None),
        ([0.0, 0.0], numbers([1.1e-5, 0.0]), Kind.VALUE),
        ([1.0, 2.0], numbers([1.0, np.nan]), Kind.VALUE),
        ([1.0, 2.0], numbers([1.0, np.inf]), Kind.VALUE),
        ([1.0, 2.0], numbers([[1.0, 2.0]]), Kind.SHAPE),
        ([3.0], numbers(3.0), Kind.SHAPE),
        (3.0, numbers([3.0]), Kind.SHAPE),
        (3.0, numbers(3.0), None),
        (3.0, numbers(3.0, scalar=True), None),
        ([1.0, 2.0], numbers([1, 2], "i8"), Kind.VALUE),
        ([1.0, 0.0], numbers([True, False], "b1"), Kind.VALUE),
        ([1.0], Nothing(), Kind.MISSING),
        ([0.0], Nothing(), Kind.MISSING),
        ([1.0], Refused("object"), Kind.TYPE_REFUSED),
        ([1.0], Text("1.0"), Kind.TYPE_REFUSED),
        (np.zeros((0, 3)), numbers(np.zeros((0, 3))), None),
        (np.zeros((0, 3)), numbers(np.zeros((1, 3))), Kind.SHAPE),
    ],
)
def test_a_gradient_is_judged_by_shape_then_value(expected, record, seen):
    assert kind(gradient(expected), record) == seen


def test_zeros_may_stand_for_a_gradient_that_never_arrives():
    assert kind(gradient([0.0, 0.0], zeros_may_be_none=True), Nothing()) is None
    assert kind(gradient([0.0, 1.0], zeros_may_be_none=True), Nothing()) == Kind.MISSING


def test_whole_numbers_are_fine_where_no_gradient_is_meant():
    shape = Near(0, np.array([2.0, 3.0]), "the shape")
    assert kind(shape, numbers([2, 3], "i8")) is None


def test_a_wrong_result_is_told_before_its_gradients():
    result = Near(1, np.array([2.0]), "the result c", role="forward")
    seen = Observation({0: numbers([5.0]), 1: numbers([1.0])})
    finding = judge(probe(gradient([1.0]), result), seen)
    assert finding is not None
    assert finding.kind == Kind.FORWARD
    assert finding.sentence == (
        "The forward value is already wrong: the result c is [1], expected [2]."
    )


def test_kinds_are_told_in_the_order_of_the_ranks():
    findings = {
        Kind.EXTRA: (Absent(0, "c.grad"), numbers([1.0])),
        Kind.MISSING: (Near(1, np.array([1.0]), "b.grad", "gradient"), Nothing()),
        Kind.SHAPE: (Near(2, np.array([1.0]), "a.grad", "gradient"), numbers(1.0)),
        Kind.VALUE: (Near(3, np.array([1.0]), "x.grad", "gradient"), numbers([2.0])),
    }
    assert list(findings) == [each for each in RANK if each in findings]
    pairs = list(findings.values())[::-1]
    while pairs:
        seen = Observation({expect.step: record for expect, record in pairs})
        finding = judge(probe(*(expect for expect, _ in pairs)), seen)
        assert finding is not None
        assert findings[finding.kind][0] is pairs.pop()[0]


def test_a_gradient_where_none_belongs_is_extra_unless_it_is_zero():
    assert kind(Absent(0, "c.grad"), Nothing()) is None
    assert kind(Absent(0, "c.grad"), numbers([0.0])) == Kind.EXTRA
    assert kind(Absent(0, "c.grad", or_zeros=True), numbers([0.0])) is None
    assert kind(Absent(0, "c.grad", or_zeros=True), numbers([0.1])) == Kind.EXTRA
    assert kind(Absent(0, "out.recipe"), Refused("Recipe")) == Kind.EXTRA


@pytest.mark.parametrize(
    ("truth", "record", "seen"),
    [
        (True, numbers(values=True, dtype="b1", scalar=True), None),
        (True, numbers([True], "b1"), None),
        (True, numbers(1, "i8", scalar=True), None),
        (False, Nothing(), None),
        (True, Nothing(), Kind.VALUE),
        (False, numbers(values=True, dtype="b1"), Kind.VALUE),
        (True, numbers([1, 1], "i8"), Kind.TYPE_REFUSED),
        (True, Refused("list"), Kind.TYPE_REFUSED),
    ],
)
def test_a_truth_may_be_a_bool_or_what_python_takes_for_one(truth, record, seen):
    assert kind(Holds(0, truth, "requires_grad"), record) == seen


def test_an_input_must_stay_as_it_was():
    sent = np.array([1.0, 2.0])
    assert kind(Untouched(0, sent, "grad_out"), numbers([1.0, 2.0])) is None
    assert kind(Untouched(0, sent, "grad_out"), numbers([1.0, 2.5])) == Kind.MUTATED
    # A change smaller than the tolerance is a change all the same.
    assert kind(Untouched(0, sent, "x"), numbers([1.0, 2.0 + 1e-12])) == Kind.MUTATED
    assert kind(Untouched(0, sent, "x"), numbers([[1.0, 2.0]])) == Kind.MUTATED


@pytest.mark.parametrize(
    ("places", "says"),
    [
        ([0, 1, 2, 3], None),
        ([0, 2, 1, 3], None),
        ([1, 0, 2, 3], "node 1 comes before node 0"),
        ([0, 1, 2], "node 3 is in it 0 times"),
        ([0, 1, 2, 2, 3], "node 2 is in it 2 times"),
        ([0, 1, -1, 2, 3], "no node of this graph"),
        ([0, 1, 3, 2], "node 3 comes before node 2"),
    ],
)
def test_any_valid_order_counts_and_no_other(places, says):
    diamond = Order(0, 4, ((0, 1), (0, 2), (1, 3), (2, 3)), 3, "the order")
    finding = found(diamond, Numbers(np.array(places), "i8"))
    if says is None:
        assert finding is None
    else:
        assert finding is not None
        assert finding.kind == Kind.ORDER
        assert says in finding.sentence


def test_an_order_ends_with_the_node_it_was_asked_for():
    loose = Order(0, 2, (), 0, "the order")
    finding = found(loose, numbers([0, 1], "i8"))
    assert finding is not None
    assert "node 1 is last, expected node 0" in finding.sentence


def test_a_cycle_must_be_noticed_and_not_left_to_python():
    cycle = Raises(0, "a cycle")
    assert kind(cycle, Raised("ValueError", "cyclic", 3)) is None
    assert kind(cycle, Raised("RecursionError", "too deep", 3)) == Kind.ERROR
    assert kind(cycle, numbers([1.0])) == Kind.VALUE
    assert kind(cycle, Raised("StubUsed", "torch.einsum", 3)) == Kind.NEEDS_STUB
    nothing = judge(probe(cycle), Observation({}))
    assert nothing is not None
    assert nothing.got == "no exception"


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ([-0.0999, 0.0999, 0.0], None),
        ([-0.0999, 0.10000000149, 0.0], None),
        ([-0.0999, 0.1001, 0.0], Kind.VALUE),
        ([-0.05, 0.05, 0.0], Kind.VALUE),
        ([0.01, 0.0999, 0.05], Kind.VALUE),
        ([-0.0999, 0.0999, np.nan], Kind.VALUE),
        ([-0.0999, 0.0999], Kind.SHAPE),
    ],
)
def test_drawn_numbers_fill_their_range_on_both_sides(values, seen):
    weight = Within(0, -0.1, 0.1, 0.09, (3,), "weight")
    assert kind(weight, numbers(values)) == seen


def test_the_first_exception_is_told_with_its_line():
    seen = Observation({0: Raised("KeyError", "'x'", 12), 1: Raised("E", "later", 9)})
    finding = judge(probe(gradient([1.0])), seen)
    assert finding is not None
    assert finding.kind == Kind.ERROR
    assert finding.sentence == "KeyError on line 12: 'x'"
    assert finding.line == 12
    assert finding.expected == "x.grad = [1]"


def test_an_exception_on_a_secret_graph_keeps_its_words_to_itself():
    finding = judge(
        probe(gradient([1.0]), secret=True),
        Observation({0: Raised("KeyError", "1.732", 12)}),
    )
    assert finding is not None
    assert "1.732" not in finding.sentence


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("torch.einsum", "Line 12 needs torch.einsum; use NumPy."),
        (
            "part4_backprop.solutions.log_back",
            (
                "Line 12 hands the work to part4_backprop.solutions.log_back; "
                "write it yourselves."
            ),
        ),
    ],
)
def test_a_stubbed_module_is_named_with_its_line(path, sentence):
    finding = found(gradient([1.0]), Raised("StubUsed", path, 12))
    assert finding is not None
    assert finding.kind == Kind.NEEDS_STUB
    assert finding.sentence == sentence


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("'NoneType' object has no attribute 'array'", Kind.MISSING),
        ("'numpy.ndarray' object has no attribute 'array'", Kind.ERROR),
        ("'Tensor' object has no attribute 'array'", Kind.ERROR),
    ],
)
def test_reading_the_array_of_a_gradient_that_is_no_tensor_is_explained(text, seen):
    question = Question()
    grad = question.observe(question.attr(question.value(1.0), "grad.array"))
    expect = Near(grad, np.array([1.0]), "x.grad", role="gradient")
    asked = Probe(
        name="p",
        concept="recipe",
        program=question.program,
        expects=(expect,),
        lines=(),
    )
    seen_it = judge(asked, Observation({grad: Raised("AttributeError", text, 0)}))
    assert seen_it is not None
    assert seen_it.kind == seen
    assert ("x.grad" in seen_it.sentence) == ("Tensor'" not in text)


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (
            Raised("AttributeError", "'NoneType' object has no attribute 'func'", 0),
            "The result's .recipe is None, so it has no .func.",
        ),
        (Raised("KeyError", "1", 0), "The result's .recipe has no entry 1."),
        (
            Raised("AttributeError", "'NoneType' object has no attribute 'func'", 4),
            "AttributeError on line 4: 'NoneType' object has no attribute 'func'",
        ),
        (Raised("TypeError", "no", 0), "TypeError: no"),
    ],
)
def test_a_part_our_question_found_empty_is_named(record, sentence):
    question = Question()
    recipe = question.attr(question.value(1.0), "recipe")
    if record.type == "KeyError":
        part = question.item(recipe, question.value(1))
    else:
        part = question.attr(recipe, "func")
    question.observe(part)
    expect = Near(part, np.array([1.0]), "it")
    asked = Probe(
        name="p",
        concept="recipe",
        program=question.program,
        expects=(expect,),
        lines=(),
    )
    finding = judge(asked, Observation({part: record}))
    assert finding is not None
    assert finding.sentence == sentence


def test_an_answer_that_leaves_out_a_step_is_no_answer():
    finding = judge(probe(gradient([1.0])), Observation({}))
    assert finding is not None
    assert finding.kind == Kind.PROTOCOL


def test_the_tolerance_is_the_largest_accepted_error():
    one = np.array([1.0])
    assert agree(one, one + TOLERANCE * 0.999)
    assert not agree(one, one + TOLERANCE * 1.001)
    assert not agree(one, np.array([np.nan]))
    assert not agree(one, np.array([[1.0]]))
