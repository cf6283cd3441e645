"""Hand in by Ctrl-Enter in a browser, and weigh the exercise page.

``python -m benchmarks.browser [--times N] [--json]`` starts the service on a new data
folder with the throttle off and signs in as its demo student. It prints how long a verdict
takes to be shown, part by part and as a ratio to the grading alone in the same run, and
what the page weighs. Ends with status 1 if the page is heavier than its budget. Needs Chromium.
"""

import argparse
import gzip
import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from playwright.sync_api import Page, Response, expect
from sqlalchemy import select

from benchmarks.visitor import until
from benchmarks.window import signed_in
from service import config
from service.config import environment_of
from service.store.database import make_engine, reading
from service.store.models import Grading, GradingAttempt, Submission

START_SECONDS = 180
BUDGET = {"javascript_kb": 180.0, "css_kb": 15.0, "requests": 15}
WATCH = """(before) => {
  window.pressedAt = window.verdictAt = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "Enter") window.pressedAt ||= Date.now();
  }, { capture: true });
  const look = new MutationObserver(() => {
    const fresh = `#result .result:not([data-topic="${before}"]) .headline`;
    if (!document.querySelector(fresh)) return;
    look.disconnect();
    // What is queued before a frame runs once that frame has been drawn.
    requestAnimationFrame(() => setTimeout(() => { window.verdictAt = Date.now(); }));
  });
  look.observe(document.getElementById("result"), { childList: true, subtree: true });
}"""
CODE = "def log_back(grad_out, out, x):\n    return 1 / x  # {}\n"


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Start the service on ``data``; yield what it printed once it can grade."""
    output = data.parent / "said"
    with output.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--demo", "--data", data],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=environment_of(config.read({}, data=data, throttle=False)),
        )
    try:
        yield _ready(process, output)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _ready(process: "subprocess.Popen[bytes]", output: Path) -> str:
    pause, end = threading.Event(), monotonic() + START_SECONDS
    while monotonic() < end and process.poll() is None:
        said = output.read_text()
        found = re.search(r"Pairgrad\s+(http://\S+)", said)
        if found and "Stop: Ctrl-C" in said and _grades(found[1]):
            return said
        pause.wait(0.5)
    raise SystemExit(f"The service did not become ready:\n{output.read_text()}")


def _grades(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz") as answer:  # noqa: S310 - loopback
            return '"ready"' in answer.read().decode()
    except urllib.error.URLError:
        return False


def weighed(page: Page, address: str) -> dict[str, float]:
    """Return the requests of a first visit, and its scripts and styles in kB of gzip."""
    answers: list[Response] = []

    def note(one: Response) -> None:
        answers.append(one)

    page.on("response", note)
    page.goto(address, wait_until="load")
    expect(page.locator(".cm-content")).to_be_visible()
    # Asked again: what the browser had kept from the page before has no body any more.
    urls = {one.url for one in answers if "/static/" in one.url}
    sizes = {
        url: len(gzip.compress(page.request.get(url).body())) / 1e3 for url in urls
    }
    return {
        "javascript_kb": round(sum(sizes[u] for u in sizes if u.endswith(".js")), 1),
        "css_kb": round(sum(sizes[u] for u in sizes if u.endswith(".css")), 1),
        "requests": 1 + len(urls),
        "live_reads": sum("/static/" not in one.url for one in answers) - 1,
    }


def shown(page: Page, number: int) -> tuple[float, float]:
    """Hand in by Ctrl-Enter; return when, and when the new verdict was there, in seconds.

    Both are the page's own times: a look from outside comes up to 100 ms late.
    """
    box = page.locator(".cm-content")
    box.press("Control+A")
    box.press("Delete")
    page.keyboard.insert_text(CODE.format(number))
    page.evaluate(WATCH, page.locator("#result").get_attribute("data-live"))
    box.press("Control+Enter")
    until(lambda: page.evaluate("window.verdictAt"), "the verdict")
    began, end = page.evaluate("[window.pressedAt, window.verdictAt]")
    return began / 1e3, end / 1e3


def served(data: Path) -> list[tuple[float, float, float]]:
    """Return when each hand-in was stored, taken by a worker and judged, in order."""
    engine = make_engine(config.read({}, data=data))
    run = GradingAttempt
    with reading(engine) as db:
        rows = db.execute(
            select(Submission.created_at, run.started_at, run.ended_at)
            .join(Grading, Grading.submission_id == Submission.id)
            .join(run, run.grading_id == Grading.id)
            .where(run.ended_at.is_not(None))
            .order_by(run.started_at)
        ).all()
    engine.dispose()
    return [
        (sent.timestamp(), start.timestamp(), end.timestamp())
        for sent, start, end in rows
        if end
    ]


def measure(times: int) -> dict[str, float]:
    """Return the page's weight, and the medians of waiting and its parts."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with serving(data) as said:
            link = re.search(r"Ana \(.*?(http://\S+)", said)
            url = re.search(r"Pairgrad\s+(http://\S+)", said)
            if link is None or url is None:
                raise SystemExit(f"No sign-in link was printed:\n{said}")
            with signed_in(link[1]) as page:
                weight = weighed(page, f"{url[1]}/exercises/log_back")
                shown(page, -1)  # the worker's first one also opens its sandbox
                seen = [shown(page, number) for number in range(times)]
        rows = served(data)[1:]
    parts = {
        "shown_ms": [end - began for began, end in seen],
        "stored_after_ms": [
            row[0] - began for (began, _), row in zip(seen, rows, strict=True)
        ],
        "taken_after_ms": [taken - sent for sent, taken, _ in rows],
        "graded_ms": [judged - taken for _, taken, judged in rows],
        "seen_after_ms": [
            end - row[2] for (_, end), row in zip(seen, rows, strict=True)
        ],
    }
    figures = {name: 1e3 * statistics.median(each) for name, each in parts.items()}
    figures["shown_per_graded"] = figures["shown_ms"] / figures["graded_ms"]
    return weight | {name: round(value, 2) for name, value in figures.items()}


def main() -> int:
    """Print the figures; 1 if the page outgrew its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = measure(asked.times)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>18} {value:g}")
    return int(any(told[name] > most for name, most in BUDGET.items()))


if __name__ == "__main__":
    sys.exit(main())
