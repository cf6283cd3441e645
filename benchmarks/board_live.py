"""Watch the class board of a hundred pairs in a browser while they hand in.

``python -m benchmarks.board_live [--pairs N] [--times N] [--json]`` starts the service,
opens the board and lets one pair after another hand in. Told are the milliseconds from a
verdict's row to its sign on the board, and how long frames take while the whole board is
scrolled, over the same on a page that shows nothing. Ends with status 1 where a verdict
takes more than a second to be seen. Needs Chromium and a Redis server.
"""

import argparse
import json
import sys
from functools import partial
from statistics import median

from playwright.sync_api import Page
from sqlalchemy import Engine, select

from benchmarks.installation import CODE, installed
from benchmarks.load.figures import p95
from benchmarks.visitor import Visitor, until
from benchmarks.window import signed_in
from service.store import demo, links, people
from service.store.database import make_engine, reading, transaction
from service.store.models import Grading, Phase

GRAPHS, MOST_MILLISECONDS = 20, 1000.0
WATCH = """() => {
  window.passed = {};
  const look = () => {
    for (const line of document.querySelectorAll("[role=grid] [data-key]")) {
      if (line.querySelector("td .passed, td.passed")) {
        window.passed[line.dataset.key] ??= Date.now();
      }
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
# A screenful every six frames, down to the end: the time of each frame.
SCROLL = """() => new Promise((done) => {
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    scrollBy({ top: innerHeight / 6, behavior: "instant" });
    if (times.length < 60) requestAnimationFrame(step); else done(times.slice(1));
  };
  requestAnimationFrame(step);
})"""


def judged_at(engine: Engine, pair_id: str) -> float | None:
    """Return when the pair's verdict was written, in seconds since 1970."""
    wanted = select(Grading.done_at).where(
        Grading.pair_id == pair_id, Grading.phase == Phase.DONE
    )
    with reading(engine) as db:
        found = db.scalars(wanted).first()
    return found.timestamp() if found else None


def seen(page: Page, engine: Engine, member: Visitor) -> float:
    """Hand in for a pair; return the milliseconds from its verdict to its sign."""
    member.sign_in(engine)
    member.hand_in(CODE.format(member.pair_id), member.pair_id)
    shown = partial(page.evaluate, "(key) => window.passed[key]", member.pair_id)
    until(lambda: bool(shown()), "the sign on the board")
    judged = judged_at(engine, member.pair_id)
    if judged is None:
        raise SystemExit("The board shows a verdict that is not in the rows.")
    return float(shown()) - 1e3 * judged


def frames(page: Page) -> float:
    """Return the time of a frame, in milliseconds, that 95 % stay below."""
    page.evaluate("scrollTo(0, 0)")
    return p95(page.evaluate(SCROLL))


def measure(pairs: int, times: int) -> dict[str, float]:
    """Return the figures."""
    with installed("sqlite", suite=GRAPHS, core_workers=1) as site:
        engine = make_engine(site.settings)
        members = site.enrol(engine, pairs)
        with transaction(engine) as db:
            teacher = people.add_instructor(
                db, "Tove", course_id=demo.ensure(db).course.id
            )
            token = links.single_use(db, teacher.id)
        home = f"http://127.0.0.1:{site.settings.port}"
        with signed_in(f"{home}/in/{token}") as page:
            page.goto(f"{home}/class/password")
            empty = frames(page)
            page.goto(f"{home}/class")
            page.evaluate(WATCH)
            waits = [seen(page, engine, one) for one in members[:times]]
            board = frames(page)
        engine.dispose()
    return {
        "pairs": pairs,
        "seen_p50_ms": round(median(waits)),
        "seen_p95_ms": round(p95(waits)),
        "seen_most_ms": round(max(waits)),
        "frame_p95_ms": round(board, 1),
        "frame_over_empty": round(board / empty, 2),
    }


def main() -> int:
    """Print the figures; 1 where a verdict is seen too late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = measure(asked.pairs, asked.times)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>18} {value:g}")
    return int(told["seen_p95_ms"] > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
