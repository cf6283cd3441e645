"""A secret graph that fails is shown as a smaller one with other numbers."""

import re
from pathlib import Path

import numpy as np
import pytest

from exercises.graph_questions import probe
from exercises.interpret import interpret
from exercises.nouns import State
from exercises.shrinking import valid
from exercises.sketch import sketch
from exercises.suite import Suite
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox

CORPUS = Path(__file__).parents[1] / "corpus" / "whole" / "wrong"


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


@pytest.fixture(scope="module")
def hidden() -> Suite:
    """Return a suite without a public half."""
    drawn = [sketch(np.random.default_rng(seed), seed=seed) for seed in range(200)]
    return Suite(
        "hidden",
        tuple(
            probe(spec, interpret(spec), name=f"secret {spec.seed}", secret=True)
            for spec in drawn
            if valid(spec)
        ),
    )


@pytest.mark.parametrize(
    "name",
    ["exp_passes", "log_times_x", "slope_at_the_logarithm", "exp_rule_under_log"],
)
def test_it_takes_one_operation_or_two_and_none_of_the_secret_numbers(
    box, hidden, name
):
    data = (CORPUS / f"{name}.py").read_bytes()
    engine = grade(
        filename="pair.py", data=data, units=None, suite=hidden, box=box
    ).assembled
    assert engine is not None
    assert engine.state is State.FAILED
    shown = engine.counterexample
    assert shown is not None
    # Leaves, at most one shared result, the end and the call.
    assert len(shown.code.splitlines()) <= 6
    assert not re.search(r"\d\.\d\d", shown.code.replace("0.25", ""))
    assert shown.expected != shown.got
    assert "hidden ones do not" in engine.sentence
    assert engine.passed > 0
