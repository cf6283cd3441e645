"""A training that goes wrong is shown step by step, the first wrong number marked."""

import contextlib
import io
import json

import numpy as np
import pytest

from exercises import training
from exercises.answers import Numbers, Observation, Raised
from exercises.explain.trained import torch_lines, train_case, trained
from exercises.judge import agree
from exercises.questions import Probe

SPEC = training.draw(np.random.default_rng(5))


def asked() -> Probe:
    return training.probe(SPEC, training.run(SPEC))


def answered(wrong_from: int, *, until: int = 99) -> Observation:
    """Answer rightly up to one of the six numbers seen, and stop before another."""
    after = training.run(SPEC)
    steps = [each.step for each in asked().expects]
    return Observation(
        {
            step: Numbers(array + (at >= wrong_from), "f8")
            for at, (step, array) in enumerate(zip(steps, after, strict=True))
            if at < until
        }
    )


def test_the_first_wrong_number_is_marked_and_what_follows_is_not() -> None:
    told = trained(train_case(asked(), SPEC, answered(2)))
    assert told
    assert [row.is_right for row in told.rows] == [True, True, *[False] * 4]
    assert [row.is_first for row in told.rows].index(True) == 2
    assert told.said.startswith("The first wrong number is in weight after step 2.")
    assert "Step 1 is right" in told.said


def test_what_an_exception_left_unseen_is_not_called_wrong_numbers() -> None:
    told = trained(train_case(asked(), SPEC, answered(99, until=1)))
    assert told
    assert told.said == "There is no bias to read after step 1."
    assert trained(train_case(asked(), SPEC, Observation({0: Raised("E", "", 1)})))


def test_what_is_no_training_is_left_alone() -> None:
    assert trained(None) is None
    assert trained({"graph": {}}) is None


def test_the_lines_of_pytorch_print_the_expected_numbers() -> None:
    pytest.importorskip("torch")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(torch_lines(SPEC), {})
    after = training.run(SPEC)
    seen = []
    for line in printed.getvalue().strip().split("\n"):
        weight, bias = line.split("]] ")
        seen += [json.loads(weight + "]]"), json.loads(bias)]
    assert len(seen) == len(after)
    assert all(
        agree(want, np.array(got)) for want, got in zip(after, seen, strict=True)
    )
