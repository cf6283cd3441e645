"""One worker process, from claim to finish, with a sandbox of our own making."""

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from exercises import suite
from exercises.answers import Ended
from exercises.nouns import Fault, GraderFault, Kind
from service.clock import now
from service.config import Settings
from service.store import gradings, submissions, suites, workers
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import (
    Course,
    Grading,
    GradingAttempt,
    Pair,
    Person,
    Purpose,
    Result,
    UnitRow,
)
from workers import lease
from workers.desk import Desk
from workers.serving import OUR_MISTAKE, serve_next


class CrashingGuest:
    """A guest whose every question ends with a crash."""

    log = ""

    def __init__(self, on_load):
        self.on_load = on_load

    def scaffold(self, _source):
        return ()

    def load(self, _source):
        self.on_load()
        return ()

    def ask(self, _programs):
        return [], Ended(Kind.CRASH, "It crashed.")


class CrashingBox:
    tier = "A"
    zygotes = 1

    def __init__(self, on_load=lambda: None):
        self.on_load = on_load
        self.closed = False

    @contextmanager
    def guest(self):
        yield CrashingGuest(self.on_load)

    def __exit__(self, *_):
        self.closed = True


class Opener:
    """Open what a test wants opened, and remember it."""

    def __init__(self, box=None, fault=None):
        self.box = box or CrashingBox()
        self.fault = fault

    def __call__(self, _settings, _digits):
        if self.fault:
            raise self.fault
        return self.box


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


@pytest.fixture
def grading(engine):
    blob = suite.dump(())
    with transaction(engine) as db:
        suites.store(db, suite.version_of(blob), blob)
        course = Course(name="Backprop", join_code="ABC")
        db.add(course)
        db.flush()
        person = Person(name="Ada", role="student", course_id=course.id)
        pair = Pair(
            course_id=course.id, name="Ada", nickname="A", role_changed_at=now()
        )
        db.add_all([person, pair])
        db.flush()
        return submissions.record(
            db,
            pair_id=pair.id,
            author_id=person.id,
            drawer_id=None,
            rung="log_back",
            filename="answer.py",
            source="def log_back(grad_out, out, x):\n    return grad_out / x\n",
            client_token="form",
            purpose=Purpose.SUBMIT,
            units=["log_back"],
        )[1]


@contextmanager
def desk(settings, opener):
    desk = Desk(settings, ("live",), opener=opener)
    try:
        yield desk
    finally:
        desk.close()


def row(engine, grading):
    with reading(engine) as db:
        return db.scalars(select(Grading).where(Grading.id == grading.id)).one()


def every(engine, table):
    with reading(engine) as db:
        return db.scalars(select(table)).all()


def test_a_grading_ends_with_a_result_a_row_per_unit_and_evidence(
    settings, engine, grading
):
    with desk(settings, Opener()) as worker:
        assert serve_next(worker)
        assert not serve_next(worker)
    assert row(engine, grading).phase == "done"
    (result,) = every(engine, Result)
    (unit,) = every(engine, UnitRow)
    (attempt,) = every(engine, GradingAttempt)
    assert result.tier == "A"
    assert result.report["units"][0]["name"] == "log_back"
    assert (unit.unit, unit.state, unit.kind) == ("log_back", "failed", "crash")
    assert (attempt.n, attempt.outcome) == (1, "done")
    assert attempt.ended_at >= attempt.started_at


def test_without_a_sandbox_it_is_our_fault_and_the_worker_says_why(
    settings, engine, grading
):
    opener = Opener(fault=GraderFault(Fault.SANDBOX_UNAVAILABLE, "Install bubblewrap."))
    with desk(settings, opener) as worker:
        assert serve_next(worker)
        (said,) = every(engine, workers.WorkerRow)
        assert (said.tier, said.sentence) == ("none", "Install bubblewrap.")
        failed = row(engine, grading)
        assert (failed.phase, failed.fault) == ("failed", "sandbox_unavailable")
        assert failed.fault_sentence == "Install bubblewrap."
        assert every(engine, Result) == []
        opener.fault = None  # mended while we run: no restart is needed
        with transaction(engine) as db:
            gradings.requeue(db, grading.id)
        assert serve_next(worker)
        (said,) = every(engine, workers.WorkerRow)
        assert (said.tier, said.sentence) == ("A", "")
    assert row(engine, grading).phase == "done"


