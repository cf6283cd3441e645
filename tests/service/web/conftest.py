import math
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import event
from werkzeug.serving import make_server

from exercises.catalogue import RUNGS, UNITS
from exercises.explain import asked
from exercises.explain.expression import parsed, tensors
from exercises.explain.held import Held, Seen
from exercises.explain.stored import with_graph
from exercises.explain.values import leaves
from exercises.nouns import Kind, State
from exercises.report import as_json
from exercises.verdicts import Counterexample, Misconception, UnitVerdict, Verdict
from service import clock, config
from service.broker import find_redis_server
from service.store import (
    aside,
    database,
    demo,
    disputes,
    drafts,
    gradings,
    hands,
    history,
    installation,
    leases,
    links,
    messages,
    notices,
    overrides,
    pairs,
    people,
    provenance,
    regrades,
    results,
    solutions,
    stretch,
    submissions,
    suites,
    timetable,
    tokens,
    tries,
    visible,
    visits,
    workers,
)
from service.store.models import Progress, Purpose, Scope, StretchRun, WorkerRow
from service.web import create_app
from service.web import live as stream
from service.web.sections import BY_SLUG
from workers.mnist.findings import findings

NAMES = [
    ("Chiara", "Dong"), ("Emeka", "Freya"), ("Goran", "Hana"), ("Ines", "Jonas"),
    ("Kavya", "Lars"), ("Mina", "Noor"), ("Olga", "Pietro"), ("Quentin", "Rosa"),
]  # fmt: skip
SOURCE = '''import numpy as np


def log_back(grad_out, out, x):
    """Backward of log."""
    return grad_out / x
'''
DIGITS = "d" * 64
# Of each ten digits one is read as the next one.
DIGITS_OF = np.array([(n * 7 + (n % 9 == 0)) % 10 for n in range(1000)])
PICTURES = np.random.default_rng(3).integers(0, 256, (1000, 784)).astype(np.uint8)
FAMILY = {"x": np.array([1.0, 2.0]), "b": np.array([3.0])}


def unit(name, state=State.PASSED, **fields):
    total = 12
    return UnitVerdict(
        name=name,
        state=state,
        passed=total if state is State.PASSED else 7,
        total=0 if state in {State.NOT_ATTEMPTED, State.UNPARSABLE} else total,
        **fields,
    )


REUSED = unit(
    "backprop",
    State.FAILED,
    kind=Kind.VALUE,
    line=13,
    concept="reuse",
    sentence="x is used three times; your engine kept one of its three gradients.",
    counterexample=Counterexample(
        code="x = Tensor([1, 2], requires_grad=True)\nb = Tensor([3], "
        "requires_grad=True)\ny = (x * x).log() + (x + b).sum()\n"
        "y.backward(end_grad=np.ones(2))\nx.grad",
        expected="[4, 3]",
        got="[2, 2]",
    ),
)


def verdict(*units, assembled=None, headline=None, log=""):
    wrong = [one for one in units if one.state is State.FAILED]
    return Verdict(
        file="pasted.py",
        tier="A",
        suite_version="5f1c0ffee0aa",
        headline=headline
        or (wrong[0].sentence if wrong else f"{units[0].name} is right."),
        units=tuple(units),
        assembled=assembled,
        log=log,
        milliseconds={"sandbox": 96.0, "judge": 21.0, "total": 131.0},
    )


