import json

import pytest

from exercises import suite, training
from exercises.graph_questions import program
from exercises.graphs import OPS
from exercises.interpret import cancels, interpret
from exercises.nouns import Fault, GraderFault
from exercises.questions import Absent, Near
from exercises.suite import Case, Lesson

PUBLIC = 60


@pytest.fixture(scope="module")
def blob():
    cases = [
        Case(spec, interpret(spec), secret=n >= PUBLIC)
        for n, spec in enumerate(suite.bank())
    ]
    taught = [Lesson(spec, training.run(spec)) for spec in suite.lessons()]
    return suite.dump([*cases, *taught])


def test_the_bank_asks_every_op_alone_and_small_graphs_first():
    specs = suite.bank()
    assert specs[0].operations[0].op == "add"
    alone = {s.operations[0].op for s in specs if len(s.operations) == 1}
    assert alone == set(OPS)
    costs = [spec.cost for spec in specs[1:]]
    assert costs == sorted(costs)


def test_no_gradient_of_the_bank_is_a_difference_of_large_numbers():
    assert not any(cancels(spec) for spec in suite.bank())


def test_a_stored_suite_comes_back_whole(blob):
    held = suite.load(blob, suite.version_of(blob))
    assert len(held.probes) == len(suite.bank()) + len(suite.lessons())
    assert sum(probe.secret for probe in held.probes) == len(suite.bank()) - PUBLIC
    assert suite.recipe_of(blob) == suite.recipe()


def test_a_training_program_asks_for_both_parameters_after_every_step(blob):
    probe = suite.load(blob, suite.version_of(blob)).probes[-1]
    assert probe.concept == "training"
    assert len(probe.expects) == 2 * suite.lessons()[-1].steps
    assert probe.lines[-1].strip() == "optimizer.step()"


def test_a_training_program_of_another_format_is_refused():
    with pytest.raises(ValueError, match="training of version 1"):
        training.from_json({"v": 1, "kind": "graph"})


def test_a_damaged_suite_is_our_fault(blob):
    with pytest.raises(GraderFault) as caught:
        suite.load(blob.replace(b"0.5", b"0.6", 1), suite.version_of(blob))
    assert caught.value.fault is Fault.INFRASTRUCTURE


def test_questions_hold_no_answers(blob):
    held = suite.load(blob, suite.version_of(blob))
    stored = json.loads(blob)["cases"]
    for probe, case in zip(held.probes, stored, strict=True):
        sent = [step.value for step in probe.program if step.value is not None]
        gradients = [
            g for g in case.get("gradients", case.get("after")) if g is not None
        ]
        asked = [value.tolist() for value in sent if hasattr(value, "tolist")]
        # With ones upstream or a constant of one a gradient may equal an input.
        if len(probe.program) > 30:
            assert not any(g in asked for g in gradients)


def test_a_graph_can_be_asked_without_its_answer():
    spec = suite.bank()[0]
    asked = [step.op for step in program(spec)]
    assert asked == [step.op for step in suite.from_reference().probes[0].program]


def test_every_probe_judges_the_result_and_each_leaf():
    for spec, probe in zip(suite.bank(), suite.from_reference().probes, strict=False):
        assert len(probe.expects) == 1 + len(spec.leaves)
        assert {type(each) for each in probe.expects} <= {Near, Absent}
        assert probe.lines
        assert probe.concept


def test_without_an_installation_the_reference_answers():
    assert suite.from_reference().version.startswith("bank-")
