"""Which attempt counts, what it gives, and what the pair is told of it."""

from datetime import timedelta

import pytest

from exercises.catalogue import UNITS
from exercises.nouns import State
from service import clock
from service.store import (
    counting,
    database,
    grades,
    overrides,
    pairs,
    people,
    policies,
    provenance,
)
from service.store.models import Extension, Outcome, Pair, Submission, Timing
from service.store.policies import Rules
from service.store.refusals import Refusal

POINTS = 100 * UNITS["log_back"].points


@pytest.fixture
def counted(town, engine):
    """Return a function: what counts for a unit of the demo pair."""

    def look(unit="log_back"):
        with database.reading(engine) as db:
            return counting.of_pair(db, town.pair)[unit]

    return look


@pytest.fixture
def grade(town, engine):
    def look():
        with database.reading(engine) as db:
            return grades.of_pair(db, town.pair)

    return look


def set_times(engine, town, rung="log_back", **times):
    with database.transaction(engine) as db:
        db.add(Timing(course_id=town.course.id, rung=rung, **times))


def hours(number):
    return clock.now() + timedelta(hours=number)


def test_the_best_counts_and_of_equals_the_earliest(town, judged, counted):
    wrong = town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    assert counted().attempt.submission_id == wrong.id
    assert (counted().why, counted().passed) == ("best", False)
    first = town.hand_in(town.pair, "log_back", judged("log_back"))
    town.hand_in(town.pair, "log_back", judged("log_back"))
    town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    assert counted().attempt.submission_id == first.id
    assert counted().passed


def test_a_unit_nobody_tried_counts_nothing(counted):
    assert counted("relu") == counting.Counted("relu")


def test_what_is_not_python_or_not_attempted_never_counts(town, judged, counted):
    town.hand_in(town.pair, "log_back", judged("log_back", state="unparsable"))
    assert counted().why == "none"


def test_a_pin_counts_while_it_passes_and_can_be_taken_back(
    town, engine, judged, counted
):
    first = town.hand_in(town.pair, "log_back", judged("log_back"))
    later = town.hand_in(town.pair, "log_back", judged("log_back"))
    with database.transaction(engine) as db:
        counting.pin(db, town.pair, "log_back", later.id, by=town.ana.id)
    assert (counted().why, counted().attempt.submission_id) == ("pinned", later.id)
    with database.transaction(engine) as db:
        counting.pin(db, town.pair, "log_back", "", by=town.ana.id)
    assert (counted().why, counted().attempt.submission_id) == ("best", first.id)


def test_only_an_own_passing_attempt_can_be_pinned(town, engine, judged):
    wrong = town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    town.populate()
    foreign = town.hand_in(town.others[0], "log_back", judged("log_back"))
    for one in (wrong, foreign):
        with (
            pytest.raises(Refusal, match="does not pass"),
            database.transaction(engine) as db,
        ):
            counting.pin(db, town.pair, "log_back", one.id, by=town.ana.id)


def test_after_the_close_nothing_is_pinned_and_nothing_new_counts(
    town, engine, judged, counted
):
    first = town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    set_times(engine, town, closes_at=clock.now())
    later = town.hand_in(town.pair, "log_back", judged("log_back"))
    assert counted().attempt.submission_id == first.id
    with (
        pytest.raises(Refusal, match="has closed"),
        database.transaction(engine) as db,
    ):
        counting.pin(db, town.pair, "log_back", later.id, by=town.ana.id)


def test_an_extension_of_the_pair_opens_its_rung_again(town, engine, judged, counted):
    set_times(engine, town, due_at=hours(-2), closes_at=hours(-1))
    town.hand_in(town.pair, "log_back", judged("log_back"))
    assert counted().why == "none"
    with database.transaction(engine) as db:
        db.add(
            Extension(
                pair_id=town.pair.id,
                rung="log_back",
                until=hours(1),
                reason="Ben was ill",
                granted_by=town.instructor.id,
            )
        )
    assert (counted().passed, counted().late) == (True, False)


