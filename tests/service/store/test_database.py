import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from service.store.database import make_engine, reading, transaction
from service.store.models import Course, Membership

# One writer at a time is SQLite's own way; elsewhere every change is conditional.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
def test_every_connection_survives_a_power_cut_and_checks_references(house):
    with reading(house.engine) as db:
        told = [
            db.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert told == ["wal", 2, 1, 15_000]


def test_a_reference_to_nobody_is_refused(house):
    with pytest.raises(IntegrityError), transaction(house.engine) as db:
        db.add(Membership(pair_id="nobody", person_id="nobody"))


def test_a_moment_comes_back_as_the_same_instant_in_utc(house):
    plus_two = timezone(timedelta(hours=2))
    with transaction(house.engine) as db:
        db.add(
            Course(
                name="Later",
                join_code="LATER",
                created_at=datetime(2026, 1, 1, 10, tzinfo=plus_two),
            )
        )
    with reading(house.engine) as db:
        told = db.scalar(select(Course.created_at).where(Course.name == "Later"))
    assert told == datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert told.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(house):
    with pytest.raises(StatementError), transaction(house.engine) as db:
        db.add(Course(name="x", join_code="X", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_an_exception_leaves_no_trace(house):
    def stumble():
        with transaction(house.engine) as db:
            db.add(Course(name="Gone", join_code="GONE"))
            db.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with reading(house.engine) as db:
        assert db.scalar(select(Course).where(Course.name == "Gone")) is None


def test_readers_do_not_wait_for_a_writer(house):
    with transaction(house.engine) as writer:
        writer.execute(text("UPDATE course SET name = 'Changed'"))
        with reading(house.engine) as db:
            assert db.scalars(select(Course.name)).all() == ["Backprop"]


@on_sqlite
def test_read_then_write_loses_no_update(house):
    def count_up():
        for _ in range(25):
            with transaction(house.engine) as db:
                course = db.scalars(select(Course)).one()
                course.released = str(int(course.released) + 1)

    with transaction(house.engine) as db:
        db.execute(text("UPDATE course SET released = '0'"))
    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(house.engine) as db:
        assert db.scalar(select(Course.released)) == "100"


@on_sqlite
def test_a_writer_that_never_ends_is_an_error_and_nothing_half_written(house):
    impatient = make_engine(house.settings, busy=50)
    with transaction(house.engine) as db:
        db.execute(text("UPDATE course SET name = 'Held'"))
        with (
            pytest.raises(OperationalError, match="locked"),
            transaction(impatient) as other,
        ):
            other.add(Course(name="Half", join_code="HALF"))
    with transaction(impatient) as db:
        assert db.scalars(select(Course.name)).all() == ["Held"]
    impatient.dispose()
