"""An optional piece by which the whole engine fails is said first."""

from pathlib import Path

import pytest

from exercises.explain.trained import trained
from exercises.nouns import State
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox
WHOLE = Path(__file__).parents[1] / "corpus" / "whole"
STAYS_OFF = """


class NoGrad:
    def __enter__(self):
        global grad_tracking_enabled
        self.was = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, kind, error, trace):
        self.was = False


class SGD(SGD):
    def step(self):
        with NoGrad():
            super().step()
"""


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


def graded(box, source):
    return grade(
        filename="day.py", data=source.encode(), units=None, suite=None, box=box
    )


def test_a_broken_block_that_records_nothing_is_named_before_the_engine(box):
    verdict = graded(box, (WHOLE / "right" / "plain.py").read_text() + STAYS_OFF)
    assert [one.name for one in verdict.optional if one.state is State.FAILED] == [
        "NoGrad"
    ]
    assert verdict.assembled.because == "NoGrad"
    assert verdict.headline.startswith("Every exercise passes, but your own NoGrad")


def test_an_engine_wrong_for_another_reason_blames_no_optional_piece(box):
    wrong = (WHOLE / "wrong" / "last_one_wins.py").read_text()
    verdict = graded(box, wrong + STAYS_OFF.partition("class SGD")[0])
    assert verdict.assembled.state is State.FAILED
    assert verdict.assembled.because == ""


def test_an_exception_names_the_line_that_called_and_the_step_of_the_training(box):
    source = (WHOLE / "right" / "plain.py").read_text()
    source += """


def moved(rate, parameter):
    return parameter.array - rate * parameter.missing


class SGD(SGD):
    def step(self):
        for parameter in self.params:
            parameter.array = moved(self.lr, parameter)
"""
    verdict = graded(box, source)
    assert "In step 1 of the training, in optimizer.step()" in verdict.headline or (
        ", called from line " in verdict.headline
    )


def test_a_failing_training_is_shown_step_by_step(box):
    source = (WHOLE / "right" / "plain.py").read_text()
    source += """


class SGD(SGD):
    def step(self):
        for parameter in self.params:
            parameter.array = parameter.array + self.lr * parameter.grad.array
"""
    case = grade(
        filename="day.py", data=source.encode(), units=None, suite=None, box=box
    ).assembled.counterexample
    told = trained(case.drawing)
    assert told.rows[0].is_first
    assert told.rows[0].got is not None
