from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from exercises.nouns import Fault
from service import clock
from service.store import audit, database, installation, leases, workers
from service.store.models import Grading, Phase, WorkerRow
from service.web import create_app


def break_one(town, engine):
    """Leave a grading behind that ended by our fault."""
    town.hand_in(town.pair, "relu")
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="live@h", host="h")
        leases.fault(db, claim, Fault.INFRASTRUCTURE, "The worker was lost 3 times.")
    return claim.grading_id


def sweep(engine, seconds_ago=0):
    with database.transaction(engine) as db:
        then = clock.now() - timedelta(seconds=seconds_ago)
        installation.put(db, "swept_at", then.isoformat())


def heading(page):
    return page.partition('id="now-title">')[2].partition("<")[0]


def test_the_page_says_in_one_line_how_things_are(town, visit, engine):
    boss = visit(town.instructor)
    assert heading(boss.get("/operations").text) == "Nobody sweeps"
    sweep(engine)
    assert heading(boss.get("/operations").text) == "All is well"
    sweep(engine, seconds_ago=120)
    assert heading(boss.get("/operations").text) == "Nobody sweeps"
    sweep(engine)
    break_one(town, engine)
    assert heading(boss.get("/operations").text) == "Running, with faults to look at"
    with database.transaction(engine) as db:
        db.query(WorkerRow).delete()
    assert heading(boss.get("/operations").text) == "Nothing is graded right now"


def test_what_ended_by_our_fault_is_requeued_by_a_button_and_logged(
    town, visit, engine
):
    grading_id = break_one(town, engine)
    boss = visit(town.instructor)
    assert "The worker was lost 3 times." in boss.get("/operations").text
    for _ in range(2):  # a double click is one requeue
        assert boss.post(f"/operations/requeue/{grading_id}").status_code == 303
    with database.reading(engine) as db:
        row = db.scalars(select(Grading).where(Grading.id == grading_id)).one()
        assert row.phase == Phase.QUEUED
        told = [line.object for line in audit.latest(db, action="requeued")]
    assert told == [grading_id]
    assert boss.post("/operations/requeue/none").status_code == 404


def test_a_worker_that_fell_silent_is_marked_and_its_job_is_named(town, visit, engine):
    town.hand_in(town.pair, "relu")
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="live@h", host="h")
        then = clock.now() - timedelta(seconds=workers.ALIVE_SECONDS + 5)
        db.execute(update(WorkerRow).values(seen_at=then, zygotes=7))
    page = visit(town.instructor).get("/operations/now").text
    assert "silent" in page
    assert claim.grading_id[:8] in page
    assert "<td>7</td>" in page


def metrics(client, **headers):
    return client.get("/metrics", headers=headers)


def values(told):
    lines = (line for line in told.splitlines() if line and not line.startswith("#"))
    return {
        name: float(value) for name, _, value in (one.rpartition(" ") for one in lines)
    }


def test_metrics_tell_what_the_rows_tell(town, visit, engine):
    town.some_verdicts()
    break_one(town, engine)
    town.hand_in(town.pair, "relu")
    sweep(engine, seconds_ago=3)
    found = values(metrics(visit()).text)
    assert found["pairgrad_submissions_total"] == len(town.ids)
    assert found['pairgrad_queue_waiting{queue="live"}'] == 1
    assert found['pairgrad_queue_waiting{queue="stretch"}'] == 0
    assert found['pairgrad_verdicts_total{kind="value",state="failed"}'] == 1
    assert found['pairgrad_runs_total{outcome="failed"}'] == 1
    assert found["pairgrad_faults"] == 1
    assert 3 <= found["pairgrad_sweep_age_seconds"] < 60
    assert found['pairgrad_worker_zygotes{queue="live",tier="A",worker="live@h"}'] == 0
    assert 'pairgrad_grading_seconds{quantile="0.95",stage="in all"}' in found


def test_answers_are_counted_by_class_of_status(visit):
    name = 'pairgrad_answers_total{status="4xx"}'
    before = values(metrics(visit()).text).get(name, 0)
    visit().get("/nothing")
    assert values(metrics(visit()).text)[name] == before + 1


@pytest.mark.parametrize(
    ("fields", "given", "status"),
    [
        ({}, "", 200),
        ({"public_url": "http://localhost"}, "", 404),
        ({"proxy_hops": 1}, "", 404),
        ({"host": "0.0.0.0"}, "", 404),
        ({"host": "0.0.0.0", "metrics_token": "t" * 16}, "Bearer wrong", 404),
        ({"host": "0.0.0.0", "metrics_token": "t" * 16}, f"Bearer {'t' * 16}", 200),
        ({"host": "0.0.0.0", "metrics_token": "t" * 16}, "Bearer ü", 404),
    ],
)
def test_metrics_are_for_this_machine_or_for_who_has_the_token(
    fields, given, status, settings, engine
):
    app = create_app(replace(settings, **fields), engine)
    answer = metrics(app.test_client(), Authorization=given)
    assert answer.status_code == status


def test_another_machine_gets_no_metrics(visit):
    answer = visit().get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.status_code == 404


def test_ready_says_what_stands_in_the_way_and_fails_without_a_database(
    town, visit, engine
):
    sweep(engine, seconds_ago=2)
    told = visit().get("/readyz").json
    assert told["status"] == "ready"
    assert told["swept_seconds_ago"] >= 2
    with database.transaction(engine) as db:
        db.execute(text("DROP TABLE worker"))
    answer = visit().get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (503, "no database")
