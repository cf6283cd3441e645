"""Release and close, more time for one pair, announcements, and the rules of a class."""

from datetime import timedelta

import pytest

from service import clock
from service.store import database, policies, timetable, windows
from service.store.models import Audit
from service.store.policies import Rules
from service.store.refusals import Refusal
from service.store.timetable import Times
from service.web import times


@pytest.fixture
def instructor(town, visit):
    """Return a function that posts a form of the class as its instructor."""
    client = visit(town.instructor)

    def post(address, **form):
        data = {"course": town.course.id, **form}
        return client.post(f"/class/{address}", data=data)

    return post


@pytest.fixture
def window(town, engine):
    def look(slug="log_back"):
        with database.reading(engine) as db:
            return windows.of_pair(db, town.pair)[slug]

    return look


def test_without_a_timetable_everything_is_open_and_nothing_is_late(window):
    now = clock.now()
    assert window().is_released(now)
    assert window().counts(now)
    assert not window().is_late(now)


def test_what_is_held_is_kept_back_until_it_is_released(instructor, town, visit):
    student = visit(town.ana)
    assert student.get("/exercises/relu").status_code == 200
    instructor("timetable/relu", do="hold")
    answer = student.get("/exercises/relu")
    assert answer.status_code == 404
    assert "Your instructor opens it by hand." in answer.text
    assert student.post("/exercises/relu", data={"source": "x"}).status_code == 404
    assert student.get("/exercises/log_back").status_code == 200
    instructor("timetable/relu", do="release")
    assert student.get("/exercises/relu").status_code == 200


def test_an_exercise_opens_at_its_time_on_the_classs_clock(
    instructor, town, engine, visit, window
):
    with database.transaction(engine) as db:
        policies.keep(db, town.course.id, Rules(zone="Asia/Tokyo"))
    tomorrow = clock.now() + timedelta(days=1)
    there = times.field(tomorrow, Rules(zone="Asia/Tokyo"))
    answer = instructor("timetable", which="section:core2", opens_at=there)
    assert answer.status_code == 303
    assert abs(window("backprop").opens_at - tomorrow) < timedelta(minutes=1)
    assert window("log_back").opens_at is None
    page = visit(town.ana).get("/exercises/backprop").text
    assert f"Opens {times.local(tomorrow, Rules(zone='Asia/Tokyo'))}." in page


def test_after_the_close_a_hand_in_is_graded_and_the_page_says_it_does_not_count(
    instructor, town, visit, window
):
    instructor("timetable/log_back", do="close")
    page = visit(town.ana).get("/exercises/log_back").text
    assert "it no longer counts" in page
    assert not window().counts(clock.now())
    instructor("timetable/log_back", do="reopen")
    assert window().counts(clock.now())


