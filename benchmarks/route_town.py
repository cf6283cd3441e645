"""Make a small installation whose rows are in every state, for requests to meet."""

from sqlalchemy import Engine

from exercises.nouns import Kind, State
from exercises.report import as_json
from exercises.verdicts import Counterexample, UnitVerdict, Verdict
from service.config import Settings
from service.store import (
    database,
    demo,
    installation,
    leases,
    pairs,
    people,
    results,
    submissions,
    suites,
)
from service.store.models import Pair

SOURCE = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
CASE = Counterexample("log_back(1.0, 0.0, 1.0)", "1.0", "2.0")


def settle(settings: Settings) -> Engine:
    """Make the tables and fill them; return the engine."""
    database.upgrade(settings)
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        installation.ensure(db)
        suites.store(db, "fuzz", b"{}")
        made = demo.ensure(db)
        both = (people.add_student(db, made.course, name) for name in ("Cy", "Di"))
        other = pairs.make(db, *both)
    for pair in (made.pair, other):
        _hand_in(engine, pair, "graded", _verdict(State.PASSED))
        _hand_in(engine, pair, "wrong", _verdict(State.FAILED))
        _hand_in(engine, pair, "waiting", None)
    return engine


def _verdict(state: State) -> Verdict:
    failed = state is State.FAILED
    unit = UnitVerdict(
        name="log_back",
        state=state,
        passed=7 if failed else 12,
        total=12,
        kind=Kind.VALUE if failed else None,
        line=1 if failed else 0,
        sentence="The gradient is multiplied." if failed else "",
        counterexample=CASE if failed else None,
    )
    return Verdict(
        file="pasted.py",
        tier="A",
        suite_version="fuzz",
        headline="log_back",
        units=(unit,),
        assembled=None,
        log="",
        milliseconds={"sandbox": 1.0, "judge": 1.0, "total": 2.0},
    )


def _hand_in(engine: Engine, pair: Pair, token: str, judged: Verdict | None) -> None:
    with database.transaction(engine) as db:
        submissions.record(
            db,
            pair_id=pair.id,
            author_id=pairs.members(db, pair.id)[0].id,
            drawer_id=None,
            rung="log_back",
            filename="pasted.py",
            source=SOURCE,
            client_token=token,
        )
    if judged is None:
        return
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        if claim is None:
            raise LookupError("what was just handed in cannot be claimed")
        results.store_verdict(db, claim, judged, as_json(judged))
