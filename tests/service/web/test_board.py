"""The class board: who needs a visit, in which words, in how many questions."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from exercises.verdicts import Misconception
from service.clock import now
from service.store import board, database, hands, pairs, people, stuck
from service.store.models import Grading, Submission
from service.store.stuck import Miss
from service.web.board import UNITS


def rows(engine, course):
    with database.reading(engine) as db:
        return board.rows(db, course.id, UNITS)


def miss(town, pair, times=1, *, cause="overwrite-within-pass", minutes=5):
    """Let a pair fail the same way so many times, the last of them a while ago."""
    named = (Misconception(cause, (), 9, "x", "y?"),) if cause else ()
    for _ in range(times):
        sent = town.hand_in(
            pair, "backprop", town.failed("backprop", misconceptions=named)
        )
    with database.transaction(town.engine) as db:
        past = now() - timedelta(minutes=minutes)
        mine = Submission.pair_id == pair.id
        db.execute(update(Submission).where(mine).values(created_at=past))
    return sent


def test_the_same_failure_three_times_is_stuck_and_said_in_words(town):
    sent = miss(town, town.pair, 3, minutes=11)
    (row,) = rows(town.engine, town.course)
    assert row.need == "stuck"
    assert row.focus.counted == "3rd time the same, 11 min"
    assert row.focus.unit == "backprop"
    assert row.focus.submission_id == sent.id


def test_of_sixty_pairs_at_work_the_stuck_one_stands_first(town):
    with database.transaction(town.engine) as db:
        for number in range(59):
            one = people.add_student(db, town.course, f"Student {number:02}")
            town.others.append(pairs.make(db, one))
    for each in town.others:
        miss(town, each, cause="", minutes=2)
    late = town.others[41]
    miss(town, late, 3, minutes=11)
    told = rows(town.engine, town.course)
    assert len(told) == 60
    assert (told[0].pair_id, told[0].need) == (late.id, "stuck")
    assert {row.need for row in told[1:]} == {"calm"}


def test_two_unlike_failures_are_work_and_no_visit(town):
    miss(town, town.pair, 2, minutes=2)
    miss(town, town.pair, 1, cause="", minutes=2)
    (row,) = rows(town.engine, town.course)
    assert (row.need, row.focus.times) == ("calm", 1)


def test_getting_on_ends_being_stuck(town, judged):
    miss(town, town.pair, 4, minutes=20)
    town.hand_in(town.pair, "relu", judged("relu"))
    (row,) = rows(town.engine, town.course)
    assert (row.need, row.focus) == ("calm", None)


def test_passing_again_what_passed_before_is_not_getting_on(town, judged):
    town.hand_in(town.pair, "relu", judged("relu"))
    miss(town, town.pair, 3)
    town.hand_in(town.pair, "relu", judged("relu"))
    (row,) = rows(town.engine, town.course)
    assert row.need == "stuck"


def test_who_went_home_waits_at_no_table(town):
    miss(town, town.pair, 5, minutes=90)
    (row,) = rows(town.engine, town.course)
    assert row.focus is None


def test_hands_come_first_then_the_more_urgent(town):
    town.populate()
    first, second, third = town.others[:3]
    miss(town, first, 3, minutes=3)
    miss(town, second, 5, minutes=9)
    with database.transaction(town.engine) as db:
        hands.raise_one(db, third.id, third.driver_id, "")
    order = [row.name for row in rows(town.engine, town.course)]
    assert order[:3] == [third.name, second.name, first.name]


def test_one_partner_at_the_keys_all_the_time_makes_a_visit_more_urgent():
    when = now()
    alone = [Miss(f"s{n}", when, "Ana", "relu", "value", "No.") for n in range(4)]
    told = stuck.focus(alone, when, when, together=True)
    assert told.watched == "Ana wrote all 4"
    assert told.score > stuck.focus(alone, when, when, together=False).score


def test_a_whole_file_counts_by_its_first_failing_unit():
    when = now()
    both = [
        Miss("s", when, "Ana", unit, "value", "No.") for unit in ("unbroadcast", "SGD")
    ]
    assert stuck.focus(both, when, when, together=True).unit == "unbroadcast"


@pytest.mark.parametrize("pairs", [1, 8])
def test_the_board_asks_the_database_as_often_for_many_as_for_one(
    town, visit, queries, pairs
):
    """Counted apart for one pair and for nine: both must be the same number."""
    if pairs > 1:
        town.populate()
    miss(town, town.pair, 3)
    client = visit(town.instructor)
    client.get("/class/rows")
    queries.clear()
    client.get("/class/rows")
    told = [one for one in queries if one.startswith("SELECT")]
    assert len(told) == 12


def test_the_board_shows_what_a_pair_is_at_and_leads_there(town, visit):
    sent = miss(town, town.pair, 4, minutes=11)
    page = visit(town.instructor).get("/class").text
    assert "4th time the same, 11 min" in page
    assert f'/class/attempts/{sent.id}"' in page
    assert "backprop: tried, 4 attempts" in page


def test_nobodys_name_reaches_the_projector(town, visit):
    town.populate()
    miss(town, town.pair, 3)
    client = visit(town.instructor)
    for path in ("/class?projector=1", "/class/rows?projector=1"):
        page = client.get(path).text
        for pair in (town.pair, *town.others):
            assert pair.nickname not in page
            for name in pair.name.split(" + "):
                assert name not in page
        assert "log_back" in page


def test_an_override_shows_on_the_board(town, visit):
    assert town.objects()["override_id"]
    (row,) = rows(town.engine, town.course)
    assert row.cells[UNITS.index("backprop")].state == "passed"


def test_what_waits_is_counted_from_when_it_was_handed_in(town, engine):
    town.hand_in(town.pair, "relu")
    with database.transaction(engine) as db:
        past = now() - timedelta(seconds=45)
        db.execute(update(Grading).values(created_at=past))
    with database.reading(engine) as db:
        assert board.waiting_room(db).waiting == 1
        assert board.waiting_room(db).seconds >= 45
    (row,) = rows(engine, town.course)
    assert row.cells[UNITS.index("relu")].state == "waiting"


def test_names_are_escaped_on_the_board(town, visit, engine):
    with database.transaction(engine) as db:
        db.merge(town.pair).name = "<script>alert(1)</script>"
    page = visit(town.instructor).get("/class").text
    assert "<script>alert" not in page
