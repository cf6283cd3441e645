"""Bring a training's page up to date with two thousand points, over with two hundred.

``python -m benchmarks.curve [--rounds N] [--json]``. An update is what a browser does for
one new point: read the run again, show it, draw its curves. Told are the median of each,
their ratio, and the longest that one update kept the page from answering. Ends with
status 1 where the ratio is beyond its limit. Needs Chromium and the built front end.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from werkzeug.serving import make_server

from benchmarks.window import signed_in
from service import clock, config
from service.store import (
    database,
    gradings,
    installation,
    leases,
    links,
    pairs,
    people,
    stretch,
    submissions,
)
from service.store.models import Progress, Purpose
from service.web import create_app

FEW, MANY, MOST_RATIO = 200, 2000, 3.0
UPDATE = """async () => {
  const region = document.querySelector("[data-src*='/runs/']");
  const tasks = [];
  const watch = new PerformanceObserver((seen) => tasks.push(...seen.getEntries()));
  watch.observe({ type: "longtask" });
  const began = performance.now();
  await refresh(region);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const took = performance.now() - began;
  watch.disconnect();
  return [took, Math.max(0, ...tasks.map((one) => one.duration))];
}"""


class Run:
    """A training that goes on: as many points as wanted, and one more at a time."""

    def __init__(self, engine: Engine, pair_id: str, author_id: str) -> None:
        """Queue it and begin it, as a worker does."""
        self.engine, self.step = engine, 0
        with database.transaction(engine) as db:
            submission, grading, _ = submissions.record(
                db,
                pair_id=pair_id,
                author_id=author_id,
                drawer_id=None,
                rung=None,
                filename="day.py",
                source="",
                client_token=str(uuid4()),
            )
            gradings.cancel(db, grading.id)
            installation.put(db, "digits_practice", "none is read here")
            self.run = gradings.enqueue(db, submission, Purpose.STRETCH_OFFICIAL)
            claim = leases.claim(db, ("stretch",), worker="benchmark", host="here")
            if claim is None:
                raise SystemExit("nothing is there to train")
            stretch.begin(db, claim)

    def go_on(self, count: int) -> None:
        """Report so many points."""
        with database.transaction(self.engine) as db:
            db.add_all(self._point() for _ in range(count))

    def _point(self) -> Progress:
        self.step += 10
        return Progress(
            grading_id=self.run.id,
            step=self.step,
            steps=10 * MANY * 2,
            epoch=1 + self.step // 1000,
            loss=2.3 / (1 + self.step / 500),
            accuracy=0.9 if self.step % 1000 == 0 else None,
            steps_per_second=150.0,
            seconds_left=60.0,
            marks=[[self.step, ""]],
            norms=[0.1, 0.2, 0.3],
            created_at=clock.now(),
        )


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Engine, str, str]]:
    """Serve an installation of one pair; yield its address, rows, pair and member."""
    settings = config.read({}, data=folder, throttle=False, broker="none")
    database.upgrade(settings)
    engine = database.make_engine(settings)
    with database.transaction(engine) as db:
        course = people.make_course(db, "Benchmark")
        both = [people.add_student(db, course, name) for name in ("Ada", "Bob")]
        pair = pairs.make(db, *both)
        told = pair.id, both[0].id
    server = make_server("127.0.0.1", 0, create_app(settings, engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", engine, *told
    server.shutdown()
    thread.join()
    engine.dispose()


def updates(page: Page, run: Run, rounds: int) -> tuple[float, float]:
    """Return the median milliseconds of an update, and those of the longest task."""
    page.evaluate(UPDATE)
    times, longest = [], 0.0
    for _ in range(rounds):
        run.go_on(1)
        took, task = page.evaluate(UPDATE)
        times.append(took)
        longest = max(longest, task)
    return median(times), longest


def measure(rounds: int) -> dict[str, float]:
    """Return the figures of both runs."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as (address, engine, pair_id, member_id),
    ):
        run = Run(engine, pair_id, member_id)
        with database.transaction(engine) as db:
            token = links.single_use(db, member_id)
        told: dict[str, float] = {}
        with signed_in(f"{address}/in/{token}") as page:
            for count in (FEW, MANY):
                run.go_on(count - run.step // 10)
                page.goto(f"{address}/runs/{run.run.id}")
                expect(
                    page.locator("figure[data-key=loss] canvas").first
                ).to_be_visible()
                took, longest = updates(page, run, rounds)
                told |= {f"update_{count}_ms": took, f"longest_{count}_ms": longest}
    ratio = told[f"update_{MANY}_ms"] / told[f"update_{FEW}_ms"]
    return {name: round(value, 2) for name, value in {**told, "ratio": ratio}.items()}


def main() -> int:
    """Print the figures; 1 where an update costs too many times more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = measure(asked.rounds)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>18} {value:g}")
    return int(told["ratio"] > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
