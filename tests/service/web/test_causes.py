"""A named cause asks whether it was the one, and says where to look when asked."""

from dataclasses import replace
from html import unescape

import pytest

from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import Kind, State
from exercises.verdicts import Hint, Misconception, UnitVerdict, Verdict
from service.store import causes, database

CAUSE = CAUSES["overwrite-within-pass"]
NAMED = Misconception(CAUSE.id, ("overwrite",), 82, CAUSE.claim, CAUSE.question)
ENGINE = UnitVerdict(
    name="assembled",
    state=State.FAILED,
    kind=Kind.VALUE,
    sentence="a.grad is 2, expected 4.",
    misconceptions=(NAMED,),
)
WRONG = Verdict(
    file="day.py",
    tier="A",
    suite_version="v",
    headline="a.grad is 2, expected 4.",
    units=(UnitVerdict(name="log_back", state=State.PASSED),),
    assembled=ENGINE,
)


@pytest.fixture
def place(town):
    submission = town.hand_in(town.pair, None, WRONG)
    return f"/submissions/{submission.id}"


def say(client, place, word, **more):
    form = {"unit": "assembled", "cause": CAUSE.id, "say": word} | more
    return client.post(f"{place}/cause", data=form)


def test_evidence_comes_first_then_the_question_and_the_place_only_on_request(
    town, visit, place
):
    ana = visit(town.ana)
    page = unescape(ana.get(place).text)
    assert page.index(ENGINE.sentence) < page.index(CAUSE.claim)
    assert page.index(CAUSE.claim) < page.index(CAUSE.question)
    assert CAUSE.where not in page
    assert say(ana, place, "where").status_code == 303
    assert CAUSE.where in unescape(ana.get(place).text)
    # Each partner asks for themselves.
    assert CAUSE.where not in unescape(visit(town.ben).get(place).text)


def test_the_last_answer_stands_and_the_instructor_sees_the_share(
    town, visit, place, engine
):
    ana, ben = visit(town.ana), visit(town.ben)
    say(ana, place, "no")
    say(ana, place, "yes")
    say(ben, place, "no")
    assert 'value="yes" aria-pressed="true"' in ana.get(place).text
    with database.reading(engine) as db:
        (row,) = causes.precision(db, town.course.id)
    assert (row.cause, row.right, row.wrong, row.share) == (CAUSE.id, 1, 1, 0.5)
    assert "50 %" in visit(town.instructor).get("/class/causes").text


def test_without_an_answer_the_instructor_is_told_so(town, visit):
    assert (
        "No pair has answered yet" in visit(town.instructor).get("/class/causes").text
    )


@pytest.mark.parametrize(
    "other", [{"cause": "softmax-axis"}, {"unit": "log_back"}, {"cause": "<b>"}]
)
def test_a_cause_that_was_not_named_cannot_be_answered(town, visit, place, other):
    assert say(visit(town.ana), place, "yes", **other).status_code == 404


def test_a_word_that_is_no_answer_changes_nothing(town, visit, place, engine):
    assert say(visit(town.ana), place, "perhaps").status_code == 303
    with database.reading(engine) as db:
        assert causes.precision(db, town.course.id) == []


def test_an_instructor_reads_the_cause_and_is_not_asked(town, visit, place):
    page = visit(town.instructor).get(place).text
    assert CAUSE.question in page
    assert "Was this it?" not in page


def test_a_function_is_told_about_as_a_function(town, visit):
    failed = replace(ENGINE, name="log_back")
    submission = town.hand_in(
        town.pair, "log_back", replace(WRONG, units=(failed,), assembled=None)
    )
    page = visit(town.ana).get(f"/submissions/{submission.id}").text
    assert "your function answers like one where" in page


def test_what_explains_the_engine_stands_below_its_first_failing_piece(town, visit):
    failed = UnitVerdict(
        name="backprop",
        state=State.FAILED,
        sentence="a.grad is 2, expected 4.",
        hints=(Hint(CAUSE.id, "A hint."),),
    )
    sent = town.hand_in(town.pair, None, replace(WRONG, units=(failed,)))
    page = unescape(visit(town.ana).get(f"/submissions/{sent.id}").text)
    assert page.count(CAUSE.question) == 1
    assert "your engine agrees with one in which" in page
    assert "A hint." not in page


def test_a_cause_of_the_engine_displaces_no_hint_of_another_exercise(town, visit):
    failed = UnitVerdict(
        name="Linear",
        state=State.FAILED,
        sentence="The weights are all 0.",
        hints=(Hint("initialisation", "A hint."),),
    )
    sent = town.hand_in(town.pair, None, replace(WRONG, units=(failed,)))
    page = unescape(visit(town.ana).get(f"/submissions/{sent.id}").text)
    assert "A hint." in page
    assert page.index("A hint.") < page.index("Your engine as a whole")
    assert page.index("Your engine as a whole") < page.index(CAUSE.question)
