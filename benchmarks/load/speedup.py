"""Compare a second worker with a second busy loop: what the machine has, and what we use."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from uuid import uuid4

from sqlalchemy import Engine

from benchmarks.installation import CODE, Installation
from benchmarks.load.rush import served
from benchmarks.visitor import Visitor, until
from service import doorbell
from service.config import environment_of
from service.store import submissions, workers
from service.store.database import reading, transaction

LOOP = "for _ in range({}): pass"
TURNS = 20_000_000


@contextmanager
def working(site: Installation, engine: Engine, count: int) -> Iterator[None]:
    """Run so many worker processes, each with one child, and wait until they serve."""
    folders = [site.settings.data / f"worker{number}.log" for number in range(count)]
    started = []
    for number, path in enumerate(folders):
        command = (
            f"-m celery -A workers.tasks worker --queues=live --concurrency=1 "
            f"--hostname=w{number}@%h --loglevel=WARNING --without-gossip "
            f"--without-mingle"
        )
        with path.open("ab") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, *command.split()],
                    env=environment_of(site.settings),
                    stdout=log,
                    stderr=log,
                )
            )
    try:
        until(lambda: alive(engine) == count, f"{count} workers")
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
        until(lambda: alive(engine) == 0, "the workers to go")


def alive(engine: Engine) -> int:
    """Return how many workers have a row."""
    with reading(engine) as db:
        return len(workers.alive(db))


def gradings(site: Installation, engine: Engine, pairs: Sequence[Visitor]) -> float:
    """Queue one submission of each pair, ring for all, and return gradings a second."""
    rows = []
    for pair in pairs:
        token = str(uuid4())
        with transaction(engine) as db:
            _, grading, _ = submissions.record(
                db,
                pair_id=pair.pair_id,
                author_id=pair.person_id,
                drawer_id=None,
                rung="log_back",
                filename="pasted.py",
                source=CODE.format(token),
                client_token=token,
                units=["log_back"],
            )
        rows.append((token, grading))
    for _, grading in rows:
        doorbell.ring(site.settings, grading.id, grading.queue)
    done = served(engine, [token for token, _ in rows])
    began = min(each.begun for each in done)
    return len(done) / (max(each.judged for each in done) - began).total_seconds()


def loops(count: int) -> float:
    """Return the turns a second of so many busy loops at once."""
    began = time.monotonic()
    running = [
        subprocess.Popen([sys.executable, "-S", "-c", LOOP.format(TURNS)])
        for _ in range(count)
    ]
    for loop in running:
        loop.wait()
    return count * TURNS / (time.monotonic() - began)


def speedup(
    site: Installation, engine: Engine, pairs: Sequence[Visitor], rounds: int
) -> dict[str, float]:
    """Return how much a second worker adds, over how much a second busy loop adds."""
    graded, looped = [], []
    for _ in range(rounds):
        rates = []
        for count in (1, 2):
            with working(site, engine, count):
                gradings(site, engine, pairs[:4])  # every cache is full
                rates.append((gradings(site, engine, pairs), loops(count)))
        graded.append(rates[1][0] / rates[0][0])
        looped.append(rates[1][1] / rates[0][1])
    return {
        "workers": median(graded),
        "loops": median(looped),
        "workers_over_loops": median(graded) / median(looped),
    }
