"""Run the whole product on a new data folder, with a Redis that keeps nothing."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis, RedisError
from sqlalchemy import Engine

from benchmarks.postgres import PostgresServer
from benchmarks.visitor import Visitor, answers, free_port, until
from exercises import suite as suites
from service import broker, config
from service.config import Settings, environment_of
from service.store import demo, pairs, people
from service.store import suites as stored
from service.store.database import make_engine, transaction

DATABASES = ("sqlite", "postgres")
CODE = "def log_back(grad_out, out, x):\n    return grad_out / x  # {}\n"


@dataclass
class Installation:
    """The service as ``pairgrad serve`` runs it, and its Redis."""

    settings: Settings
    redis: subprocess.Popen[bytes] = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)

    def start_redis(self) -> None:
        """Start a queue that forgets everything when it dies, and wait for it."""
        folder = self.settings.data.parent
        command = [
            str(broker.find_redis_server()),
            *("--port", "0", "--save", "", "--appendonly", "no"),
            *("--unixsocket", f"{folder}/redis.sock", "--dir", f"{folder}"),
        ]
        self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until(lambda: _redis_answers(self.settings.redis_url), "Redis")

    def run(self, words: str) -> None:
        """Run one of our commands to its end."""
        subprocess.run(
            [sys.executable, "-m", "service.cli", *words.split()],
            check=True,
            env=environment_of(self.settings),
            stdout=subprocess.DEVNULL,
        )

    def build_suite(self, graphs: int) -> None:
        """Build a hidden suite; 0 graphs: an empty one, without PyTorch's seconds."""
        if graphs:
            return self.run(f"suite build --graphs {graphs}")
        engine = make_engine(self.settings)
        blob = suites.dump(())
        with transaction(engine) as db:
            stored.store(db, suites.version_of(blob), blob)
        engine.dispose()
        return None

    def start(self) -> None:
        """Start the supervisor and wait until the web answers."""
        command = ["serve", "--port", str(self.settings.port)]
        with (self.settings.data.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service.cli", *command],
                env=environment_of(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until(lambda: answers(self.settings.port), "the web to answer")

    def stop(self) -> None:
        """End what was started, and wait for it."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def stop_redis(self) -> None:
        """Kill Redis; what it held is gone."""
        self.redis.kill()
        self.redis.wait()

    def enrol(self, engine: Engine, count: int) -> list[Visitor]:
        """Make pairs, and return one member of each, not signed in yet."""
        members = []
        with transaction(engine) as db:
            course = demo.ensure(db).course
            for number in range(count):
                both = [
                    people.add_student(db, course, f"{name} {number}")
                    for name in ("Ada", "Bob")
                ]
                pair = pairs.make(db, *both)
                members.append(Visitor(self.settings.port, both[0].id, pair.id))
        return members


@contextmanager
def installed(
    database: str, *, suite: int, start: bool = True, **settings: Any
) -> Iterator[Installation]:
    """Yield the product on ``database``, with a suite of so many graphs; then end it.

    The folder is left for a look where the run ends by an error.
    """
    folder = Path(tempfile.mkdtemp(prefix="site-"))
    with ExitStack() as stack:
        url = database if "://" in database else ""
        if database == "postgres":
            server = PostgresServer()
            stack.callback(server.close)
            url = server.database()
        given = {
            "data": folder / "data",
            "port": free_port(),
            "redis_url": f"unix://{folder}/redis.sock",
            "database_url": url,
            "throttle": False,
        }
        site = Installation(config.read({}, **given | settings))
        site.settings.data.mkdir()
        site.start_redis()
        stack.callback(site.stop_redis)
        site.run("init")
        site.build_suite(suite)
        if start:
            site.start()
            stack.callback(site.stop)
        yield site
    shutil.rmtree(folder)


def _redis_answers(url: str) -> bool:
    try:
        with Redis.from_url(url) as client:
            return bool(client.ping())
    except RedisError:
        return False