@dataclass
class Town:
    """A class as a day leaves it, made through the functions that serve it."""

    engine: object
    course: object = None
    instructor: object = None
    ana: object = None
    ben: object = None
    pair: object = None
    others: list = field(default_factory=list)
    ids: list = field(default_factory=list)

    def hand_in(self, pair, rung, judged=None, *, source=SOURCE, filename="pasted.py"):
        """Record a submission, and let a worker that is us finish it."""
        with database.transaction(self.engine) as db:
            members = pairs.members(db, pair.id)
            submission, grading, _ = submissions.record(
                db,
                pair_id=pair.id,
                author_id=members[0].id,
                drawer_id=members[1].id if len(members) > 1 else None,
                rung=rung,
                filename=filename,
                source=source,
                client_token=f"{pair.id[:8]}-{len(self.ids)}",
            )
            self.ids.append(submission.id)
        if judged is not None:
            with database.transaction(self.engine) as db:
                claim = leases.claim(db, ("live",), worker="w", host="h")
                assert claim.grading_id == grading.id
                assert results.store_verdict(db, claim, judged, as_json(judged))
        return submission

    def grade_next(self):
        """Be the worker for what is handed in next, and find it wrong."""
        pause = threading.Event()
        for _ in range(600):
            with database.transaction(self.engine) as db:
                claim = leases.claim(db, ("live",), worker="w", host="h")
                if claim is not None:
                    judged = verdict(REUSED)
                    assert results.store_verdict(db, claim, judged, as_json(judged))
                    return
            pause.wait(0.05)
        raise AssertionError("nothing was handed in")

    def objects(self):
        """Return a value for each name in an address: things of the demo pair."""
        submission = self.hand_in(
            self.pair,
            None,
            verdict(unit("log_back"), assembled=unit("assembled")),
        )
        return {
            "submission_id": submission.id,
            "grading_id": self.train(submission).id,
            "pair_id": self.pair.id,
            "person_id": self.ben.id,
            "slug": "log_back",
            "unit": "log_back",
            "token": "no-such-token",
            "graph": "1",
            "data": "practice",
            "track": "official",
            "question_id": self.question(self.ana).id,
            "aside_id": self.set_aside("# half a thought\n").id,
            "run_id": self.check("log_back").id,
            "try_id": self.ask(submission, "y = x * x", "x = [2, 3]").id,
            "code": self.course.join_code,
            "session_id": self.session_of(self.ana).id,
            "token_id": self.token_of(self.ana).id,
            **self.asked(),
            "regrade_id": self.regrade().id,
            **self.running(),
            "plot_name": "attempts",
            "identity_id": str(uuid4()),
            **self.confused(submission),
        }

    def confused(self, submission):
        """Hand in a known mistake on a drawn graph and an unknown one; write about it."""
        cause = (Misconception("overwrite-within-pass", ("m",), 9, "x", "y?"),)
        self.failing_graph(misconceptions=cause)
        array = {"shape": [1], "numbers": [0.25]}
        wrong = [{"place": 3, "raised": None, "arrays": [array]}]
        engine = unit(
            "assembled",
            State.FAILED,
            counterexample=Counterexample("a.log().backward()", "0.5", "0.25"),
            behaviour={"v": 1, "wrong": wrong},
        )
        strange = self.hand_in(self.pair, None, verdict(unit("relu"), assembled=engine))
        with database.transaction(self.engine) as db:
            to = [messages.Address(self.pair.id, submission.id, 3)]
            ida, course = self.instructor.id, self.course.id
            sent = messages.send(db, course, ida, "Read this line again.", to=to)
            graded = history.find(db, strange.id, pair_id=self.pair.id).grading.id
        return {
            "engine_id": graded,
            "message_id": sent.id,
            "concept": "accumulation",
        }

    def check(self, rung, judged=None, source=SOURCE):
        """Ask for the visible checks, and let a worker that is us run them."""
        with database.transaction(self.engine) as db:
            roles = {"author_id": self.ana.id, "drawer_id": self.ben.id}
            mine = {"pair_id": self.pair.id, **roles}
            grading = visible.ask(db, BY_SLUG[rung], source, **mine)
        if judged is not None:
            with database.transaction(self.engine) as db:
                claim = leases.claim(db, ("live",), worker="w", host="h")
                assert claim.grading_id == grading.id
                assert results.store_verdict(db, claim, judged, as_json(judged))
        return grading

    def running(self):
        """Give the demo pair more time, and tell the class."""
        with database.transaction(self.engine) as db:
            soon = clock.now() + timedelta(hours=1)
            me, here = self.instructor.id, self.course.id
            timetable.extend(
                db, self.pair, "relu", soon, reason="Ben was ill", actor_id=me
            )
            notices.post(db, here, "Coffee at four.", ends_at=soon, actor_id=me)
            return {
                "extension_id": timetable.extensions(db, here)[0].extension.id,
                "notice_id": notices.standing(db, here)[0].id,
            }

    def regrade(self, scope=Scope.ALL, reason="A test was wrong", **more):
        """Queue a regrade of the class, as a form does."""
        wish = regrades.Wish(scope=scope, reason=reason, **more)
        who = {"actor_id": self.instructor.id, "client_token": str(uuid4())}
        with database.transaction(self.engine) as db:
            return regrades.begin(db, self.course.id, wish, **who)

    def regraded(self, *judged):
        """Finish the waiting runs of regrades, in the order they were queued."""
        for one in judged:
            with database.transaction(self.engine) as db:
                claim = leases.claim(db, ("regrade",), worker="w", host="h")
                assert results.store_verdict(db, claim, one, as_json(one))

    def set_aside(self, text):
        """Leave a draft aside, as bringing an earlier attempt back does."""
        who = {"pair_id": self.pair.id, "by": self.ana.id}
        with database.transaction(self.engine) as db:
            drafts.save(db, rung="log_back", source=text, **who)
            aside.bring_back(db, rung="log_back", source=SOURCE, **who)
            return aside.of_pair(db, self.pair.id)[0]

    def release(self, *slugs, look=()):
        """Release our solutions of some rungs, and let the demo pair open some."""
        with database.transaction(self.engine) as db:
            for slug in slugs:
                whose = {"by": self.instructor.id}
                solutions.release(db, self.course.id, slug, "now", "", **whose)
            for slug in look:
                who = {"by": self.ana.id, "passed": False}
                solutions.open_one(db, self.pair.id, slug, **who)

    def rich(self):
        """Leave every state behind that a page shows; return addresses beyond routes."""
        self.release("relu", "linear", look=("relu",))
        wrong, whole = self.some_verdicts()
        drawn = self.failing_graph()
        self.populate()
        going = self.train(whole, finish=False)
        waiting = self.hand_in(self.pair, "relu")
        shown = [f"/submissions/{one.id}" for one in (wrong, whole, drawn, waiting)]
        student = [
            *shown,
            f"/submissions/compare?a={wrong.id}&b={drawn.id}",
            "/submissions?rung=backprop",
            "/exercises/relu/solution",
            "/exercises/linear/solution",
            "/exercises/backprop",
            "/exercises/relu",
            f"/runs/{going.id}",
            "/explain/25?of=a",
            "/try?expression=log(x * x) %2B sum(x %2B b)&values=b (1,)",
            "/try?expression=x ** 2",
        ]
        return {"student": student, "instructor": shown[:2], "stranger": ["/nothing"]}

    def token_of(self, person):
        """Make a token for a person's programs."""
        with database.transaction(self.engine) as db:
            return tokens.make(db, person, "laptop", ["results"], 30)[0]

    def session_of(self, person):
        """Sign a person in somewhere else."""
        with database.transaction(self.engine) as db:
            visits.begin(db, person, browser="Firefox on Linux", ip="192.0.2.7")
            return visits.of(db, person.id)[0]

    def asked(self):
        """Raise the pair's hand, dispute a verdict of theirs, and decide on it."""
        wrong = self.hand_in(self.pair, "backprop", verdict(REUSED))
        with database.transaction(self.engine) as db:
            shown = history.find(db, wrong.id, pair_id=self.pair.id)
            ana, ida = self.ana.id, self.instructor.id
            hands.raise_one(db, self.pair.id, ana, "where is the third gradient?")
            disputes.begin(db, shown, ana, unit="backprop", reason="PyTorch agrees.")
            told = {"reason": "You are right.", "actor_id": ida}
            decided = overrides.add(db, wrong, "backprop", State.PASSED, **told)
        with database.reading(self.engine) as db:
            return {
                "hand_id": hands.of_pair(db, self.pair).hand.id,
                "dispute_id": disputes.of_submission(db, wrong.id).dispute.id,
                "override_id": decided.id,
            }

    def ask(self, submission, expression, values):
        """Queue a question of the pair to its own engine."""
        written = parsed(expression, leaves(values, tensors(expression), 1))
        plain = with_graph(written.spec, Seen(), written.names)
        options = {**plain, "expression": expression, "values": values}
        with database.transaction(self.engine) as db:
            return tries.ask(db, submission, options)

    def failing_graph(self, **fields):
        """Hand in what passed before; its counterexample is a graph that was looked into."""
        right = SOURCE.replace("log_back", "backprop")
        self.hand_in(self.pair, "backprop", verdict(unit("backprop")), source=right)
        written = parsed("y = log(x * x) + sum(x + b)", FAMILY)
        seen = Seen(
            gradients={0: Held(np.array([2.0, 2.0])), 1: Held(np.array([4.0]))},
            values={written.spec.out: Held(np.array([9.0, 10.386]))},
        )
        shown = Counterexample(
            "y.backward()",
            "[4, 3]",
            "[2, 2]",
            with_graph(written.spec, seen, written.names),
        )
        failed = unit(
            "backprop",
            State.FAILED,
            kind=Kind.VALUE,
            sentence="x.grad is [2, 2], expected [4, 3].",
            counterexample=shown,
            **fields,
        )
        changed = right.replace("grad_out / x", "grad_out * x")
        return self.hand_in(self.pair, "backprop", verdict(failed), source=changed)

    def question(self, person, seed=7, *, shared=False):
        """Begin a round for a member of the demo pair; return its first question."""
        with database.transaction(self.engine) as db:
            provenance.begin(
                db, self.pair.id, person.id, asked.a_round(seed), shared=shared
            )
        with database.reading(self.engine) as db:
            return provenance.latest_round(db, self.pair.id, person.id)[0]

    def some_verdicts(self):
        """Return a wrong submission and a whole file whose gradients are right."""
        return fill_own(self)

    def failed(self, name, **fields):
        """Return a verdict on one unit that is wrong."""
        return verdict(unit(name, State.FAILED, kind=Kind.VALUE, **fields))

    def verdict_saying(self, text):
        """Return a failed verdict with ``text`` in every place a stranger writes to."""
        case = Counterexample(code=text, expected=text, got=text)
        failed = unit("log_back", State.FAILED, sentence=text, counterexample=case)
        return verdict(failed, headline=text, log=text)

    def populate(self):
        """Fill the class with other pairs."""
        return populate(self)

    def train(self, submission, *, epochs=3, finish=True):
        """Queue a training run and leave its points and its end behind."""
        with database.transaction(self.engine) as db:
            grading = gradings.enqueue(db, submission, Purpose.STRETCH_OFFICIAL)
            claim = leases.claim(db, ("stretch",), worker="w", host="h")
        with database.transaction(self.engine) as db:
            stretch.begin(db, claim)
            for step in range(10, epochs * 100 + 1, 10):
                stretch.add_point(db, claim, point(step, epochs * 100))
        if finish:
            with database.transaction(self.engine) as db:
                run = run_of(claim.pair_id, 885 + epochs, grading_id=claim.grading_id)
                stretch.add_run(db, run)
                report = {"accuracy": run.correct / run.of}
                results.store(db, claim, headline="Trained.", report=report, tier="A")
        return grading


