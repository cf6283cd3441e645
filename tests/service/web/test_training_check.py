"""The check on digits: queued once by itself, told in four places, never in the way."""

import csv
import io
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from exercises.nouns import State
from exercises.report import as_json
from exercises.verdicts import UnitVerdict
from service.store import (
    database,
    gradings,
    leases,
    policies,
    results,
    stretch,
    training_check,
)
from service.store.models import Grading, Purpose
from service.store.policies import Rules
from workers import judging
from workers.desk import Desk
from workers.judging import judge


class NoBox:
    """A sandbox that is never asked."""

    tier = "A"
    zygotes = 1

    def __exit__(self, *_):
        pass


def whole(judged, *ours, state=State.PASSED):
    engine = UnitVerdict(
        name="assembled", state=state, passed=9, total=9, filled_in=ours
    )
    return replace(judged("log_back"), assembled=engine)


@pytest.fixture
def grade(settings, engine, town, monkeypatch):
    """Hand in a whole file and let the worker's own code store this verdict."""
    desk = Desk(settings, ("live",), opener=lambda *_: NoBox())
    monkeypatch.setattr(judging, "_suite", lambda *_: None)

    def run(verdict):
        town.hand_in(town.pair, None)
        monkeypatch.setattr(judging, "grade", lambda **_: verdict)
        with database.transaction(engine) as db:
            claim = leases.claim(db, ("live",), worker="w", host="h")
        judge(desk, claim, None)

    yield run
    desk.close()


@dataclass
class Day:
    """What a class trained, and the worker that trains it."""

    engine: object
    town: object
    run_of: object

    def trainings(self):
        with database.reading(self.engine) as db:
            rows = select(Grading).where(Grading.queue == "stretch")
            return list(db.scalars(rows.order_by(Grading.seq)))

    def standing(self):
        with database.reading(self.engine) as db:
            return training_check.of_pair(db, self.town.pair.id)

    def finish(self, correct, **fields):
        """End the run that waits with so many right of 1000; the reference has 900."""
        with database.transaction(self.engine) as db:
            mark = self.run_of(None, 900, baseline="reference engine")
            stretch.replace_baseline(db, mark)
            claim = leases.claim(db, ("stretch",), worker="w", host="h")
            run = self.run_of(claim.pair_id, correct, grading_id=claim.grading_id)
            for name, value in fields.items():
                setattr(run, name, value)
            stretch.add_run(db, run)
            results.store(db, claim, headline="Trained.", report={}, tier="A")


@pytest.fixture
def day(engine, town, run_of):
    return Day(engine, town, run_of)


def test_the_first_right_engine_trains_once_by_itself(grade, day, judged):
    grade(whole(judged, state=State.FAILED))
    assert day.trainings() == []
    grade(whole(judged, "forward_and_back"))
    grade(whole(judged))
    (queued,) = day.trainings()
    assert (queued.purpose, queued.options) == (
        "stretch_official",
        {"board": "official"},
    )
    assert day.standing().state == "waiting"


def test_an_engine_that_we_completed_is_not_checked(grade, day, judged):
    grade(whole(judged, "Linear"))
    assert day.trainings() == []


def test_a_class_may_switch_it_off(grade, engine, judged, town, day):
    with database.transaction(engine) as db:
        policies.keep(db, town.course.id, Rules(auto_check=False))
    grade(whole(judged))
    assert day.trainings() == []


def test_a_check_that_was_cancelled_is_not_forced_on_the_pair(
    grade, engine, judged, day
):
    grade(whole(judged))
    with database.transaction(engine) as db:
        gradings.cancel(db, day.trainings()[0].id)
    grade(whole(judged))
    assert len(day.trainings()) == 1


def test_the_check_takes_no_claim_of_a_verdict(grade, engine, judged, town, day):
    grade(whole(judged))
    later = town.hand_in(town.pair, "log_back")
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live", "regrade"), worker="w", host="h")
    assert claim.submission_id == later.id
    assert day.trainings()[0].phase == "queued"


RUNS = {
    (880, ""): "passed",
    (879, ""): "failed",
    (950, "The audit of step 3 failed."): "failed",
}


@pytest.mark.parametrize("run", RUNS)
def test_the_state_is_measured_against_the_reference_engine(run, day, grade, judged):
    correct, reason = run
    grade(whole(judged))
    day.finish(correct, reason=reason, counts=not reason)
    now = day.standing()
    assert now.state == RUNS[run]
    told = (
        "" if correct == 880 else "87.9 % of the digits are right, 88.0 % are needed."
    )
    assert now.reason == (reason or told)


def test_a_run_that_we_broke_is_not_a_run(grade, engine, judged, day):
    grade(whole(judged))
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("stretch",), worker="w", host="h")
        leases.fault(db, claim, "infrastructure", "The digits cannot be read.")
    assert day.standing().state == "not_run"


def test_the_large_network_is_no_check(engine, town, judged, day):
    sent = town.hand_in(town.pair, None, whole(judged))
    with database.transaction(engine) as db:
        official = Purpose.STRETCH_OFFICIAL
        gradings.enqueue(db, sent, official, options={"board": "large"})
    assert day.standing().state == "not_run"


def test_an_instructor_runs_it_for_every_pair_that_is_due_and_no_other(
    town, judged, visit, day
):
    town.hand_in(town.pair, None, whole(judged))
    town.hand_in(town.pair, None, whole(judged, "Linear"))
    client = visit(town.instructor)
    assert client.post("/class/settings/check").status_code == 303
    assert len(day.trainings()) == 1
    client.post("/class/settings/check")
    assert len(day.trainings()) == 1
    day.finish(500)
    client.post("/class/settings/check")
    assert len(day.trainings()) == 1  # the same engine would fail again
    town.hand_in(town.pair, None, whole(judged))
    client.post("/class/settings/check")
    assert len(day.trainings()) == 2


def test_ladder_board_and_export_tell_it(grade, judged, visit, day):
    town = day.town
    pair, instructor = visit(town.ana), visit(town.instructor)
    assert "Once your whole file is right" in pair.get("/ladder").text
    assert "Check on digits" not in instructor.get("/class").text
    grade(whole(judged))
    assert "Your engine is training on digits" in pair.get("/ladder").text
    day.finish(890)
    assert "89.0 % of the digits it never saw are right" in pair.get("/ladder").text
    assert 'title="Check on digits: passed"' in instructor.get("/class").text
    assert "1 pair passed" in instructor.get("/class/settings").text
    told = instructor.get("/class/export/grades.csv").text.removeprefix("\ufeff")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(told))}
    assert rows[town.ana.name]["digits_check"] == "passed"
    students = instructor.get("/class/export/grades.json").json["students"]
    assert "passed" in {each["digits_check"] for each in students}


def test_the_verdict_of_a_right_engine_is_stored_with_its_check(judged):
    report = as_json(whole(judged))
    assert training_check.is_whole(report)
    assert not training_check.is_whole({})
