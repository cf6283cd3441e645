"""Fill the demo class of an empty installation by its button, and take it away again.

``python -m benchmarks.demo_class [--workers N] [--json]`` starts the service, signs in as
its first instructor in a browser and presses the button. Told are the seconds until every
hand-in is graded, also as a ratio to the time the workers spent on them, and what then
stands on the board. Ends with status 1 where the ratio is above 1.5, a pair is missing on
the board, or removing leaves something. Needs Chromium and a Redis server.
"""

import argparse
import json
import sys
from time import monotonic

from playwright.sync_api import Page, expect
from sqlalchemy import Engine, func, select

from benchmarks.installation import installed
from benchmarks.visitor import until
from benchmarks.window import signed_in
from service.store import links, people, pretend, workers
from service.store.database import make_engine, reading, transaction
from service.store.models import GradingAttempt, Pair

REQUIRED, MOST_MILLISECONDS = 1.5, 600_000
GRAPHS = 640  # as many as an installation has


def filled(page: Page, home: str) -> tuple[float, int]:
    """Press the button; return the seconds until all is graded, and how much it was."""
    page.goto(f"{home}/class/demo")
    began = monotonic()
    page.get_by_role("button", name="Fill a demo class").click()
    over = page.get_by_text("hand-ins are graded.")
    over.wait_for(timeout=MOST_MILLISECONDS)
    return monotonic() - began, int(over.inner_text().split()[1])


def looked_at(page: Page) -> dict[str, float]:
    """Return how many pairs stand on its board, and how many visits are named there."""
    page.get_by_role("link", name="Look at its board").click()
    lines = page.locator("[role=grid] tbody tr")
    expect(lines.first).to_be_visible()
    return {"pairs": lines.count(), "visits": page.locator(".visit").count()}


def removed(page: Page, home: str) -> None:
    """Take it away by its button."""
    page.goto(f"{home}/class/demo")
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("button", name="Fill a demo class").wait_for()


def graded(engine: Engine) -> float:
    """Return the seconds that workers were busy with all hand-ins together."""
    run = GradingAttempt
    with reading(engine) as db:
        rows = db.execute(select(run.started_at, run.ended_at)).all()
    return sum((end - start).total_seconds() for start, end in rows if end)


def left(engine: Engine) -> int:
    """Return how many pairs there are."""
    with reading(engine) as db:
        return db.scalar(select(func.count()).select_from(Pair)) or 0


def ready(engine: Engine, wanted: int) -> bool:
    """Tell whether so many workers have reported."""
    with reading(engine) as db:
        return len(workers.alive(db)) >= wanted


def measure(processes: int) -> dict[str, float]:
    """Return the figures."""
    with installed("sqlite", suite=GRAPHS, core_workers=processes) as site:
        engine = make_engine(site.settings)
        with transaction(engine) as db:
            course = people.make_course(db, "Week 4")
            teacher = people.add_instructor(db, "Tove", course_id=course.id)
            token = links.single_use(db, teacher.id)
        until(lambda: ready(engine, processes), "the workers")
        home = f"http://127.0.0.1:{site.settings.port}"
        with signed_in(f"{home}/in/{token}") as page:
            seconds, hand_ins = filled(page, home)
            busy = graded(engine)
            board = looked_at(page)
            removed(page, home)
        remaining = left(engine)
        engine.dispose()
    return {
        "hand_ins": hand_ins,
        "seconds": round(seconds, 1),
        "seconds_over_work": round(seconds / (busy / processes), 2),
        **board,
        "left_after_removing": remaining,
    }


def main() -> int:
    """Print the figures; 1 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = measure(asked.workers)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>20} {value:g}")
    is_slow = told["seconds_over_work"] > REQUIRED
    is_whole = told["pairs"] == pretend.GROUPS
    return int(is_slow or not is_whole or told["left_after_removing"] > 0)


if __name__ == "__main__":
    sys.exit(main())
