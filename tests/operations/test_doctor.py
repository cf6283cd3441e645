"""The doctor names what is wrong and what mends it, on machines that lack things."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from service import clock, config, doctor
from service.checks import Health
from service.cli import commands
from service.store import installation, suites
from service.store.database import make_engine, transaction, upgrade
from service.store.models import WorkerRow


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Probe no sandbox: a test of its own does, and it takes a second each time."""
    told = doctor.fine("sandbox", "not asked")
    monkeypatch.setattr(doctor, "_sandbox", lambda settings: told)


@pytest.fixture
def well(tmp_path):
    settings = config.read({}, data=tmp_path / "data", broker="none", web_threads=8)
    settings.data.mkdir(mode=0o700)
    upgrade(settings)
    engine = make_engine(settings)
    with transaction(engine) as db:
        installation.ensure(db)
        suites.store(db, "v1", b"{}")
        installation.put(db, "digits_practice", "0" * 64)
        installation.put(db, "swept_at", clock.now().isoformat())
        row = {"host": "h", "queue": "live", "tier": "A", "sentence": ""}
        db.add(WorkerRow(name="live@h", seen_at=clock.now(), **row))
    engine.dispose()
    return settings


def wrong(settings):
    return {
        one.name: one
        for one in doctor.examine(settings)
        if one.health is not Health.FINE and one.name != "editor"
    }


def rows(settings, **facts):
    engine = make_engine(settings)
    with transaction(engine) as db:
        for name, value in facts.items():
            installation.put(db, name, value)
    engine.dispose()


def test_nothing_is_wrong_where_nothing_is_wrong(well):
    assert wrong(well) == {}


def test_an_empty_machine_is_told_where_to_begin(tmp_path):
    settings = config.read({}, data=tmp_path / "none", broker="none")
    found = wrong(settings)
    assert found["data folder"].remedy == found["database"].remedy == "pairgrad init"


def test_tables_of_an_older_version_and_of_a_newer_one_are_told_apart(well, tmp_path):
    old = replace(well, data=tmp_path / "old")
    upgrade(old, "0003")
    assert wrong(old)["tables"].remedy == "pairgrad db upgrade"
    engine = make_engine(well)
    with transaction(engine) as db:
        db.connection().exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    engine.dispose()
    assert "newer Pairgrad" in wrong(well)["tables"].sentence


def test_a_silent_sweeper_a_missing_worker_and_missing_tests_are_named(well):
    rows(well, swept_at="2020-01-01T00:00:00+00:00")
    engine = make_engine(well)
    with transaction(engine) as db:
        for table in ("worker", "suite"):
            db.connection().exec_driver_sql(f"DELETE FROM {table}")
    engine.dispose()
    found = wrong(well)
    assert set(found) == {"sweeper", "workers", "hidden tests"}
    assert all(one.remedy for one in found.values())


def test_a_worker_without_a_sandbox_says_why(well):
    engine = make_engine(well)
    with transaction(engine) as db:
        db.query(WorkerRow).update({"tier": "none", "sentence": "no user namespaces"})
    engine.dispose()
    assert wrong(well)["live@h"].sentence == "no user namespaces"


def test_a_database_that_does_not_answer_is_named_without_its_password(well):
    url = "postgresql+psycopg://pairgrad:hush@127.0.0.1:1/x"
    found = wrong(replace(well, database_url=url))["database"]
    assert found.health is Health.BAD
    assert "hush" not in found.sentence
    assert "127.0.0.1:1" in found.sentence


def test_a_redis_that_does_not_answer_is_a_delay_and_not_a_failure(well):
    away = replace(well, broker="redis", redis_url="redis://:hush@127.0.0.1:1/0")
    found = wrong(away)["bells"]
    assert found.health is Health.WARN
    assert "hush" not in found.sentence


def test_short_keys_and_open_folders_are_found(well):
    rows(well, cookie_keys=json.dumps(["short"]))
    well.data.chmod(0o755)
    found = wrong(replace(well, host="0.0.0.0", metrics_token="short"))
    assert {"data folder", "settings", "secrets"} <= set(found)


def test_it_prints_json_and_fails_where_something_does_not_work(tmp_path):
    words = ["doctor", "--json", "--data", str(tmp_path / "none")]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 1
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"name", "health", "sentence", "remedy"} == set(told[0])
    assert told[0]["health"] == "bad"


def test_it_prints_a_remedy_below_what_is_wrong(well):
    well.data.chmod(0o755)
    done = CliRunner().invoke(commands, ["doctor", "--data", str(well.data)])
    assert done.exit_code == 0, done.output
    assert f"mend: chmod 700 {well.data}" in done.output
