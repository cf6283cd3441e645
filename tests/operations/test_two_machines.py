"""Two machines, nothing shared but the database and Redis.

Each has a data folder of its own; workers run in network namespaces of their own where
this machine allows it, with no way out but the two sockets.
"""

import json
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from benchmarks.installation import CODE, installed
from benchmarks.visitor import answers, free_port, until
from service import config, stack
from service.store.database import make_engine, reading
from service.store.models import (
    Grading,
    GradingAttempt,
    Phase,
    Result,
    Submission,
)
from service.store.workers import alive

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.sandbox]


# What a balancer before both webs would be called.
SETTINGS = {"throttle": True, "public_url": "http://127.0.0.1:8321"}


def own_network():
    """Return what starts a program without any network, where that is allowed."""
    unshare = shutil.which("unshare")
    command = [unshare, "--net", "--"] if unshare else []
    allowed = command and not subprocess.run([*command, "true"], check=False).returncode
    return command if allowed else []


@dataclass
class Machine:
    """One machine's web and worker, on its own data folder."""

    settings: config.Settings
    running: dict = field(default_factory=dict)

    def start(self, name, command):
        log = self.settings.data / f"{name}.log"
        with log.open("ab") as output:
            self.running[name] = subprocess.Popen(
                command,
                env=config.environment_of(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start_web(self):
        self.start("web", stack.web_command(self.settings))

    def start_worker(self):
        command = stack.worker_commands(self.settings)["worker-live"]
        self.start("worker", [*own_network(), *command])

    def end(self, name):
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)

    def visitor(self, like):
        """Return the same browser, sent here by the balancer."""
        return replace(like, port=self.settings.port)


@dataclass
class Town:
    """Two machines and the pairs between them."""

    one: Machine
    two: Machine
    engine: object
    pairs: list

    def newcomer(self):
        """Return a member of a pair that nobody else plays, signed in at machine one."""
        member = self.pairs.pop()
        member.port = self.one.settings.port
        member.sign_in(self.engine)
        assert member.crumb
        return member

    def grading(self, token):
        with reading(self.engine) as db:
            return db.scalars(
                select(Grading)
                .join(Submission, Submission.id == Grading.submission_id)
                .where(Submission.client_token == token)
            ).one()

    def workers(self):
        with reading(self.engine) as db:
            return {row.name for row in alive(db)}

    def served_by(self, token):
        grading = self.grading(token)
        with reading(self.engine) as db:
            of = GradingAttempt.grading_id == grading.id
            return set(db.scalars(select(GradingAttempt.worker).where(of)))

    def has_verdict(self, token):
        with reading(self.engine) as db:
            return db.get(Result, self.grading(token).id) is not None


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with installed("postgres", suite=0, start=False, **SETTINGS) as site:
        machines = []
        for name in ("one", "two"):
            data = tmp_path_factory.mktemp(name)
            machines.append(
                Machine(replace(site.settings, data=data, port=free_port()))
            )
        engine = make_engine(site.settings)
        made = Town(*machines, engine, site.enrol(engine, 6))
        try:
            for machine in machines:
                machine.start_web()
            for machine in machines:
                until(lambda m=machine: answers(m.settings.port), "a web")
            yield made
        finally:
            for machine in machines:
                for name in list(machine.running):
                    machine.end(name)
            engine.dispose()


def test_a_hand_in_at_one_web_is_judged_and_seen_live_at_the_other(town):
    here = town.newcomer()
    there = town.two.visitor(here)
    told, over = [], threading.Event()
    opened = threading.Event()

    def listen():
        for topic in there.listen(f"work:{here.pair_id}", over):
            told.append(topic)
            opened.set()

    page = threading.Thread(target=listen, daemon=True)
    page.start()
    assert opened.wait(60)
    before, token = town.workers(), str(uuid4())
    town.one.start_worker()
    until(lambda: town.workers() - before, "the first machine's worker")
    assert here.hand_in(CODE.format(token), token)
    until(lambda: town.has_verdict(token), "the verdict")
    until(lambda: len(told) > 1, "the other machine's page to be told")
    over.set()
    submission = town.grading(token).submission_id
    assert "log_back" in there.get(f"/submissions/{submission}/result")
    first = town.served_by(token)
    assert first <= town.workers() - before

    # Machine one is switched off; the same browser goes on at machine two.
    town.one.end("worker")
    until(lambda: not first & town.workers(), "the first worker to sign off")
    waits = town.newcomer()
    token = str(uuid4())
    assert waits.hand_in(CODE.format(token), token)
    assert town.grading(token).phase == Phase.QUEUED
    town.two.start_worker()
    until(lambda: town.has_verdict(token), "the second machine's verdict")
    assert town.served_by(token).isdisjoint(first)
    town.two.end("worker")


def test_a_draft_written_at_one_web_is_the_others_too(town):
    here = town.newcomer()
    form = {"csrf_token": here.crumb, "source": "x = 1  # ours", "base": ""}
    saved = json.loads(here.post("/exercises/log_back/draft", form))
    assert saved["saved"]
    there = json.loads(town.two.visitor(here).get("/exercises/log_back/draft"))
    assert "x = 1  # ours" in there.values()
    assert there["version"] == saved["version"]


def test_a_session_ended_at_one_web_is_over_at_the_other(town):
    here = town.newcomer()
    there = town.two.visitor(here)
    assert "/pair" in there.get("/ladder")
    here.post("/sign-out", {"csrf_token": here.crumb})
    assert "/pair/roles" not in (there.get("/ladder") or "")


def test_the_webs_count_throttles_together(town):
    here = town.newcomer()
    there = town.two.visitor(here)
    assert here.hand_in(CODE.format("first"), str(uuid4()))
    # Once in three seconds: the second one is refused wherever it arrives.
    assert not there.hand_in(CODE.format("second"), str(uuid4()))


def test_the_machines_have_no_file_in_common(town):
    shared = [
        {path.relative_to(machine.settings.data) for path in files(machine)}
        for machine in (town.one, town.two)
    ]
    # Whatever lies in both has been made in both, each by itself; nothing is linked.
    for name in shared[0] & shared[1]:
        one, two = (m.settings.data / name for m in (town.one, town.two))
        assert not one.is_symlink()
        assert not one.samefile(two)
    assert not any("sqlite" in str(path) for path in shared[0] | shared[1])


def files(machine):
    return (path for path in machine.settings.data.rglob("*") if path.is_file())
