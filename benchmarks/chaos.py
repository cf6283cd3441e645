"""Hand in while everything is killed, and count what became of it.

``python -m benchmarks.chaos [--submissions N] [--seed N] [--every S] [--database URL]
[--json]`` starts the service on a new data folder, hands in for thirty pairs, half of them
through the web, and meanwhile kills workers, their pool children, jails, zygotes, guests,
the web, a Redis that keeps nothing, and the supervisor with its sweeper; drops and doubles
bells; and lets leases and bells grow old in an instant, as a clock that is set does. Ends
with status 1 if anything was lost, stuck or judged twice.
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode
from uuid import uuid4

from redis import Redis, RedisError
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from service import broker, config, doorbell
from service.config import Settings, environment_of
from service.store import demo, links, people, submissions
from service.store import pairs as couples
from service.store.database import make_engine, reading, transaction
from service.store.models import Grading, GradingAttempt, Phase, Result, Submission

PAIRS = 30
OPEN = (Phase.QUEUED, Phase.RUNNING)
# A fourth queued one would cancel the pair's newest: that is a rule, not a loss.
MOST_QUEUED = 2
STUCK_SECONDS = 120
CODE = "def log_back(grad_out, out, x):\n    return grad_out / x  # {}\n"
LONG_AGO = "2000-01-01 00:00:00"


@dataclass
class Member:
    """One pair's browser: signs in once, hands in by the form."""

    port: int
    pair_id: str
    person_id: str
    cookie: str = ""
    crumb: str = ""

    def sign_in(self, engine: Engine) -> None:
        """Spend a fresh link, and keep the session and its form token."""
        with transaction(engine) as db:
            token = links.single_use(db, self.person_id)
        page = self._ask("GET", f"/in/{token}")
        self._ask("POST", f"/in/{token}", {"csrf_token": _crumb(page)})
        self.crumb = _crumb(self._ask("GET", "/exercises/log_back"))

    def hand_in(self, source: str, token: str) -> bool:
        """Send the form; True once the service has said that it has it."""
        form = {"csrf_token": self.crumb, "client_token": token, "source": source}
        return self._ask("POST", "/exercises/log_back", form) is not None

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> str | None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            body = urlencode(form) if form else None
            head = {"Cookie": self.cookie}
            if form:
                head["Content-Type"] = "application/x-www-form-urlencoded"
            link.request(method, path, body, head)
            answer = link.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        return page if answer.status < HTTPStatus.BAD_REQUEST else None


def _crumb(page: str | None) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page or "")
    return found[1] if found else ""


@dataclass
class Site:
    """The service under fire."""

    settings: Settings
    random: random.Random
    redis: subprocess.Popen[bytes] = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)
    kills: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    # --- Up and down ---

    def start_redis(self) -> None:
        """Start a queue that forgets everything when it dies."""
        folder = self.settings.data.parent
        command = [
            str(broker.find_redis_server()),
            *("--port", "0", "--save", "", "--appendonly", "no"),
            *("--unixsocket", f"{folder}/redis.sock", "--dir", f"{folder}"),
        ]
        self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start the supervisor and wait until the web answers."""
        with (self.settings.data.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "service.cli", "serve"),
                    *("--port", str(self.settings.port)),
                ],
                env=environment_of(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        _until(self.answers, "the web to answer", 120)

    def answers(self) -> bool:
        """Tell whether the web is up."""
        link = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=5)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def stop(self) -> None:
        """End everything."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.redis.kill()
        self.redis.wait()

    # --- Harm ---

    def harm_until_over(self, every: float) -> None:
        """Kill something every so often."""
        engine = make_engine(self.settings)
        while not self.over.wait(self.random.uniform(0.5, 1.5) * every):
            kind = self.random.choice(HARMS)
            with suppress(SQLAlchemyError):
                if HARM[kind](self, engine):
                    self.kills[kind] += 1
        engine.dispose()

    def kill(self, kind: str) -> bool:
        """Kill one process of a kind, if one runs."""
        below = list(descendants(self.process.pid))
        found = [pid for pid, words in below if MARKS[kind](words)]
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.random.choice(found), signal.SIGKILL)
        return True

    def forget_the_queue(self) -> bool:
        """Kill Redis; nothing it held comes back."""
        self.redis.kill()
        self.redis.wait()
        self.start_redis()
        return True

    def fell(self) -> bool:
        """Kill the supervisor, with its sweeper, and start it again."""
        self.process.kill()
        self.process.wait()
        self.start()
        return True