def test_a_deadline_that_is_over_says_what_a_pass_now_bears(instructor, town, visit):
    past = times.field(clock.now() - timedelta(hours=2), Rules())
    instructor("timetable", which="log_back", due_at=past)
    assert "bears a late mark" in visit(town.ana).get("/exercises/log_back").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"which": "nothing"}, "Choose an exercise"),
        ({"which": "all", "due_at": "soon"}, "Write a time as"),
        (
            {
                "which": "all",
                "due_at": "2030-01-02T10:00",
                "closes_at": "2030-01-01T10:00",
            },
            "then it is due, then it closes",
        ),
    ],
)
def test_times_that_make_no_sense_change_nothing(instructor, window, form, says):
    answer = instructor("timetable", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert window() == windows.Window()


def test_one_pair_gets_more_time_with_a_reason_and_it_can_be_withdrawn(
    instructor, town, engine, visit, window
):
    over = clock.now() - timedelta(hours=1)
    with database.transaction(engine) as db:
        me = town.instructor.id
        late = Times(due_at=over, closes_at=over + timedelta(minutes=1))
        timetable.put(db, town.course.id, ["log_back"], late, actor_id=me)
    assert not window().counts(clock.now())
    until = times.field(clock.now() + timedelta(hours=3), Rules())
    answer = instructor(
        "timetable/extensions", pair=town.pair.id, until=until, reason="Ill <b>"
    )
    assert answer.status_code == 303
    assert window().counts(clock.now())
    assert "Extended for you." in visit(town.ana).get("/exercises/log_back").text
    with database.reading(engine) as db:
        (row,) = timetable.extensions(db, town.course.id)
        said = db.query(Audit).filter_by(action="gave more time").one()
    assert said.detail["extension"] == row.extension.id
    assert row.extension.reason == "Ill <b>"
    page = visit(town.instructor).get("/class/timetable").text
    assert "Ill &lt;b&gt;" in page
    instructor(f"timetable/extensions/{row.extension.id}")
    assert not window().counts(clock.now())


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (
            {"pair": "nobody", "until": "2090-01-01T10:00", "reason": "x"},
            "Choose a pair",
        ),
        ({"until": "2020-01-01T10:00", "reason": "x"}, "ends in the future"),
        ({"until": "2090-01-01T10:00", "reason": " "}, "Give the reason"),
    ],
)
def test_more_time_needs_a_pair_a_future_and_a_reason(instructor, town, form, says):
    answer = instructor("timetable/extensions", **{"pair": town.pair.id, **form})
    assert answer.status_code == 422
    assert says in answer.text


def test_an_announcement_stands_on_every_page_until_it_is_taken_down(
    instructor, town, engine, visit
):
    instructor("settings/notices", sentence="Room <4> closes at six.")
    for address in ("/ladder", "/exercises/log_back", "/grade"):
        page = visit(town.ana).get(address).text
        assert page.count("Room &lt;4&gt; closes at six.") == 1
    page = visit(town.instructor).get("/class/settings").text
    notice = page.split("/class/settings/notices/")[1].split('"')[0]
    assert instructor(f"settings/notices/{notice}").status_code == 303
    assert "Room" not in visit(town.ana).get("/ladder").text
    assert instructor(f"settings/notices/{notice}").status_code == 404


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"sentence": " \u202e "}, "Write one sentence"),
        ({"sentence": "x" * 301}, "up to 300"),
        ({"sentence": "x", "ends_at": "2020-01-01T10:00"}, "over"),
    ],
)
def test_an_announcement_that_nobody_could_read_is_refused(instructor, form, says):
    answer = instructor("settings/notices", **form)
    assert answer.status_code == 422
    assert says in answer.text


def test_the_rules_of_a_class_are_kept(instructor, town, engine):
    form = {"zone": "Europe/Berlin", "grace_minutes": "15", "late_percent": "80"}
    sent = {**form, "roster_only": "1"}
    assert instructor("settings", **sent).status_code == 303
    with database.reading(engine) as db:
        kept = policies.of(db, town.course.id)
    assert kept == Rules("Europe/Berlin", 15, 80, roster_only=True, auto_check=False)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"zone": "../../etc"}, "Write a time zone"),
        ({"grace_minutes": "-1"}, "Write a whole number"),
        ({"grace_minutes": "1441"}, "Grace is 0 to"),
        ({"late_percent": "101"}, "0 to 100 percent"),
        ({"late_percent": "٣"}, "Write a whole number"),
    ],
)
def test_rules_that_make_no_sense_are_refused(instructor, wrong, says):
    form = {"zone": "UTC", "grace_minutes": "0", "late_percent": "100", **wrong}
    answer = instructor("settings", **form)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_strange_moment_is_refused_and_none_is_none():
    assert times.typed(" ", "due_at", Rules()) is None
    for strange in ("soon", "9999-12-31T23:59:61", "0001-01-01T00:00"):
        with pytest.raises(Refusal):
            times.typed(strange, "due_at", Rules(zone="Asia/Tokyo"))
