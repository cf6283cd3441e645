import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

import pytest
import redis
from sqlalchemy import Engine, func, select, text

from exercises import suite
from service import broker, doorbell, sweeper
from service.clock import now
from service.config import Settings, environment_of
from service.store import submissions, suites, workers
from service.store.database import (
    make_engine,
    moment,
    reading,
    transaction,
    upgrade,
)
from service.store.models import (
    Course,
    Grading,
    GradingAttempt,
    Pair,
    Person,
    Purpose,
    Result,
)

HERE = Path(__file__).parent
PATIENCE_SECONDS = 60


def wait_until(true, what):
    deadline = monotonic() + PATIENCE_SECONDS
    while not (answer := true()):
        assert monotonic() < deadline, f"waited in vain until {what}"
        threading.Event().wait(0.02)
    return answer


class RedisServer:
    """A private redis-server that keeps nothing on disk."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.url = f"unix://{self.folder / 'redis.sock'}"

    def start(self):
        self.process = subprocess.Popen(
            [
                broker.find_redis_server(),
                *("--port", "0", "--save", "", "--appendonly", "no"),
                *("--unixsocket", self.folder / "redis.sock"),
                *("--dir", self.folder),
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_until(self._answers, "redis answers")

    def _answers(self):
        try:
            with redis.Redis.from_url(self.url) as client:
                return client.ping()
        except redis.ConnectionError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.folder.joinpath("redis.sock").unlink(missing_ok=True)

    def close(self):
        self.kill()
        shutil.rmtree(self.folder)


@pytest.fixture
def redis_server():
    server = RedisServer()
    server.start()
    yield server
    server.close()


@dataclass
class Site:
    """A service without its web: a database, maybe a broker, workers to kill."""

    settings: Settings
    engine: Engine
    processes: list[subprocess.Popen] = field(default_factory=list)

    wait_until = staticmethod(wait_until)

    # --- Workers ---

    def start(self, module, *, queue="live,regrade", count=1, name="worker"):
        """Start a Celery worker from ``module``, ready to be killed with its group."""
        command = f"-m celery -A {module} --workdir {HERE} worker --queues={queue}"
        options = f"--concurrency={count} --hostname={name}@%h --loglevel=WARNING"
        quiet = "--without-gossip --without-mingle"
        return self._start(f"{command} {options} {quiet}".split())

    def start_slow(self, **options):
        return self.start("slow_tasks", **options)

    def start_slow_polling(self, queue="live,regrade"):
        return self._start([str(HERE / "slow_poll.py"), "--queue", queue])

    def _start(self, arguments):
        with self.settings.data.joinpath("worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, *arguments],
                env=environment_of(self.settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(worker)
        return worker

    def kill(self, worker, number=signal.SIGKILL):
        os.killpg(worker.pid, number)
        if number == signal.SIGKILL:
            worker.wait()

    def close(self):
        for worker in self.processes:
            if worker.poll() is None:
                self.kill(worker)

    def is_alive(self, pid):
        try:
            return (
                Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
            )
        except FileNotFoundError:
            return False

    # --- The held sandbox ---

    def let_go(self):
        self.settings.data.joinpath("go").touch()

    def inside(self):
        """Return the pids of worker processes that came into the held sandbox."""
        return [
            int(path.name.removeprefix("inside-"))
            for path in self.settings.data.glob("inside-*")
        ]

    def wait_inside(self):
        return wait_until(self.inside, "a worker is inside the sandbox")[0]

    # --- What a pair and the supervisor do ---

    def pair(self, name="Ada & Bob"):
        with transaction(self.engine) as db:
            course = db.scalars(select(Course)).one()
            person = Person(name=name, role="student", course_id=course.id)
            db.add(person)
            db.flush()
            pair = Pair(
                course_id=course.id,
                name=name,
                nickname=name,
                role_changed_at=now(),
                driver_id=person.id,
            )
            db.add(pair)
        return pair

    def submit(
        self, pair, token="form", *, ring=True, source=None, purpose=Purpose.SUBMIT
    ):
        with transaction(self.engine) as db:
            _, grading, is_new = submissions.record(
                db,
                pair_id=pair.id,
                author_id=pair.driver_id,
                drawer_id=None,
                rung="log_back",
                filename="answer.py",
                source=source
                or "def log_back(grad_out, out, x):\n    return grad_out / x\n",
                client_token=token,
                purpose=purpose,
            )
        if ring and is_new:
            doorbell.ring(self.settings, grading.id, grading.queue)
        return grading.id

    def sweep(self):
        return sweeper.sweep_once(self.settings, self.engine)

    def let_time_pass(self):
        """Let every lease run out and every bell grow stale, without waiting."""
        with transaction(self.engine) as db:
            for column in ("lease_until", "enqueued_at"):
                db.execute(
                    text(
                        f"UPDATE grading SET {column} = '2000-01-01 00:00:00' "
                        f"WHERE {column} IS NOT NULL"
                    )
                )

    # --- What is in the rows ---

    def moment(self):
        with reading(self.engine) as db:
            return moment(db)

    def grading(self, grading_id):
        with reading(self.engine) as db:
            return db.scalars(select(Grading).where(Grading.id == grading_id)).one()

    def wait_for(self, grading_id, phase="done"):
        wait_until(
            lambda: self.grading(grading_id).phase == phase,
            f"a grading is {phase}; it is {self.grading(grading_id).phase}",
        )

    def outcomes(self, grading_id):
        with reading(self.engine) as db:
            return list(
                db.scalars(
                    select(GradingAttempt.outcome)
                    .where(GradingAttempt.grading_id == grading_id)
                    .order_by(GradingAttempt.n)
                )
            )

    def alive(self):
        with reading(self.engine) as db:
            return workers.alive(db)

    def results(self):
        with reading(self.engine) as db:
            return db.scalar(select(func.count()).select_from(Result))


@pytest.fixture
def site_without_redis(tmp_path, database):
    settings = Settings(data=tmp_path / "data", broker="none", unsafe_no_sandbox=True)
    if database:
        settings = replace(settings, database_url=database)
    settings.data.mkdir()
    upgrade(settings)
    engine = make_engine(settings)
    blob = suite.dump(())
    with transaction(engine) as db:
        db.add(Course(name="Backprop", join_code="ABCDEFGH"))
        suites.store(db, suite.version_of(blob), blob)
    site = Site(settings, engine)
    yield site
    site.close()
    engine.dispose()


@pytest.fixture
def site(site_without_redis, redis_server):
    site_without_redis.settings = replace(
        site_without_redis.settings, broker="redis", redis_url=redis_server.url
    )
    return site_without_redis