def point(step, steps):
    epoch_ends = step % 100 == 0
    return Progress(
        step=step,
        steps=steps,
        epoch=1 + (step - 1) // 100,
        loss=2.3 * math.exp(-step / 120) + 0.25 + 0.05 * math.sin(step),
        accuracy=0.9 - 0.5 * math.exp(-step / 100) if epoch_ends else None,
        steps_per_second=212.0,
        seconds_left=(steps - step) / 100,
        marks=[[step - 3, ""]],
        norms=[0.4 / step, 0.8 / step, 1.2 / step],
    )


def run_of(
    pair_id,
    correct,
    *,
    baseline=None,
    grading_id=None,
    data="practice",
    track="official",
):
    return StretchRun(
        grading_id=grading_id,
        pair_id=pair_id,
        baseline=baseline,
        track=track,
        data=data,
        digits_sha256=DIGITS,
        correct=correct,
        of=1000,
        epochs=5,
        seconds=21.5 if pair_id else 3.1,
        reference_seconds=11.0,
        audits_passed=4 if pair_id else 0,
        audits=4 if pair_id else 0,
        counts=True,
        findings=findings(np.arange(1000) * 7 % 10, DIGITS_OF, PICTURES),
    )


def found(engine):
    """Make the demo class with its instructor and its pair, and one worker."""
    town = Town(engine)
    with database.transaction(engine) as db:
        made = demo.ensure(db)
        suites.store(db, "5f1c0ffee0aa", b"")
        installation.put(db, "digits_practice", DIGITS)
        sentence = "bubblewrap, Landlock and seccomp hold"
        row = WorkerRow(
            name="live@h", host="h", queue="live", tier="A", sentence=sentence
        )
        workers.seen(db, row)
    town.course, town.instructor, town.pair = made.course, made.instructor, made.pair
    town.ana, town.ben = made.partners
    return town


