"""Whole course files of several styles and editions go in unchanged."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from exercises import scaffolding
from exercises.answers import Text
from exercises.catalogue import UNITS
from exercises.extract import assembled, read
from exercises.judge import judge
from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import GraderFault, State
from exercises.verdicts import Verdict
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox

CORPUS = Path(__file__).parents[1] / "corpus" / "whole"
RIGHT = sorted(CORPUS.glob("right/*"))
WRONG = sorted(CORPUS.glob("wrong/*"))
# Files that leave part of the day open, and the last unit they hold.
UNFINISHED = {"half_day": "backprop"}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def graded(box: Box, path: Path) -> Verdict:
    data = path.read_bytes()
    return grade(filename=path.name, data=data, units=None, suite=None, box=box)


def held(path: Path) -> list[str]:
    """Return the units a file holds, in course order."""
    last = UNFINISHED.get(path.stem, "SGD")
    names = list(UNITS)
    return names[: names.index(last) + 1]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.name)
def test_a_right_day_passes_alone_and_together(box: Box, path: Path) -> None:
    verdict = graded(box, path)
    attempted = [u for u in verdict.units if u.state is not State.NOT_ATTEMPTED]
    assert [unit.name for unit in attempted] == held(path)
    assert [unit for unit in attempted if unit.state is not State.PASSED] == []
    assert verdict.assembled is not None
    assert verdict.assembled.sentence == ""
    assert verdict.assembled.state is State.PASSED
    missing = [name for name in UNITS if name not in held(path)]
    assert list(verdict.assembled.filled_in) == missing


def first_line(path: Path) -> str:
    """Return what a file says of itself, a notebook in its first code cell."""
    text = path.read_text()
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = next("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return text.partition("\n")[0]


def test_right_and_wrong_days_are_of_many_hands() -> None:
    assert len({path.read_bytes() for path in RIGHT}) == len(RIGHT) >= 16
    assert len({path.read_bytes() for path in WRONG}) == len(WRONG) >= 30
    assert {path.suffix for path in RIGHT} == {path.suffix for path in WRONG}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.name)
def test_a_wrong_day_says_one_to_three_of_its_mistakes(path: Path) -> None:
    expects = re.fullmatch(r"# expects: fail ((?: ?[a-z-]+){1,3})", first_line(path))
    assert expects
    assert set(expects[1].split()) <= {"unknown", *CAUSES}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.name)
def test_a_wrong_day_fails_alone_or_together(box: Box, path: Path) -> None:
    verdict = graded(box, path)
    assert verdict.assembled is not None
    everything = (*verdict.units, verdict.assembled)
    assert [each.name for each in everything if each.state is State.FAILED]
    named = {cause.id for each in everything for cause in each.misconceptions}
    assert named <= set(first_line(path).split())


def test_an_in_place_sum_that_is_harmless_alone_shows_in_the_whole_engine(
    box: Box,
) -> None:
    verdict = graded(box, CORPUS / "wrong" / "added_in_place.py")
    assert {unit.state for unit in verdict.units} == {State.PASSED}
    assert verdict.assembled is not None
    assert verdict.assembled.state is State.FAILED


def test_a_transpose_without_axes_of_early_editions_is_understood(box: Box) -> None:
    early = CORPUS / "right" / "numpy_heavy.py"
    assert "return permute(self)\n" in early.read_text()
    extract = read(early.name, early.read_bytes())
    (probe,) = (
        each
        for each in UNITS["backprop"].probes(np.random.default_rng(0))
        if each.name == "backprop through x.T"
    )
    with box.guest() as guest:
        assert guest.scaffold(scaffolding.assembled(UNITS)) == ()
        guest.load(assembled(extract))
        seen, _ = guest.ask([scaffolding.finish(UNITS), probe.program])
    assert Text("") in seen[0].records.values()
    assert judge(probe, seen[1]) is None
