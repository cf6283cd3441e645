"""Every right file passes its unit, every wrong one fails, in the real sandbox."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from exercises import scaffolding
from exercises.catalogue import RUNGS, UNITS
from exercises.extract import isolated, read
from exercises.judge import judge
from exercises.names import GRADED
from exercises.nouns import Ended, Finding, GraderFault, Probe
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest

CORPUS = Path(__file__).parents[1] / "corpus"
SEEDS = (0, 1)
RIGHT = sorted(path for unit in UNITS for path in CORPUS.glob(f"{unit}/right/*.py"))
WRONG = sorted(path for unit in UNITS for path in CORPUS.glob(f"{unit}/wrong/*.py"))


def named(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    # Right and wrong are the same in every tier; escapes have tests of their own.
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


@cache
def questions(unit: str, seed: int) -> tuple[Probe, ...]:
    probes = UNITS[unit].probes(np.random.default_rng(seed))
    return tuple(probe for probe in probes if not probe.labelled)


def findings(box: Box, path: Path) -> list[list[Finding | Ended]]:
    """Ask in one guest with each seed; a file that ends its guest fails what is left."""
    unit = path.parts[-3]
    extract = read(path.name, path.read_bytes())
    assert extract.definitions[unit].state == "attempted"
    with box.guest() as guest:
        assert guest.scaffold(scaffolding.isolated(unit)) == ()
        notes = guest.load(isolated(extract, unit))
        assert not isinstance(notes, Ended)
        assert [note for note in notes if note.what != "stub"] == []
        return [_asked(guest, questions(unit, seed)) for seed in SEEDS]


def _asked(guest: Guest, probes: tuple[Probe, ...]) -> list[Finding | Ended]:
    seen, ended = guest.ask([probe.program for probe in probes])
    found = [judge(*pair) for pair in zip(probes, seen, strict=False)]
    return [each for each in (*found, ended) if each]


@pytest.mark.sandbox
@pytest.mark.parametrize("path", RIGHT, ids=named)
def test_a_right_file_passes_every_probe_of_its_unit(box: Box, path: Path) -> None:
    assert findings(box, path) == [[] for _ in SEEDS]


@pytest.mark.sandbox
@pytest.mark.parametrize("path", WRONG, ids=named)
def test_a_wrong_file_fails_a_probe_of_its_unit(box: Box, path: Path) -> None:
    assert path.read_text().startswith("# expects: fail ")
    assert all(findings(box, path))


@pytest.mark.sandbox
@pytest.mark.parametrize("unit", UNITS)
def test_our_solved_form_passes_its_own_unit(box: Box, unit: str) -> None:
    solved = (scaffolding.FOLDER / "solved" / f"{unit}.py").read_text()
    with box.guest() as guest:
        assert guest.scaffold(scaffolding.isolated(unit)) == ()
        guest.load(solved)
        probes = questions(unit, 0)
        seen, ended = guest.ask([probe.program for probe in probes])
    assert ended is None
    assert [judge(*pair) for pair in zip(probes, seen, strict=True)] == [None] * len(
        seen
    )


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_unlike_right_files_and_several_wrong_ones(unit: str) -> None:
    assert len([path for path in RIGHT if path.parts[-3] == unit]) >= 3
    assert len([path for path in WRONG if path.parts[-3] == unit]) >= 3


def test_the_catalogue_holds_the_names_that_intake_looks_for() -> None:
    assert tuple(sorted(UNITS)) == tuple(sorted(GRADED))
    assert [name for rung in RUNGS for name in rung.units] == list(UNITS)


@pytest.mark.parametrize("unit", UNITS)
def test_probes_depend_on_the_generator_alone_and_fit_the_page(unit: str) -> None:
    first, again = (UNITS[unit].probes(np.random.default_rng(7)) for _ in range(2))
    assert [probe.lines for probe in first] == [probe.lines for probe in again]
    assert all(probe.lines for probe in first)
    assert first[0].size <= 12
    assert len(first[0].lines) <= 6


@pytest.mark.parametrize("unit", UNITS)
def test_a_scaffold_holds_no_solution_of_its_own_unit(unit: str) -> None:
    solved = (scaffolding.FOLDER / "solved" / f"{unit}.py").read_text()
    assert solved not in scaffolding.isolated(unit)


def test_section_one_sees_the_builtin_sum() -> None:
    for rung in RUNGS[:4]:
        for unit in rung.units:
            assert "\nsum = " not in scaffolding.isolated(unit)
