"""Every right file passes its unit in the real sandbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

from exercises import scaffolding
from exercises.answers import Ended
from exercises.catalogue import OPTIONAL, RUNGS, UNITS
from exercises.extract import isolated, read
from exercises.judge import judge
from exercises.names import GRADED
from exercises.nouns import GraderFault
from exercises.questions import Probe
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest

CORPUS = Path(__file__).parents[1] / "corpus"
SEEDS = (0, 1)
EVERY = UNITS | OPTIONAL
RIGHT = sorted(path for unit in EVERY for path in CORPUS.glob(f"{unit}/right/*.py"))
WRONG = sorted(path for unit in EVERY for path in CORPUS.glob(f"{unit}/wrong/*.py"))


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
    return EVERY[unit].probes(np.random.default_rng(seed))


@dataclass
class Outcome:
    """How many probes of one seed failed: those that count, and those only shown."""

    counted: int = 0
    labelled: int = 0


def outcomes(box: Box, path: Path) -> list[Outcome]:
    """Ask in one guest with each seed; a probe without an answer has failed."""
    unit = path.parts[-3]
    extract = read(path.name, path.read_bytes())
    assert extract.definitions[unit].state == "attempted"
    with box.guest() as guest:
        assert guest.scaffold(scaffolding.isolated(unit)) == ()
        notes = guest.load(isolated(extract, unit))
        assert not isinstance(notes, Ended)
        assert [note for note in notes if note.what != "stub"] == []
        return [asked(guest, questions(unit, seed)) for seed in SEEDS]


def asked(guest: Guest, probes: tuple[Probe, ...]) -> Outcome:
    seen, _ = guest.ask([probe.program for probe in probes])
    outcome = Outcome()
    for probe, observation in zip_longest(probes, seen):
        if observation is None or judge(probe, observation):
            outcome.labelled += probe.labelled
            outcome.counted += not probe.labelled
    return outcome


@pytest.mark.sandbox
@pytest.mark.parametrize("path", RIGHT, ids=named)
def test_a_right_file_passes_every_probe_of_its_unit(box: Box, path: Path) -> None:
    assert [outcome.counted for outcome in outcomes(box, path)] == [0] * len(SEEDS)


@pytest.mark.sandbox
@pytest.mark.parametrize("unit", UNITS)
def test_our_solved_form_passes_its_own_unit(box: Box, unit: str) -> None:
    solved = (scaffolding.FOLDER / "solved" / f"{unit}.py").read_text()
    with box.guest() as guest:
        assert guest.scaffold(scaffolding.isolated(unit)) == ()
        assert guest.load(solved) == ()
        assert asked(guest, questions(unit, 0)).counted == 0


@pytest.mark.parametrize("unit", EVERY)
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