def test_an_error_of_ours_is_never_a_verdict(settings, engine, grading):
    def stumble():
        raise ZeroDivisionError

    box = CrashingBox(on_load=stumble)
    with desk(settings, Opener(box)) as worker:
        for run in (1, 2):
            assert serve_next(worker)
            assert (row(engine, grading).phase, row(engine, grading).run) == (
                "queued",
                run,
            )
        assert serve_next(worker)
    failed = row(engine, grading)
    assert (failed.phase, failed.fault) == ("failed", "infrastructure")
    assert failed.fault_sentence == OUR_MISTAKE
    assert box.closed


def test_a_damaged_suite_is_our_fault(settings, engine, grading):
    with transaction(engine) as db:
        suites.active(db).blob = b"{}"
    with desk(settings, Opener()) as worker:
        for _ in range(3):
            assert serve_next(worker)
    assert row(engine, grading).fault == "infrastructure"
    assert every(engine, Result) == []


def test_a_cancelled_run_ends_before_its_next_question(
    settings, engine, grading, monkeypatch
):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.02)
    noticed = []

    def cancel_and_wait():
        with transaction(engine) as db:
            gradings.cancel(db, grading.id)
        while not any(each.hold == "stop_asked" for each in noticed):
            lease.threading.Event().wait(0.01)

    class NoticedLease(lease.Lease):
        def __enter__(self):
            noticed.append(self)
            return super().__enter__()

    monkeypatch.setattr("workers.serving.Lease", NoticedLease)
    with desk(settings, Opener(CrashingBox(on_load=cancel_and_wait))) as worker:
        assert serve_next(worker)
    assert row(engine, grading).phase == "cancelled"
    assert [each.outcome for each in every(engine, GradingAttempt)] == ["cancelled"]
    assert every(engine, Result) == []


def test_a_run_whose_lease_is_lost_ends_before_its_next_question(
    settings, engine, grading, monkeypatch
):
    asked = []

    def lose():
        asked.append("loaded")
        noticed[0].hear(lease.Hold.LOST)
        with transaction(engine) as db:
            db.merge(row(engine, grading)).lease_token = "another"

    noticed = []

    class NoticedLease(lease.Lease):
        def __enter__(self):
            noticed.append(self)
            return super().__enter__()

    monkeypatch.setattr("workers.serving.Lease", NoticedLease)
    with desk(settings, Opener(CrashingBox(on_load=lose))) as worker:
        assert serve_next(worker)
    assert asked == ["loaded"]
    assert [each.outcome for each in every(engine, GradingAttempt)] == ["fenced"]
    assert row(engine, grading).phase == "running"


def test_digits_prepared_anew_get_a_sandbox_of_their_own(settings):
    opener = Opener()
    with desk(settings, opener) as worker:
        worker.box(settings.data, edition="1")
        opener.box, old = CrashingBox(), opener.box
        assert worker.box(settings.data, edition="1") is old
        assert worker.box(settings.data, edition="2") is opener.box
        assert old.closed


def test_a_worker_that_closes_takes_its_row_and_its_sandbox_along(settings, engine):
    opener = Opener()
    with desk(settings, opener):
        assert len(every(engine, workers.WorkerRow)) == 1
    assert every(engine, workers.WorkerRow) == []
    assert opener.box.closed


def test_a_process_dies_with_its_parent():
    child = (
        "from workers.mortality import die_with_parent; import time;"
        "die_with_parent(); print('ready', flush=True); time.sleep(600)"
    )
    parent = (
        "import subprocess, sys;"
        f"p = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=-1);"
        "p.stdout.readline(); print(p.pid, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        orphan = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    for _ in range(500):
        if is_gone(orphan):
            return
        lease.threading.Event().wait(0.01)
    pytest.fail("the orphan lives on")


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] == "Z"
    except FileNotFoundError:
        return True
