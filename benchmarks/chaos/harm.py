"""Kill a running service at random, piece by piece."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.installation import Installation
from service.store.database import make_engine, transaction

LONG_AGO = "2000-01-01 00:00:00"


@dataclass
class Attack:
    """Harm done to one installation every so often, counted by kind."""

    site: Installation
    random: random.Random
    every: float
    kills: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Do harm until it is over."""
        engine = make_engine(self.site.settings)
        kinds, weights = zip(*WEIGHTS.items(), strict=True)
        while not self.over.wait(self.random.uniform(0.5, 1.5) * self.every):
            (kind,) = self.random.choices(kinds, weights)
            with suppress(SQLAlchemyError):
                if HARM[kind](self, engine):
                    self.kills[kind] += 1
        engine.dispose()

    def kill(self, kind: str) -> bool:
        """Kill one process of a kind, if one runs."""
        below = descendants(self.site.process.pid)
        found = [pid for pid, words, parent in below if MARKS[kind](words, parent)]
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.random.choice(found), signal.SIGKILL)
        return True

    def forget_the_queue(self) -> bool:
        """Kill Redis; nothing it held comes back."""
        self.site.stop_redis()
        self.site.start_redis()
        return True

    def fell_all(self) -> bool:
        """Kill the supervisor, with its sweeper, and start it again."""
        self.site.process.kill()
        self.site.process.wait()
        self.site.start()
        return True


def _age(column: str) -> Callable[[Attack, Engine], bool]:
    """Return what lets a time in all open rows lie long ago, as a set clock does."""
    statement = text(
        f"UPDATE grading SET {column} = :then "  # noqa: S608 - ours
        f"WHERE {column} IS NOT NULL AND phase IN ('queued', 'running')"
    )

    def age(_attack: Attack, engine: Engine) -> bool:
        with transaction(engine) as db:
            db.execute(statement, {"then": LONG_AGO})
        return True

    return age


def _killing(kind: str) -> Callable[[Attack, Engine], bool]:
    return lambda attack, _engine: attack.kill(kind)


def _is_worker(words: str) -> bool:
    return "workers.tasks worker" in words and "live" in words


def _is_guest(words: str) -> bool:
    return "workers.guest" in words and not words.startswith("bwrap ")


MARKS: dict[str, Callable[[str, str], bool]] = {
    "worker": lambda words, parent: _is_worker(words) and not _is_worker(parent),
    "child": lambda words, parent: _is_worker(words) and _is_worker(parent),
    "jail": lambda words, _parent: words.startswith("bwrap "),
    "zygote": lambda words, parent: _is_guest(words) and not _is_guest(parent),
    "guest": lambda words, parent: _is_guest(words) and _is_guest(parent),
    "web": lambda words, _parent: "gunicorn" in words,
}
HARM: dict[str, Callable[[Attack, Engine], bool]] = {
    **{kind: _killing(kind) for kind in MARKS},
    "redis": lambda attack, _engine: attack.forget_the_queue(),
    "supervisor": lambda attack, _engine: attack.fell_all(),
    "leases grown old": _age("lease_until"),
    "bells grown old": _age("enqueued_at"),
}
# What takes seconds to come back is killed seldom enough that something is done.
WEIGHTS = {
    "child": 6,
    "jail": 6,
    "zygote": 6,
    "guest": 6,
    "leases grown old": 4,
    "bells grown old": 4,
    "worker": 2,
    "web": 2,
    "redis": 2,
    "supervisor": 1,
}


def descendants(pid: int, own: str = "") -> Iterator[tuple[int, str, str]]:
    """Yield the processes below ``pid``: number, command line, and the parent's."""
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                words = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                yield child, words, own
                yield from descendants(child, words)
