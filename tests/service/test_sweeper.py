import threading

import pytest
from sqlalchemy import text

from service import sweeper
from service.config import Settings
from service.store import installation, workers
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import WorkerRow


@pytest.fixture
def settings(tmp_path):
    settings = Settings(data=tmp_path / "data", broker="none")
    upgrade(settings)
    return settings


@pytest.fixture
def engine(settings):
    engine = make_engine(settings)
    yield engine
    engine.dispose()


def swept_at(engine):
    with reading(engine) as db:
        return installation.get(db, sweeper.SWEPT_AT)


def test_a_sweep_leaves_its_time_behind(settings, engine):
    assert sweeper.sweep_once(settings, engine) == (0, 0)
    assert swept_at(engine) is not None


def test_workers_long_silent_are_forgotten_and_the_others_stay(settings, engine):
    with transaction(engine) as db:
        for name in ("dead", "alive"):
            row = WorkerRow(name=name, host="h", queue="live", tier="A", sentence="")
            workers.seen(db, row)
        db.execute(
            text("UPDATE worker SET seen_at = '2000-01-01 00:00' WHERE name = 'dead'")
        )
        assert [each.name for each in workers.alive(db)] == ["alive"]
    sweeper.sweep_once(settings, engine)
    with reading(engine) as db:
        assert [each.name for each in db.query(WorkerRow)] == ["alive"]


def test_the_loop_outlives_a_failed_sweep_and_ends_when_told(
    settings, engine, monkeypatch
):
    monkeypatch.setattr(sweeper, "EVERY_SECONDS", 0.01)
    with transaction(engine) as db:
        db.execute(text("ALTER TABLE installation RENAME TO elsewhere"))
    stop = threading.Event()
    thread = threading.Thread(target=sweeper.run, args=(settings, stop))
    thread.start()
    threading.Event().wait(0.1)
    with transaction(engine) as db:
        db.execute(text("ALTER TABLE elsewhere RENAME TO installation"))
    for _ in range(500):
        if swept_at(engine):
            break
        threading.Event().wait(0.01)
    stop.set()
    thread.join(5)
    assert swept_at(engine)
    assert not thread.is_alive()