def _aged(column: str) -> Callable[[Site, Engine], bool]:
    def age(_site: Site, engine: Engine) -> bool:
        with transaction(engine) as db:
            db.execute(
                text(
                    f"UPDATE grading SET {column} = :then "  # noqa: S608 - ours
                    f"WHERE {column} IS NOT NULL AND phase IN ('queued', 'running')"
                ),
                {"then": LONG_AGO},
            )
        return True

    return age


def _killing(kind: str) -> Callable[[Site, Engine], bool]:
    return lambda site, _engine: site.kill(kind)


MARKS: dict[str, Callable[[str], bool]] = {
    "worker": lambda words: "workers.tasks worker" in words and "live" in words,
    "web": lambda words: "gunicorn" in words,
    "jail": lambda words: words.startswith("bwrap "),
    "zygote": lambda words: "workers/guest" in words or "workers.guest" in words,
}
HARM: dict[str, Callable[[Site, Engine], bool]] = {
    **{kind: _killing(kind) for kind in MARKS},
    "redis": lambda site, _engine: site.forget_the_queue(),
    "supervisor": lambda site, _engine: site.fell(),
    "leases grown old": _aged("lease_until"),
    "bells grown old": _aged("enqueued_at"),
}
# The supervisor takes seconds to come back: seldom enough that something is done.
HARMS = [*MARKS, *MARKS, *MARKS, "redis", "redis", "supervisor", *list(HARM)[-2:] * 2]


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """Yield the processes below ``pid`` with their command lines."""
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                words = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                yield child, words
                yield from descendants(child)


# --- Handing in ---


def hand_in_all(
    site: Site, engine: Engine, count: int, members: list[Member]
) -> set[str]:
    """Hand in ``count`` times; return the tokens the service has accepted."""
    accepted: set[str] = set()
    queued: Counter[str] = Counter()
    while len(accepted) < count:
        member = min(members, key=lambda each: queued[each.pair_id])
        if queued[member.pair_id] >= MOST_QUEUED:
            site.over.wait(0.02)
            queued = waiting(engine)
            continue
        token = str(uuid4())
        by_form = site.random.random() < 0.5
        try:
            took = (
                _by_form(site, engine, member, token)
                if by_form
                else _by_hand(site, engine, member, token)
            )
        except SQLAlchemyError:
            took = False
        queued[member.pair_id] += 1
        if took:
            accepted.add(token)
            if sys.stderr.isatty() and len(accepted) % 50 == 0:
                print(f"\r{len(accepted)} of {count}", end="", file=sys.stderr)
    return accepted


def _by_form(site: Site, engine: Engine, member: Member, token: str) -> bool:
    """Send the form until somebody says yes: a browser's user would press again."""
    source = CODE.format(token)
    while not member.hand_in(source, token):
        _until(site.answers, "the web to come back", 120)
        member.sign_in(engine)
    return True


def _by_hand(site: Site, engine: Engine, member: Member, token: str) -> bool:
    """Record as the web does, and ring no bell, one or three."""
    with transaction(engine) as db:
        _, grading, _ = submissions.record(
            db,
            pair_id=member.pair_id,
            author_id=member.person_id,
            drawer_id=None,
            rung="log_back",
            filename="pasted.py",
            source=CODE.format(token),
            client_token=token,
            units=["log_back"],
        )
    for _ in range(site.random.choice((0, 1, 1, 3))):
        doorbell.ring(site.settings, grading.id, grading.queue)
    return True


def waiting(engine: Engine) -> Counter[str]:
    """Return how many each pair has queued or running."""
    with reading(engine) as db:
        rows = db.execute(
            select(Grading.pair_id, func.count())
            .where(Grading.phase.in_(OPEN))
            .group_by(Grading.pair_id)
        )
        return Counter(dict(rows.all()))


def drain(engine: Engine) -> int:
    """Wait until nothing is open; return how many do not move any more."""
    left, since = -1, monotonic()
    while (
        now := sum(waiting(engine).values())
    ) and monotonic() - since < STUCK_SECONDS:
        if now != left:
            left, since = now, monotonic()
        threading.Event().wait(0.2)
    return now


# --- What became of it ---


