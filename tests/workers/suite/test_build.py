from dataclasses import replace

import numpy as np
import pytest

from exercises import suite, training
from exercises.graphs import Answer, GraphSpec, Leaf, Operation
from exercises.interpret import interpret
from exercises.nouns import Fault, GraderFault
from exercises.sketch import sketch

pytest.importorskip("torch", reason="PyTorch is not installed")

from workers.suite.build import build, confirmed, distance, is_sharp, trained
from workers.suite.mutation import survivors

pytestmark = pytest.mark.torch


def test_the_reference_agrees_with_pytorch_on_the_bank_and_a_thousand_graphs():
    rng = np.random.default_rng(11)
    specs = [*suite.bank(), *(sketch(rng) for _ in range(1000))]
    for spec in specs:
        confirmed(spec)


def test_the_reference_trains_as_pytorch_does():
    rng = np.random.default_rng(12)
    for spec in [*suite.lessons(), *(training.draw(rng) for _ in range(40))]:
        trained(spec)


def test_every_bank_graph_is_sharp():
    for spec in suite.bank():
        assert is_sharp(spec, confirmed(spec))


def test_a_suite_is_the_bank_and_at_least_the_asked_number_of_secret_graphs():
    heard = []
    blob = build(4, 30, lambda done, whole: heard.append((done, whole)))
    held = suite.load(blob, suite.version_of(blob))
    asked = len(suite.bank()) + len(suite.lessons()) + 30
    assert len(held.probes) >= asked
    assert heard[-1] == (asked, asked)


@pytest.mark.parametrize("seed", [4, 5])
def test_each_half_of_a_suite_kills_every_known_mistake(seed):
    blob = build(seed, 60)
    probes = suite.load(blob, suite.version_of(blob)).probes
    for secret in (True, False):
        assert survivors(each for each in probes if each.secret is secret) == []


def test_a_bank_that_lets_a_mistake_pass_stores_nothing(monkeypatch):
    kept = [spec for spec in suite.bank() if len(spec.operations) > 1]
    monkeypatch.setattr(suite, "bank", lambda: tuple(kept))
    with pytest.raises(GraderFault, match="public half") as caught:
        build(4, 10)
    assert "unb_one_axis" in str(caught.value)


def test_a_secret_half_that_cannot_kill_a_mistake_stores_nothing(monkeypatch):
    monkeypatch.setattr("workers.suite.build.MOST_DRAWS", 12)
    with pytest.raises(GraderFault, match="secret half"):
        build(4, 10)


def test_the_seed_decides_the_suite():
    assert build(4, 10) == build(4, 10)
    assert build(4, 10) != build(5, 10)


def test_a_disagreement_of_the_witnesses_stores_nothing(monkeypatch):
    def doubled(spec, **_):
        answer = interpret(spec)
        return Answer(answer.out * 2, answer.gradients)

    monkeypatch.setattr("workers.suite.build.interpret", doubled)
    with pytest.raises(GraderFault) as caught:
        confirmed(suite.bank()[0])
    assert caught.value.fault is Fault.INFRASTRUCTURE


def test_a_graph_that_float32_blurs_is_not_sharp():
    blurred = GraphSpec(
        (Leaf(0, np.array([1234.567])), Leaf(1, np.array([1234.566]))),
        (Operation(2, "subtract", (0, 1)),),
        2,
    )
    assert not is_sharp(blurred, confirmed(blurred))


def test_a_nan_or_another_shape_is_never_close():
    answer = interpret(suite.bank()[0])
    nan = replace(answer, out=answer.out * np.nan)
    column = replace(answer, out=answer.out.reshape(-1, 1))
    assert not distance(nan, answer) <= 1.0
    assert distance(column, answer) == float("inf")
