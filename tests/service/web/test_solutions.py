"""Worked solutions: released by rung, opened on the record, followed by a question."""

from datetime import timedelta

import pytest

from service.clock import now
from service.store import database, provenance, solutions
from service.store.models import Timing

OURS = "return grad_out / x"


@pytest.fixture
def released(town, visit):
    """Return a function that lets the class open our log_back."""

    def release(opens="now", attempts="3"):
        form = {"opens-log_back": opens, "attempts-log_back": attempts}
        return visit(town.instructor).post("/class/solutions", data=form)

    return release


def rung(page, slug):
    return page[page.index(f'id="{slug}"') :].partition("</li>")[0]


def test_nothing_is_shown_before_it_is_released(town, visit):
    ana = visit(town.ana)
    assert ana.get("/exercises/log_back/solution").status_code == 404
    assert ana.post("/exercises/log_back/solution").status_code == 404
    assert "Our solution" not in ana.get("/ladder").text


def test_opening_is_asked_for_noted_and_followed_by_a_question(
    town, engine, visit, released
):
    assert released().status_code == 303
    ana = visit(town.ana)
    before = ana.get("/exercises/log_back/solution").text
    assert OURS not in before
    assert "it is noted" in before
    ana.post("/exercises/log_back/solution")
    page = ana.get("/exercises/log_back/solution").text
    assert OURS in page
    assert "before your own had passed: assisted" in page
    assert "fresh numbers are waiting" in page
    with database.reading(engine) as db:
        asked = provenance.latest_round(db, town.pair.id, town.ana.id)
        assert solutions.assisted(db, [town.pair.id]) == {(town.pair.id, "log_back")}
    assert len(asked) == provenance.ROUND
    assert "assisted" in rung(ana.get("/ladder").text, "log_back")
    assert "Ana + Ben" in visit(town.instructor).get("/class/solutions").text


def test_attempts_before_the_opening_are_not_assisted_and_those_after_are(
    town, visit, released, judged
):
    town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    released()
    ana = visit(town.ana)
    ana.post("/exercises/log_back/solution")
    assert "assisted" not in ana.get("/submissions").text
    town.hand_in(town.pair, "log_back", judged("log_back"))
    assert ana.get("/submissions").text.count("◐") == 1


def test_who_has_passed_reads_ours_without_a_mark(
    town, engine, visit, released, judged
):
    town.hand_in(town.pair, "log_back", judged("log_back"))
    released("attempts", "9")
    ana = visit(town.ana)
    ana.post("/exercises/log_back/solution")
    assert OURS in ana.get("/exercises/log_back/solution").text
    assert "assisted" not in rung(ana.get("/ladder").text, "log_back")
    with database.reading(engine) as db:
        assert solutions.assisted(db, [town.pair.id]) == set()


def test_after_n_attempts_means_after_n_attempts(town, visit, released, judged):
    released("attempts", "2")
    ana = visit(town.ana)
    for expected in (404, 404, 200):
        answer = ana.get("/exercises/log_back/solution")
        assert answer.status_code == expected
        town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))


def test_a_withdrawn_solution_stays_readable_for_who_opened_it(town, visit, released):
    released()
    ana = visit(town.ana)
    ana.post("/exercises/log_back/solution")
    released("")
    assert OURS in ana.get("/exercises/log_back/solution").text


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "٣", "100"])
def test_a_number_that_is_none_is_named_and_nothing_is_saved(
    town, engine, released, number
):
    page = released("attempts", number)
    assert page.status_code == 422
    assert 'aria-describedby="attempts-log_back-problem"' in page.text
    with database.reading(engine) as db:
        assert solutions.of_course(db, town.course.id) == {}


def test_opening_twice_asks_once(town, engine, visit, released):
    released()
    ana = visit(town.ana)
    for _ in range(2):
        ana.post("/exercises/log_back/solution")
    with database.reading(engine) as db:
        first = provenance.latest_round(db, town.pair.id, town.ana.id)
        assert first[0].round == 1
        assert len(solutions.opened(db, [town.pair.id])) == 1


def test_after_the_close_means_after_this_pairs_close(
    town, engine, visit, released, judged
):
    released("closed")
    town.hand_in(town.pair, "log_back", judged("log_back"))
    ana = visit(town.ana)
    for closes in (None, now() + timedelta(hours=1)):
        closing(engine, town, closes)
        assert ana.get("/exercises/log_back/solution").status_code == 404
    closing(engine, town, now() - timedelta(hours=1))
    assert ana.get("/exercises/log_back/solution").status_code == 200


def closing(engine, town, closes):
    with database.transaction(engine) as db:
        row = Timing(course_id=town.course.id, rung="log_back", closes_at=closes)
        database.save(db, row)


def test_the_instructors_views_are_tabs_of_one_another(town, visit):
    page = visit(town.instructor).get("/class/solutions").text
    tabs = page.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    assert 'aria-current="page">Worked solutions</a>' in tabs
    assert ">Grades</a>" in tabs
    assert "<h1" not in tabs


def test_the_exercise_links_ours_when_the_ladder_does(town, visit, released):
    ana, link = visit(town.ana), "/exercises/log_back/solution"
    assert link not in ana.get("/exercises/log_back").text
    released()
    offered = ana.get("/exercises/log_back").text
    assert link in offered
    assert "the next page says what that changes" in offered
    assert link not in ana.get("/exercises/relu").text
    ana.post(link)
    assert "assisted" in ana.get("/exercises/log_back").text
    released("")
    assert link in ana.get("/exercises/log_back").text


def test_after_n_attempts_the_exercise_links_ours_too(town, visit, released, judged):
    released("attempts", "1")
    ana, link = visit(town.ana), "/exercises/log_back/solution"
    assert link not in ana.get("/exercises/log_back").text
    town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    assert link in ana.get("/exercises/log_back").text