def test_a_late_pass_bears_a_mark_and_keeps_what_the_class_decided(
    town, engine, judged, counted, grade
):
    set_times(engine, town, due_at=hours(-1))
    town.hand_in(town.pair, "log_back", judged("log_back"))
    assert counted().late
    assert grade().earned == POINTS
    with database.transaction(engine) as db:
        policies.keep(db, town.course.id, Rules(late_percent=50))
    assert grade().earned == POINTS // 2
    assert grade().late == 1
    with database.transaction(engine) as db:
        policies.keep(db, town.course.id, Rules(late_percent=50, grace_minutes=90))
    assert (counted().late, grade().earned) == (False, POINTS)


def test_an_instructors_decision_comes_first_and_can_be_withdrawn(
    town, engine, judged, counted, grade
):
    wrong = town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    with database.transaction(engine) as db:
        sent = db.query(Submission).filter_by(id=wrong.id).one()
        why = {"reason": "A typo of ours", "actor_id": town.instructor.id}
        made = overrides.add(db, sent, "log_back", State.PASSED, **why)
    assert (counted().why, grade().earned) == ("decided", POINTS)
    with database.transaction(engine) as db:
        overrides.withdraw(db, made.id, town.instructor.id)
    assert (counted().why, grade().earned) == ("best", 0)


def test_a_grade_is_the_sum_of_its_lines_and_explaining_is_apart(
    town, engine, judged, grade
):
    town.hand_in(town.pair, None, judged("log_back", "unbroadcast", "relu"))
    for person in (town.ana, town.ben):
        town.question(person)
    with database.transaction(engine) as db:
        for person in (town.ana, town.ben):
            for one in provenance.latest_round(db, town.pair.id, person.id):
                provenance.settle(db, one.id, Outcome.RIGHT)
                assert grade().earned == sum(line.earned for line in grade().lines)
    wanted = sum(UNITS[name].points for name in ("log_back", "unbroadcast", "relu"))
    assert grade().earned == 100 * wanted
    assert grade().receipts.won
    assert sum(line.possible for line in grade().lines) == grades.POSSIBLE


def test_a_partner_who_comes_late_has_the_grade(town, engine, judged, grade):
    town.hand_in(town.pair, "log_back", judged("log_back"))
    with database.transaction(engine) as db:
        late = people.add_student(db, town.course, "Ulla")
        pairs.add(db, db.query(Pair).filter_by(id=town.pair.id).one(), late)
    assert "Ulla" in {one.name for one in grade().members}
    assert grade().earned == POINTS


def test_a_class_is_graded_in_a_fixed_number_of_queries(town, engine, queries):
    def statements():
        queries.clear()
        with database.reading(engine) as db:
            everyone = db.query(Pair).all()
            grades.of_pairs(db, town.course.id, everyone)
        return len(queries)

    alone = statements()
    town.populate()
    assert statements() == alone


def test_the_page_lets_a_pair_choose_and_says_what_counts(town, visit, judged):
    client = visit(town.ana)
    for _ in range(2):
        last = town.hand_in(town.pair, "log_back", judged("log_back"))
    page = client.get("/grade").text
    assert "the best" in page
    assert "Let another count" in page
    answer = client.post("/grade/pin/log_back", data={"submission_id": last.id})
    assert answer.headers["Location"].endswith("/grade#log_back")
    page = client.get("/grade").text
    assert "your choice" in page
    assert "The best again" in page
    assert "This attempt counts" in client.get(f"/submissions/{last.id}").text
    assert client.post("/grade/pin/no_such").status_code == 404


def test_a_refused_pin_says_why_on_the_page(town, engine, visit, judged):
    sent = town.hand_in(town.pair, "log_back", judged("log_back"))
    set_times(engine, town, closes_at=clock.now())
    answer = visit(town.ana).post(
        "/grade/pin/log_back", data={"submission_id": sent.id}
    )
    assert answer.status_code == 422
    assert "log_back has closed" in answer.text


def test_the_gradebook_shows_every_pair_with_explaining_apart(town, visit):
    town.populate()
    page = visit(town.instructor).get("/class/grades").text
    assert page.count('<th scope="row"') == 9
    assert "Ana 0 of 3, " in page
    assert "How this grade is made" in (
        visit(town.instructor).get(f"/class/grades/{town.pair.id}").text
    )
