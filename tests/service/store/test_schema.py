import pytest
from alembic import command
from sqlalchemy import inspect, select, text

from service.clock import now
from service.config import Settings
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import Base, Grading, Phase, Result, StretchRun
from service.store.schema import configuration, retreat


def tables(settings):
    engine = make_engine(settings)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_the_migrations_make_exactly_the_tables_of_the_models(house):
    command.check(configuration(house.settings))
    assert tables(house.settings) == {*Base.metadata.tables, "alembic_version"}


def test_an_upgrade_works_from_any_folder_and_twice(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings(data=tmp_path / "a folder with 100% blanks")
    upgrade(settings)
    upgrade(settings)
    assert "grading" in tables(settings)


@pytest.fixture
def full(house):
    """Rows in every phase, with a result and a baseline."""
    house.activate_suite()
    for phase in Phase:
        grading = house.submit(house.pair(phase), phase)[1]
        with transaction(house.engine) as db:
            db.merge(grading).phase = phase
    with transaction(house.engine) as db:
        done = db.scalars(select(Grading).where(Grading.phase == Phase.DONE)).one()
        db.add(
            Result(
                grading_id=done.id,
                run=1,
                headline="Right",
                report={"units": []},
                tier="A",
                created_at=now(),
            )
        )
        db.add(
            StretchRun(
                baseline="reference",
                track="official",
                data="practice",
                digits_sha256="0" * 64,
                correct=9,
                of=10,
                epochs=1,
                seconds=1.0,
                created_at=now(),
            )
        )
    return house


def test_down_and_up_again_with_rows_in_every_phase(full):
    full.engine.dispose()
    retreat(full.settings, "base")
    assert tables(full.settings) == {"alembic_version"}
    upgrade(full.settings)
    assert "grading" in tables(full.settings)


def test_an_upgrade_to_where_we_are_keeps_every_row(full):
    upgrade(full.settings)
    with reading(full.engine) as db:
        assert set(db.scalars(select(Grading.phase))) == set(Phase)


def test_a_phase_that_does_not_exist_is_refused(full):
    with pytest.raises(Exception, match="(?i)check"), transaction(full.engine) as db:
        db.execute(text("UPDATE grading SET phase = 'lost'"))
