"""Photograph the pages that the documentation shows, from a demo class.

``python -m benchmarks.pictures [DIR]`` starts the service on a new data folder, fills the
demo class through the real workers, and writes each page in light and in dark (default:
docs/pictures). Needs Chromium.
"""

import argparse
import base64
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page
from sqlalchemy import select

from benchmarks.browser import serving
from benchmarks.window import signed_in
from service import config
from service.store import pretend
from service.store.database import make_engine, reading
from service.store.models import Grading, Pair, UnitRow

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# name -> address; "{...}" is an id of the demo class
PAGES = {
    "result": "/submissions/{failing}",
    "board": "/class?course={course}",
    "projector": "/class?course={course}&projector=1",
    "map": "/class/map?course={course}",
    "attempt": "/class/attempts/{failing}",
    "statistics": "/class/statistics?course={course}",
}
# What a page is about may stand below its first screen.
FROM = {"result": ".headline"}


def names() -> list[str]:
    """Return the file of every picture."""
    return [f"{page}-{theme}.webp" for page in PAGES for theme in THEMES]


def ids(data: Path) -> dict[str, str]:
    """Return the demo class and one attempt whose graph shows an overwritten gradient."""
    engine = make_engine(config.read({}, data=data))
    with reading(engine) as db:
        course = pretend.find(db)
        if course is None:
            raise SystemExit("There is no demo class to photograph.")
        failing = db.scalar(
            select(Grading.submission_id)
            .join(UnitRow, UnitRow.grading_id == Grading.id)
            .join(Pair, Pair.id == Grading.pair_id)
            .where(Pair.course_id == course.id, UnitRow.unit == "backprop")
            .where(UnitRow.misconception.is_not(None))
            .order_by(UnitRow.misconception.desc(), Grading.seq)
            .limit(1)
        )
    engine.dispose()
    if failing is None:
        raise SystemExit(
            "No pair of the demo class fails at backprop by a named mistake."
        )
    return {"course": course.id, "failing": failing}


def photograph(page: Page, path: Path, start: str) -> None:
    """Write one screen as WebP, from the element ``start`` on where one is named."""
    if start:
        page.locator(start).first.evaluate("one => one.scrollIntoView()")
    session = page.context.new_cdp_session(page)
    told = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    path.write_bytes(base64.b64decode(told["data"]))


def everything(said: str, data: Path, folder: Path) -> None:
    """Sign in as the instructor and write every picture."""
    link = re.search(r"Ida \(.*?(http://\S+)", said)
    url = re.search(r"Pairgrad\s+(http://\S+)", said)
    if link is None or url is None:
        raise SystemExit(f"No sign-in link was printed:\n{said}")
    shown = ids(data)
    with signed_in(link[1]) as page:
        for name, address in PAGES.items():
            answer = page.goto(url[1] + address.format(**shown))
            if answer is None or not answer.ok:
                raise SystemExit(f"{page.url} could not be shown.")
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                photograph(page, folder / f"{name}-{theme}.webp", FROM.get(name, ""))


def main() -> int:
    """Write the pictures and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        with serving(data) as said:
            filled = (sys.executable, "-m", "service.cli", "demo", "--data", str(data))
            subprocess.run(filled, check=True)
            everything(said, data, folder)
    size = sum((folder / name).stat().st_size for name in names())
    print(f"{len(names())} pictures, {size // 1024} kB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