def populate(town):
    """Fill the class with pairs at different places of the ladder."""
    with database.transaction(town.engine) as db:
        for first, second in NAMES:
            both = [
                people.add_student(db, town.course, name) for name in (first, second)
            ]
            town.others.append(pairs.make(db, *both))
        for baseline, correct in (("PyTorch", 912), ("Reference engine", 911)):
            stretch.replace_baseline(db, run_of(None, correct, baseline=baseline))
    for place, pair in enumerate(town.others):
        for rung in RUNGS[: 3 + 2 * place]:
            if (place + len(rung.slug)) % 4 == 0:
                wrong = unit(
                    rung.units[0], State.FAILED, kind=Kind.VALUE, sentence="No."
                )
                town.hand_in(pair, rung.slug, verdict(wrong))
            town.hand_in(pair, rung.slug, verdict(*map(unit, rung.units)))
        town.hand_in(pair, "backprop", verdict(REUSED))
    with database.transaction(town.engine) as db:
        for place, pair in enumerate(town.others[3:]):
            stretch.add_run(db, run_of(pair.id, 868 + 7 * place))
    return town


def fill_own(town):
    """Give the demo pair a day: eight rungs, one stuck, a whole file that trains."""
    for rung in RUNGS[:8]:
        town.hand_in(town.pair, rung.slug, verdict(*map(unit, rung.units)))
    town.hand_in(town.pair, "topological_sort", verdict(unit("topological_sort")))
    wrong = town.hand_in(town.pair, "backprop", verdict(REUSED, log="sorting...\n"))
    names = list(UNITS)
    blank = (unit(name, State.NOT_ATTEMPTED) for name in names[20:])
    whole = town.hand_in(
        town.pair,
        None,
        verdict(
            *map(unit, names[:20]),
            *blank,
            assembled=UnitVerdict(
                name="assembled",
                state=State.PASSED,
                passed=709,
                total=709,
                filled_in=("Linear", "SGD"),
            ),
            headline="All 20 exercises you began are right, and your engine as a whole is.",
        ),
        filename="day.ipynb",
    )
    return wrong, whole


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """Return a database file with all tables: making them takes longer than a test."""
    made = config.read({}, data=tmp_path_factory.mktemp("empty"), broker="none")
    database.upgrade(made)
    return made.data / "pairgrad.sqlite3"


