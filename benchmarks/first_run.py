"""Come in with the join code and get a first verdict, at a person's pace.

``python -m benchmarks.first_run [--pictures FOLDER] [--json]`` starts the service, types
the join address and the rest into a browser, and waits as the keystroke-level model of
Card, Moran and Newell (1980) does: 0.28 s a key, 1.1 s to point, 1.35 s to think before
each act. Told are the acts, the keys, the seconds from the address to the verdict, and
how many of them the person waited for the service. Ends with status 1 beyond two minutes.
"""

import argparse
import json
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from playwright.sync_api import Locator, Page, expect

from benchmarks.installation import installed
from benchmarks.visitor import until
from benchmarks.window import opened
from service.store import workers
from service.store.database import make_engine, reading, transaction
from service.store.people import make_course

KEY, POINT, THINK = 0.28, 1.1, 1.35  # seconds
MOST_SECONDS = 120.0
ANSWER = "    return grad_out / x"


@dataclass
class Newcomer:
    """A person at a browser who takes their time, and counts what they do."""

    page: Page
    pictures: Path | None
    acts: int = 0
    keys: int = 0
    busy: float = 0.0
    began: float = field(default_factory=monotonic)

    def types(self, text: str) -> None:
        """Think, and type."""
        self._takes(THINK)
        self.page.keyboard.type(text, delay=1e3 * KEY)
        self.keys += len(text)
        self.busy += KEY * len(text)

    def presses(self, key: str) -> None:
        """Press a key that sends something."""
        self._takes(KEY)
        self.page.keyboard.press(key)
        self.keys += 1
        self.acts += 1

    def clicks(self, target: Locator, *, acts: bool = True) -> None:
        """Think, point and click."""
        expect(target).to_be_visible()
        self._takes(THINK + POINT)
        target.click()
        self.acts += acts

    def looks(self, name: str) -> None:
        """Keep a picture of what is on the screen."""
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{name}.png")

    def _takes(self, seconds: float) -> None:
        threading.Event().wait(seconds)
        self.busy += seconds


def come_in(one: Newcomer, address: str) -> None:
    """Go from the printed address to the first exercise."""
    one.busy += KEY * len(address)  # an address bar cannot be typed into from here
    threading.Event().wait(KEY * len(address))
    one.keys += len(address)
    one.page.goto(address)
    one.looks("1-join")
    one.types("Cleo")
    one.presses("Enter")
    partner = one.page.get_by_label("Your partner's name")
    one.looks("2-partner")
    one.clicks(partner, acts=False)
    one.types("Dan")
    one.presses("Enter")
    start = one.page.get_by_role("link", name="Start with").first
    expect(start).to_be_visible()
    one.looks("3-ladder")
    one.clicks(start)


def hand_in(one: Newcomer) -> str:
    """Write the first function and hand it in; return what the verdict says."""
    line = one.page.locator(".cm-line", has_text="raise NotImplementedError")
    expect(line).to_be_visible()
    one.looks("4-exercise")
    one.clicks(line, acts=False)
    one.page.keyboard.press("Home")
    one.page.keyboard.press("Shift+End")
    one.types(ANSWER.strip())
    one.presses("Control+Enter")
    told = one.page.locator("#result .headline")
    told.wait_for()
    one.looks("5-verdict")
    return told.inner_text()


def measure(pictures: Path | None) -> dict[str, float | str]:
    """Return the figures and the verdict."""
    with installed("sqlite", suite=20, core_workers=1) as site:
        engine = make_engine(site.settings)
        with transaction(engine) as db:
            code = make_course(db, "Week 4").join_code

        def is_served() -> bool:
            with reading(engine) as db:
                return bool(workers.alive(db))

        until(is_served, "a worker")
        with opened() as page:
            one = Newcomer(page, pictures)
            come_in(one, f"http://127.0.0.1:{site.settings.port}/join/{code}")
            verdict = hand_in(one)
            seconds = monotonic() - one.began
        engine.dispose()
    return {
        "acts": one.acts,
        "keys": one.keys,
        "seconds": round(seconds, 1),
        "waited": round(seconds - one.busy, 1),
        "verdict": verdict,
    }


def main() -> int:
    """Print the figures; 1 where it took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    told = measure(asked.pictures)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>8} {value}")
    return int(float(told["seconds"]) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
