"""Grading once more: tried without effect, applied as announced, undone exactly."""

import pytest

from exercises.nouns import Fault
from service.store import (
    counting,
    database,
    leases,
    regraded,
    regrades,
    suites,
)
from service.store.models import (
    Audit,
    Grading,
    Phase,
    Purpose,
    Regrade,
    Result,
    Scope,
)
from service.store.refusals import Refusal


@pytest.fixture
def day(town, judged):
    """Three attempts of the demo pair: one right, two wrong."""
    town.hand_in(town.pair, "log_back", judged("log_back"))
    town.hand_in(town.pair, "unbroadcast", judged("unbroadcast", state="failed"))
    town.hand_in(town.pair, "relu", judged("relu", state="failed"))
    return town


@pytest.fixture
def passing(town, engine):
    """Return a function: the units that pass for the demo pair."""

    def look():
        with database.reading(engine) as db:
            counted = counting.of_pair(db, town.pair).values()
        return {each.unit for each in counted if each.passed}

    return look


def act(engine, town, what, regrade):
    with database.transaction(engine) as db:
        return what(db, regrade, actor_id=town.instructor.id)


def tried(day, judged):
    """Regrade everything: unbroadcast passes now, log_back no longer."""
    made = day.regrade()
    day.regraded(
        judged("log_back", state="failed"),
        judged("unbroadcast"),
        judged("relu", state="failed"),
    )
    return made


def test_trying_changes_nothing_and_announces_what_would_change(
    day, engine, judged, passing
):
    made = tried(day, judged)
    assert passing() == {"log_back"}
    with database.reading(engine) as db:
        found = regraded.changes(db, made.id)
        assert dict(regraded.kinds(found)) == {"gained": 1, "lost": 1}
        assert [(each.unit, each.before, each.after) for each in found] == [
            ("log_back", "passed", "failed"),
            ("unbroadcast", "failed", "passed"),
        ]
        assert len(db.query(Result).all()) == 6


def test_applying_changes_what_was_announced_and_undoing_restores_it(
    day, engine, judged, passing
):
    made = tried(day, judged)
    assert act(engine, day, regrades.apply, made) == 3
    assert passing() == {"unbroadcast"}
    assert act(engine, day, regrades.undo, made) == 3
    assert passing() == {"log_back"}
    with database.reading(engine) as db:
        said = {row.action for row in db.query(Audit).filter_by(object=made.id)}
        purposes = [
            row.purpose for row in db.query(Grading).filter(Grading.current.is_(True))
        ]
    assert said == {"began a regrade", "applied a regrade", "undid a regrade"}
    assert purposes == [Purpose.SUBMIT] * 3


def test_the_points_announced_are_the_points_that_follow(day, engine, judged):
    made = tried(day, judged)
    with database.reading(engine) as db:
        before = regraded.points(db, made)
    act(engine, day, regrades.apply, made)
    with database.reading(engine) as db:
        after = regraded.points(db, regrades.find(db, made.id))
    assert before == []  # two units of three points change places
    assert after == before
    second = day.regrade(scope=Scope.LATEST, rung="relu")
    day.regraded(judged("relu"))
    with database.reading(engine) as db:
        (row,) = regraded.points(db, second)
    assert (row.before, row.after) == (300, 400)
    act(engine, day, regrades.apply, second)
    with database.reading(engine) as db:
        (stood,) = regraded.points(db, regrades.find(db, second.id))
    assert (stood.before, stood.after) == (300, 400)


def test_nothing_is_applied_twice_early_or_after_a_cancel(day, engine, judged):
    made = day.regrade()
    with pytest.raises(Refusal, match="still wait"):
        act(engine, day, regrades.apply, made)
    with pytest.raises(Refusal, match="not applied"):
        act(engine, day, regrades.undo, made)
    act(engine, day, regrades.cancel, made)
    with pytest.raises(Refusal, match="applied or cancelled"):
        act(engine, day, regrades.apply, made)
    again = tried(day, judged)
    act(engine, day, regrades.apply, again)
    with pytest.raises(Refusal, match="applied or cancelled"):
        act(engine, day, regrades.apply, again)
    with pytest.raises(Refusal, match="over already"):
        act(engine, day, regrades.cancel, again)


def test_a_cancelled_regrade_leaves_the_queue_empty(day, engine):
    act(engine, day, regrades.cancel, day.regrade())
    with database.reading(engine) as db:
        waiting = db.query(Grading).filter_by(phase=Phase.QUEUED).count()
    assert waiting == 0


def test_where_a_run_failed_by_our_fault_the_old_verdict_stays(
    day, engine, judged, passing
):
    made = day.regrade()
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("regrade",), worker="w", host="h")
        leases.fault(db, claim, Fault.INFRASTRUCTURE, "The disk was full.")
    day.regraded(judged("unbroadcast"), judged("relu", state="failed"))
    assert act(engine, day, regrades.apply, made) == 2
    assert passing() == {"log_back", "unbroadcast"}


