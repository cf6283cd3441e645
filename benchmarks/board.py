"""Compare the class board of a hundred pairs with a page that shows nothing.

``python -m benchmarks.board [--json] [--rounds N] [--pairs N]``; the formulas stand in
docs/benchmarks.md. Every page is asked for through the whole application, signed in, on
one SQLite file; the pages take turns in random order.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from exercises.catalogue import RUNGS
from exercises.nouns import State
from service import clock, config
from service.store import database, links, pairs, people, submissions
from service.store.models import (
    Course,
    Pair,
    Phase,
    Result,
    UnitRow,
)
from service.web import create_app

REQUIRED = 3.0
UNITS = 24  # of 29: the board of an evening that is nearly over


def fill(engine: Engine, course: Course, count: int, chance: random.Random) -> None:
    """Make pairs that have handed in every unit once or twice."""
    for number in range(count):
        with database.transaction(engine) as db:
            names = (f"A{number}", f"B{number}")
            both = [people.add_student(db, course, name) for name in names]
            pair = pairs.make(db, *both)
            for rung in RUNGS:
                units = rung.units[: 1 if rung.slug == "add_subtract_divide" else None]
                for attempt in range(chance.randint(1, 2)):
                    state = State.PASSED if chance.random() < 0.7 else State.FAILED
                    hand_in(db, pair, rung.slug, (units, state, attempt))


def hand_in(
    db: Session,
    pair: Pair,
    rung: str,
    told: tuple[tuple[str, ...], State, int],
) -> None:
    """Record one graded hand-in."""
    units, state, attempt = told
    _, grading, _ = submissions.record(
        db,
        pair_id=pair.id,
        author_id=str(pair.driver_id),
        drawer_id=None,
        rung=rung,
        filename="a.py",
        source="",
        client_token=f"{rung}-{attempt}",
    )
    grading.phase = Phase.DONE
    report: dict[str, object] = {"units": [], "assembled": None}
    now = clock.now()
    db.add(
        Result(
            grading_id=grading.id,
            run=1,
            headline=f"{rung}: not yet.",
            report=report,
            tier="A",
            created_at=now,
        )
    )
    for unit in units:
        row = UnitRow(grading_id=grading.id, unit=unit, run="isolated", state=state)
        db.add(row)


def change_one(engine: Engine, pair: Pair, rounds: list[int]) -> None:
    """Let one pair hand in once more: the board is never asked for twice unchanged."""
    rounds.append(len(rounds))
    with database.transaction(engine) as db:
        told = (("relu",), State.FAILED, 100 + len(rounds))
        hand_in(db, pair, "relu", told)


def seconds(client: FlaskClient, path: str) -> float:
    """Return the processor time of one page."""
    since = process_time()
    answer = client.get(path)
    used = process_time() - since
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return used


def measure(count: int, rounds: int) -> dict[str, float]:
    """Return the median processor time of each page."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({}, data=Path(folder), throttle=False, broker="none")
        database.upgrade(settings)
        engine = database.make_engine(settings)
        chance = random.Random(7)  # noqa: S311 - a repeatable class, no secret
        with database.transaction(engine) as db:
            course = people.make_course(db, "Benchmark")
            ida = people.add_instructor(db, "Ida", course_id=course.id)
            token = links.single_use(db, ida.id)
        fill(engine, course, count, chance)
        client = create_app(settings, engine).test_client()
        client.application.config["WTF_CSRF_ENABLED"] = False
        client.post(f"/in/{token}")
        taken = _rounds(engine, client, rounds, chance)
        engine.dispose()
    return {page: median(each) for page, each in taken.items()}


def _rounds(
    engine: Engine, client: FlaskClient, rounds: int, chance: random.Random
) -> dict[str, list[float]]:
    with database.reading(engine) as db:
        pair = db.query(Pair).order_by(Pair.seq).first()
    if pair is None:
        raise SystemExit("there is no pair to change")
    pages = {"empty": "/class/password", "board": "/class/rows", "page": "/class"}
    taken: dict[str, list[float]] = {page: [] for page in pages}
    done: list[int] = []
    for path in pages.values():
        seconds(client, path)  # templates are compiled once per process
    for _ in range(rounds):
        change_one(engine, pair, done)
        for page in chance.sample(sorted(pages), len(pages)):
            taken[page].append(seconds(client, pages[page]))
    return taken


def main(arguments: list[str] | None = None) -> int:
    """Print the ratios; exit code 1 above what is required."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=100)
    asked = parser.parse_args(arguments)
    taken: Callable[[str], float] = measure(asked.pairs, asked.rounds).__getitem__
    ratios = {page: taken(page) / taken("empty") for page in ("board", "page")}
    if asked.json:
        print(json.dumps({"pairs": asked.pairs, "units": UNITS, **ratios}))
    else:
        print(f"{asked.pairs} pairs x {UNITS} units, over an empty page:")
        for page, ratio in ratios.items():
            print(f"  {page:6} {ratio:6.2f}   (required {REQUIRED:.1f})")
    return int(max(ratios.values()) > REQUIRED)


if __name__ == "__main__":
    raise SystemExit(main())