@pytest.fixture
def settings(tmp_path):
    return config.read({}, data=tmp_path, throttle=False, broker="none")


@pytest.fixture
def engine(settings, empty):
    shutil.copy(empty, settings.data)
    engine = database.make_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def app(settings, engine):
    made = create_app(settings, engine)
    made.config.update(
        TESTING=False, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False
    )
    return made


@pytest.fixture
def town(engine):
    return found(engine)


@pytest.fixture
def visit(app, engine):
    """Return a browser that is signed in as someone (None: a stranger)."""

    def sign_in(someone=None):
        client = app.test_client()
        if someone is not None:
            with database.transaction(engine) as db:
                token = links.single_use(db, someone.id)
            assert client.post(f"/in/{token}").status_code == 303
        return client

    return sign_in


@pytest.fixture
def judged():
    """Return a function that makes a verdict on units, all in one state."""
    return lambda *names, state="passed": verdict(
        *(unit(name, State(state)) for name in names)
    )


@pytest.fixture(name="run_of")
def _run_of():
    return run_of


@pytest.fixture
def queries(engine):
    """Return a list that fills with the statements the database is sent."""
    sent = []

    def note(*arguments):
        sent.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def address(app):
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def socket():
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path is limited
    path = folder / "redis.sock"
    options = f"--port 0 --unixsocket {path} --dir {folder}".split()
    command = [find_redis_server(), *options, "--save", ""]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not path.exists():
        threading.Event().wait(0.01)
    yield path
    server.kill()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def heard(settings, socket, app):
    """Return the settings with a broker, and a client of an application that hears it."""
    told = replace(settings, broker="redis", redis_url=f"unix://{socket}")
    house = app.extensions["pairgrad.house"] = stream.House(told, most=3)
    yield told, house
    if house.listener is not None:
        house.listener.close()


@pytest.fixture
def enter(chromium, address, engine):
    """Return a function that opens a browser window signed in as someone."""
    windows = []

    def go(someone, **options):
        window = chromium.new_context(**options)
        windows.append(window)
        page = window.new_page()
        page.faults = []
        listen(page)
        if someone is not None:
            with database.transaction(engine) as db:
                token = links.single_use(db, someone.id)
            page.goto(f"{address}/in/{token}")
            page.get_by_role("button", name="Yes, sign me in").click()
        return page

    yield go
    for window in windows:
        window.close()


def listen(page):
    """Keep what the console complains of: errors, and what the policy blocked."""

    def heard(line):
        # Without a broker the stream answers 503 and the page polls, as it should.
        if line.type == "error" and "503" not in line.text:
            page.faults.append(line.text)

    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", heard)