def test_a_regrade_stands_behind_everybody_who_hands_in(day, engine):
    day.regrade()
    late = day.hand_in(day.pair, "exp_back")
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live", "regrade"), worker="w", host="h")
    assert claim.submission_id == late.id


def test_more_runs_than_a_pair_may_queue_all_stay_in_the_queue(day, engine, judged):
    for _ in range(4):
        day.hand_in(day.pair, "log_back", judged("log_back"))
    made = day.regrade()
    with database.transaction(engine) as db:
        latest = db.query(Grading).filter_by(purpose=Purpose.REGRADE).first()
        sent = regrades.within(db, day.course.id, regrades.Wish(scope=Scope.ALL))
        assert latest is not None
        assert len(sent) == 7
        assert len(regrades.waiting_ids(db, made.id)) == 7


@pytest.mark.parametrize(
    ("wish", "number"),
    [
        ({"scope": Scope.ALL}, 5),
        ({"scope": Scope.LATEST}, 3),
        ({"scope": Scope.COUNTING}, 3),
        ({"scope": Scope.ALL, "rung": "relu"}, 3),
        ({"scope": Scope.ALL, "only_older": True}, 0),
    ],
)
def test_a_scope_holds_what_its_name_says(day, engine, judged, wish, number):
    day.hand_in(day.pair, "relu", judged("relu"))
    day.hand_in(day.pair, "relu", judged("relu", state="failed"))
    with database.reading(engine) as db:
        found = regrades.within(db, day.course.id, regrades.Wish(**wish))
    assert len(found) == number


def test_new_tests_make_what_older_ones_graded_stand_out(day, engine):
    with database.transaction(engine) as db:
        suites.store(db, "newer", b"")
        wish = regrades.Wish(scope=Scope.ALL, only_older=True)
        assert len(regrades.within(db, day.course.id, wish)) == 3


def test_one_form_sent_twice_is_one_regrade_and_the_pair_is_told_why(
    day, engine, visit, judged
):
    instructor = visit(day.instructor)
    form = {
        "course": day.course.id,
        "scope": "all",
        "reason": "The tie at 0 was graded <wrongly>",
        "client_token": "5f8a4a36-3b8e-4d0c-9a55-0d6f6f2d2b10",
    }
    first = instructor.post("/class/regrade", data=form)
    assert instructor.post("/class/regrade", data=form).location == first.location
    assert "0 of 3 submissions tried" in instructor.get(first.location).text
    day.regraded(
        judged("log_back"), judged("unbroadcast"), judged("relu", state="failed")
    )
    page = instructor.get(first.location).text
    assert "3 submissions; 1 verdict would change (1 ✗→✓, 0 ✓→✗)." in page
    assert instructor.post(first.location, data={"do": "apply"}).status_code == 303
    assert "1 verdict changed" in instructor.get(first.location).text
    for address in ("/grade", f"/submissions/{day.ids[1]}"):
        told = visit(day.ana).get(address).text
        assert "by Ida" in told
        assert "because: The tie at 0 was graded &lt;wrongly&gt;" in told
    assert "because:" not in visit(day.ana).get(f"/submissions/{day.ids[0]}").text
    instructor.post(first.location, data={"do": "undo"})
    assert "A regrade was taken back" in visit(day.ana).get("/grade").text


def test_above_fifty_the_instructor_says_so_twice(day, engine, visit, monkeypatch):
    monkeypatch.setattr("service.web.regrading.MANY", 2)
    client = visit(day.instructor)
    form = {"course": day.course.id, "scope": "all", "reason": "New tests"}
    page = client.post("/class/regrade", data=form)
    assert "3 submissions are in that scope" in page.text
    with database.reading(engine) as db:
        assert db.query(Regrade).count() == 0
    assert (
        client.post("/class/regrade", data={**form, "confirmed": "3"}).status_code
        == 303
    )


def test_without_a_reason_or_a_scope_nothing_is_queued(day, engine, visit):
    client = visit(day.instructor)
    form = {"course": day.course.id, "scope": "all", "reason": " "}
    answer = client.post("/class/regrade", data=form)
    assert answer.status_code == 422
    assert "Give the reason" in answer.text
    form = {**form, "reason": "x", "only_older": "1"}
    answer = client.post("/class/regrade", data=form)
    assert answer.status_code == 422
    assert "Nothing is in that scope" in answer.text


def test_a_single_attempt_is_regraded_from_its_page(day, visit, judged):
    client = visit(day.instructor)
    assert "Regrade this attempt" in client.get(f"/submissions/{day.ids[2]}").text
    form = {
        "course": day.course.id,
        "scope": "one",
        "submission_id": day.ids[2],
        "reason": "Disputed",
    }
    answer = client.post("/class/regrade", data=form)
    day.regraded(judged("relu"))
    assert "1 submission; 1 verdict would change" in client.get(answer.location).text
    answer = client.post(answer.location, data={"do": "undo"})
    assert answer.status_code == 422
    assert "not applied" in answer.text