def outcome(engine: Engine, accepted: set[str], stuck: int) -> dict[str, int]:
    """Count ends, results and runs of what was accepted."""
    with reading(engine) as db:
        rows = db.execute(
            select(Submission.client_token, Grading.phase, Result.grading_id)
            .join(Grading, Grading.submission_id == Submission.id)
            .outerjoin(Result, Result.grading_id == Grading.id)
        ).all()
        attempts = db.scalar(select(func.count()).select_from(GradingAttempt)) or 0
    mine = [row for row in rows if row[0] in accepted]
    done = {row[0] for row in mine if row[1] == Phase.DONE and row[2]}
    ours = {row[0] for row in mine if row[1] == Phase.FAILED}
    found = {row[0] for row in mine}
    unjudged = {row[0] for row in mine if row[1] == Phase.DONE and not row[2]}
    cancelled = {row[0] for row in mine if row[1] == Phase.CANCELLED}
    return {
        "submissions": len(accepted),
        "done": len(done),
        "our_fault": len(ours),
        "lost": len(accepted - found) + len(unjudged) + len(cancelled),
        "stuck": stuck,
        "second_results": len(mine) - len(found),
        "attempts": attempts,
    }


def _until(true: Callable[[], bool], what: str, seconds: float) -> None:
    deadline = monotonic() + seconds
    while not true():
        if monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        threading.Event().wait(0.1)


def prepared(settings: Settings) -> None:
    """Make the database and a small suite: what is asked is not the point here."""
    for words in ("init", "suite build --graphs 20"):
        subprocess.run(
            [sys.executable, "-m", "service.cli", *words.split()],
            check=True,
            env=environment_of(settings),
            stdout=subprocess.DEVNULL,
        )


def enrolled(engine: Engine, port: int) -> list[Member]:
    """Make the pairs, each with one browser."""
    members = []
    with transaction(engine) as db:
        course = demo.ensure(db).course
        for number in range(PAIRS):
            both = [
                people.add_student(db, course, f"{name} {number}")
                for name in ("Ada", "Bob")
            ]
            pair = couples.make(db, *both)
            members.append(Member(port, pair.id, both[0].id))
    return members


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--submissions", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--every", type=float, default=2.0, help="seconds between harms")
    asked.add_argument("--database", default="", help="default: SQLite")
    asked.add_argument("--port", type=int, default=8900)
    asked.add_argument("--json", action="store_true")
    return asked.parse_args()


def built(given: argparse.Namespace, folder: Path) -> Site:
    """Return a running service with nothing in it."""
    settings = config.read(
        {},
        data=folder / "data",
        port=given.port,
        redis_url=f"unix://{folder}/redis.sock",
        database_url=given.database,
        throttle=False,
        core_workers=2,
    )
    settings.data.mkdir()
    site = Site(settings, random.Random(given.seed))  # noqa: S311 - a seeded run
    site.start_redis()
    _until(lambda: _redis_answers(settings.redis_url), "Redis", 30)
    prepared(settings)
    site.start()
    return site


def attacked(site: Site, count: int, every: float) -> dict[str, int]:
    """Hand in while harm is done, wait for the end, and count."""
    engine = make_engine(site.settings)
    members = enrolled(engine, site.settings.port)
    for member in members:
        member.sign_in(engine)
    harm = threading.Thread(target=site.harm_until_over, args=(every,))
    harm.start()
    try:
        accepted = hand_in_all(site, engine, count, members)
    finally:
        site.over.set()
        harm.join()
    counts = outcome(engine, accepted, drain(engine))
    engine.dispose()
    return counts | {"kills": sum(site.kills.values())}


def main() -> int:
    """Run, print the counts, and tell by the status whether all went well."""
    given = arguments()
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    site = built(given, folder)
    began = monotonic()
    try:
        counts = attacked(site, given.submissions, given.every)
    finally:
        site.stop()
    if not given.json:
        print(f"\n{monotonic() - began:.0f} s, seed {given.seed}, harm done:")
        for kind, number in sorted(site.kills.items()):
            print(f"  {number:5} {kind}")
    print(json.dumps(counts))
    if counts["lost"] + counts["stuck"] + counts["second_results"]:
        print(f"kept for a look: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


def _redis_answers(url: str) -> bool:
    try:
        with Redis.from_url(url) as client:
            return bool(client.ping())
    except RedisError:
        return False


if __name__ == "__main__":
    sys.exit(main())
