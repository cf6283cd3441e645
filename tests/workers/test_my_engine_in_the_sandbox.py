"""The assembled file is a hand-in like any other: all of it passes, alone and as one."""

import random
from pathlib import Path

import pytest

from exercises import my_engine
from exercises.catalogue import UNITS
from exercises.my_engine import Source
from exercises.nouns import State
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox
CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("box"), min_tier="C") as entered:
        yield entered


@pytest.fixture
def picked():
    """Return a right definition of every unit, each by another hand."""
    rng = random.Random(7)
    found = {unit: sorted(CORPUS.glob(f"{unit}/right/*.py")) for unit in UNITS}
    paths = {unit: rng.choice(several) for unit, several in found.items()}
    return {
        unit: Source(path.stem, path.name, path.read_text())
        for unit, path in paths.items()
    }


def graded(box, engine):
    return grade(
        filename="engine.py",
        data=engine.text.encode(),
        units=None,
        suite=None,
        box=box,
    )


def test_pieces_of_many_hands_pass_alone_and_as_one(box, picked):
    verdict = graded(box, my_engine.assemble(picked, title="Ours"))
    assert {unit.state for unit in verdict.units} == {State.PASSED}, verdict.headline
    assert verdict.assembled.state is State.PASSED, verdict.headline
    assert verdict.assembled.filled_in == ()


def test_what_is_missing_is_not_attempted_and_filled_in_by_us(box, picked):
    missing = ("exp_back", "add_back1", "SGD")
    for unit in missing:
        del picked[unit]
    verdict = graded(box, my_engine.assemble(picked, title="Ours"))
    blank = {each.name for each in verdict.units if each.state is State.NOT_ATTEMPTED}
    assert blank == set(missing)
    assert verdict.assembled.state is State.PASSED, verdict.headline
    assert set(verdict.assembled.filled_in) == set(missing)
