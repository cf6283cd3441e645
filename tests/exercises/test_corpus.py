"""A wrong file ends as its first line says, and is called by no other mistake's name."""

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
# A mistake that the catalogue has no name for.
UNNAMED = "unknown"
WRONG = sorted(
    path for unit in UNITS | OPTIONAL for path in CORPUS.glob(f"{unit}/wrong/*.py")
)
ENDS = {
    "fail": State.FAILED,
    "hint": State.FAILED,
    "optional": State.FAILED,
    "labelled": State.PASSED,
}


def expected(path: Path) -> tuple[str, list[str]]:
    """Return how a wrong file ends, and the mistakes that its answers may be."""
    first = path.read_text().partition("\n")[0]
    how, *names = first.removeprefix("# expects: ").split()
    return how, names


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def graded(box: Box, path: Path) -> UnitVerdict:
    data, unit = path.read_bytes(), path.parts[-3]
    verdict = grade(filename=path.name, data=data, units=[unit], suite=None, box=box)
    return (*verdict.units, *verdict.optional)[0]


def places() -> dict[str, set[str]]:
    """Return the units in which each misconception has a wrong file."""
    found = defaultdict(set)
    for path in WRONG:
        for name in expected(path)[1]:
            found[name].add(path.parts[-3])
    return found


def test_every_first_line_names_what_the_catalogue_knows() -> None:
    assert set(places()) <= {UNNAMED, *CAUSES, *PLAIN}
    for path in WRONG:
        how, names = expected(path)
        assert names
        assert (how == "optional") == (path.parts[-3] in OPTIONAL)


@pytest.mark.parametrize("name", CAUSES)
def test_a_misconception_has_a_wrong_file_in_two_of_its_units(name: str) -> None:
    units = {unit for unit in CAUSES[name].exercises if unit in UNITS}
    assert places()[name]
    assert len(places()[name] & units) >= min(len(units), 2)


def test_no_two_wrong_files_are_the_same() -> None:
    bodies = [path.read_text().partition("\n")[2] for path in WRONG]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "path", WRONG, ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_a_wrong_file_ends_as_its_first_line_says(box: Box, path: Path) -> None:
    how, names = expected(path)
    verdict = graded(box, path)
    assert verdict.state is ENDS[how]
    assert {named.id for named in verdict.misconceptions} <= set(names)
    if how in {"hint", "labelled"}:
        assert set(names) <= {hint.id for hint in verdict.hints}
    if how == "labelled":
        assert verdict.remarks
