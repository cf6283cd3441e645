"""The database goes away, or a worker's clock does: nothing is lost or served twice."""

from dataclasses import replace
from threading import Event, Thread

import pytest
from sqlalchemy import select

from service.store.database import make_engine, reading, transaction
from service.store.leases import LEASE_SECONDS
from service.store.models import Person
from service.web import create_app

pytestmark = [pytest.mark.redis]

on_postgres = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@on_postgres
def test_a_restarted_server_is_found_again(site, postgres_server):
    pair = site.pair()
    before = site.submit(pair, "before")
    worker = site.start_slow()
    site.wait_inside()
    postgres_server.stop()
    site.let_go()
    postgres_server.start()
    after = site.submit(pair, "after")
    site.let_time_pass()
    site.sweep()
    for grading in (before, after):
        site.wait_for(grading)
    assert site.results() == 2
    assert worker.poll() is None


@on_postgres
@pytest.mark.parametrize("skew", [-3600, 3600])
def test_a_workers_clock_an_hour_off_neither_loses_nor_keeps_a_lease(
    site, skew, monkeypatch
):
    monkeypatch.setenv("SKEW_SECONDS", str(skew))
    grading = site.submit(site.pair())
    worker = site.start("skewed_tasks")
    site.wait_inside()
    assert site.sweep() == (0, 0)
    held = site.grading(grading).lease_until - site.moment()
    assert 0 < held.total_seconds() <= LEASE_SECONDS
    site.let_go()
    site.wait_for(grading)
    assert site.outcomes(grading) == ["done"]
    assert worker.poll() is None


def test_a_result_that_nobody_was_told_of_is_there(site):
    site.let_go()
    grading = site.submit(site.pair())
    worker = site.start("mute_tasks")
    site.wait_for(grading)
    assert site.sweep() == (0, 0)
    assert site.outcomes(grading) == ["done"]
    assert site.results() == 1
    assert worker.poll() is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_writer_that_never_ends_gets_others_a_sentence_and_nothing_is_half_written(
    site_without_redis,
):
    site = site_without_redis
    waits = make_engine(site.settings, busy=200)
    settings = replace(site.settings, throttle=False)
    app = create_app(settings, waits)
    app.config.update(WTF_CSRF_ENABLED=False)
    form = {"code": "ABCDEFGH", "name": "Late"}
    with transaction(site.engine) as db:
        db.connection()
        answer = app.test_client().post("/join", data=form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "nothing was changed" in answer.text
    with reading(site.engine) as db:
        assert db.scalar(select(Person.id).where(Person.name == "Late")) is None
    assert app.test_client().post("/join", data=form).status_code == 303
    waits.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_writer_that_holds_the_file_for_a_while_delays_and_breaks_nothing(site):
    pair = site.pair()
    site.let_go()
    site.start_slow()
    other = make_engine(site.settings)
    form = Thread(target=site.submit, args=(pair,))
    with transaction(other) as db:
        db.connection()  # it begins with its first statement, not before
        form.start()
        Event().wait(1)
        assert form.is_alive()
    form.join()
    other.dispose()
    site.wait_until(lambda: site.results() == 1, "it is graded")
