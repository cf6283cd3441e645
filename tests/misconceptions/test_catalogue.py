"""The words of the catalogue: complete, in the right form, and never code."""

import re

import pytest

from exercises.catalogue import OPTIONAL, UNITS
from exercises.misconceptions.catalogue import CAUSES

# Exercises that exist outside the ladder's units.
ELSEWHERE = {"any", "training", *OPTIONAL}
CODE = re.compile(r"\blambda\b|\breturn \w+\(|\bimport |:=|\bnp\.|\bself\.|\+=|-=")


def test_every_misconception_of_the_course_is_there():
    assert len(CAUSES) >= 74


@pytest.mark.parametrize("cause", CAUSES.values(), ids=list(CAUSES))
def test_a_cause_is_a_clause_a_question_and_a_place(cause):
    assert cause.claim[0].islower()
    assert cause.claim[-1] not in ".?!"
    assert cause.question.endswith("?")
    assert cause.where.endswith(".")
    assert cause.exercises
    assert set(cause.exercises) <= set(UNITS) | ELSEWHERE


@pytest.mark.parametrize("cause", CAUSES.values(), ids=list(CAUSES))
def test_a_cause_never_gives_code_away(cause):
    for text in (cause.claim, cause.question, cause.where):
        assert not CODE.search(text), text


@pytest.mark.parametrize("field", ["claim", "question", "where"])
def test_no_two_causes_say_the_same(field):
    said = [getattr(cause, field) for cause in CAUSES.values()]
    assert len(said) == len(set(said))
