"""What a pair sees while its grading goes wrong: an endless loop, and a killed worker."""

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service import config
from service.store import database
from service.store.models import GradingAttempt
from tests.path.test_first_path import (
    RIGHT,
    VERDICT_MILLISECONDS,
    enter,
    fill,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sandbox,
    pytest.mark.redis,
    pytest.mark.timeout(600),
]

ENDLESS = "def log_back(grad_out, out, x):\n    while True:\n        pass\n"


@pytest.fixture
def running(started):
    """Return a service of this test's own, which can grade."""
    service = started("--demo", "--port=8680", PAIRGRAD_THROTTLE="0")
    service.wait(lambda: "Stop: Ctrl-C" in service.said, "address")
    service.wait(lambda: '"ready"' in service.get("/readyz"), "ready grader")
    return service


@pytest.fixture
def page(chromium, running):
    page = enter(chromium, running.link("Ana"))
    page.goto(f"{running.url}/exercises/log_back")
    page.evaluate("window.unreloaded = true")
    yield page
    page.context.close()


def grading(page):
    """Wait until the pair reads that its code runs."""
    expect(page.locator("#result .big-line")).to_have_text(
        re.compile("Grading"), timeout=VERDICT_MILLISECONDS
    )


def live_workers(data: Path) -> list[int]:
    """Return the processes that grade for this data folder: the worker and its pool."""
    mark = f"PAIRGRAD_DATA={data}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text()
            if mark in (folder / "environ").read_bytes() and "worker-live" in command:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_while_a_loop_runs_the_page_is_usable_and_the_next_hand_in_passes(page):
    fill(page, ENDLESS)
    page.get_by_role("button", name="Submit").click()
    grading(page)
    fill(page, RIGHT)  # typed while the loop runs
    first = page.locator("#result .verdict.wrong")
    expect(first).to_be_visible(timeout=VERDICT_MILLISECONDS)
    expect(first).to_contain_text("did not finish within 3 seconds")
    expect(page.locator("#source")).to_have_value(RIGHT)
    page.get_by_role("button", name="Submit").click()
    second = page.locator("#result .verdict.right")
    expect(second).to_be_visible(timeout=VERDICT_MILLISECONDS)
    expect(second).to_contain_text("Attempt 2")
    assert page.evaluate("window.unreloaded")


def test_a_killed_workers_hand_in_is_graded_by_its_successor_unasked(page, running):
    fill(page, ENDLESS)
    page.get_by_role("button", name="Submit").click()
    grading(page)
    killed = live_workers(running.data)
    assert killed
    for number in killed:
        os.kill(number, signal.SIGKILL)
    fresh = page.locator("#result .verdict.wrong")
    expect(fresh).to_be_visible(timeout=2 * VERDICT_MILLISECONDS)
    expect(fresh).to_contain_text("Attempt 1")
    expect(fresh).to_contain_text("did not finish within 3 seconds")
    assert page.evaluate("window.unreloaded")
    engine = database.make_engine(config.read({}, data=running.data))
    with database.reading(engine) as db:
        runs = db.scalars(select(GradingAttempt)).all()
    engine.dispose()
    assert len(runs) == 2, "the first run was lost with its worker"
    assert not set(killed) & set(live_workers(running.data))
