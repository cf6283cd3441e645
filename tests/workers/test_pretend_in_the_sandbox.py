"""What a pretend class hands in gets the verdicts that its story says."""

import pytest

from exercises.catalogue import RUNGS
from exercises.nouns import State
from exercises.pretend.mistakes import mistakes
from exercises.scaffolding import solution
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox
BY_SLUG = {rung.slug: rung for rung in RUNGS}


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


def graded(box, rung, source):
    return grade(
        filename=f"{rung.slug}.py",
        data=source.encode(),
        units=rung.units,
        suite=None,
        box=box,
    ).units


@pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: rung.slug)
def test_each_of_our_solutions_passes(box, rung):
    states = {unit.state for unit in graded(box, rung, solution(rung))}
    assert states == {State.PASSED}


@pytest.mark.parametrize(
    "mistake",
    [each for each in mistakes() if not each.slow],
    ids=lambda each: f"{each.rung}: {each.name}",
)
def test_each_mistake_fails_under_its_own_name(box, mistake):
    units = graded(box, BY_SLUG[mistake.rung], mistake.source)
    failed = [unit for unit in units if unit.state is State.FAILED]
    assert failed
    named = {cause.id for unit in failed for cause in unit.misconceptions}
    assert named == ({mistake.cause} if mistake.cause else set())
