"""Wrong files cover the catalogue, and what the first line hints at is what is said."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.catalogue import OPTIONAL, UNITS
from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import GraderFault, State
from exercises.signatures import PLAIN
from exercises.verdicts import UnitVerdict
from workers.grading import grade
from workers.sandbox.box import Box

CORPUS = Path(__file__).parents[1] / "corpus"
# A mistake that the catalogue has no name for; whole files may hold several.
UNNAMED = "unknown"
KNOWN = {UNNAMED, *CAUSES, *PLAIN}
ALONE = sorted(
    path for unit in UNITS | OPTIONAL for path in CORPUS.glob(f"{unit}/wrong/*.py")
)
SAID = {"labelled": State.PASSED, "hint": State.FAILED}


def expected(path: Path) -> tuple[str, str]:
    """Return how a wrong file ends and the misconception its first line names."""
    how, name = path.read_text().partition("\n")[0].split()[2:4]
    return how, name


ASKED = [path for path in ALONE if expected(path)[0] in SAID]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def places() -> dict[str, set[str]]:
    """Return the units in which each misconception has a wrong file."""
    found = defaultdict(set)
    for path in ALONE:
        found[expected(path)[1]].add(path.parts[-3])
    return found


def test_every_first_line_names_what_the_catalogue_knows() -> None:
    assert {expected(path)[1] for path in ALONE} <= KNOWN


@pytest.mark.parametrize("name", CAUSES)
def test_a_misconception_has_a_wrong_file_in_two_of_its_units(name: str) -> None:
    units = {unit for unit in CAUSES[name].exercises if unit in UNITS}
    assert places()[name]
    assert len(places()[name] & units) >= min(len(units), 2)


def test_no_two_wrong_files_are_the_same() -> None:
    bodies = [path.read_text().partition("\n")[2] for path in ALONE]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "path", ASKED, ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_the_misconception_of_the_first_line_is_asked_about(
    box: Box, path: Path
) -> None:
    how, name = expected(path)
    verdict = graded(box, path)
    assert verdict.state is SAID[how]
    assert name in [hint.id for hint in verdict.hints]
    assert bool(verdict.remarks) == (how == "labelled")


def graded(box: Box, path: Path) -> UnitVerdict:
    data, unit = path.read_bytes(), path.parts[-3]
    verdict = grade(filename=path.name, data=data, units=[unit], suite=None, box=box)
    return (*verdict.units, *verdict.optional)[0]
