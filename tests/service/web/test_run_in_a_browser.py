"""A run's page while it trains: it changes by itself, by keys alone, without scripts."""

import pytest
from playwright.sync_api import expect

from service import live
from service.store import database, gradings, leases, results, stretch
from service.store.models import Progress, Purpose

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


class Worker:
    """Train as a worker does, one point at a time, and say so where it is heard."""

    def __init__(self, engine, settings, run_of):
        self.engine, self.settings, self.run_of = engine, settings, run_of

    def queue(self, submission):
        with database.transaction(self.engine) as db:
            self.run = gradings.enqueue(db, submission, Purpose.STRETCH_OFFICIAL)
        return self.run

    def begin(self):
        with database.transaction(self.engine) as db:
            self.claim = leases.claim(db, ("stretch",), worker="w", host="h")
            stretch.begin(db, self.claim)
        self.say()

    def point(self, step, accuracy=None):
        with database.transaction(self.engine) as db:
            told = Progress(
                step=step,
                steps=200,
                epoch=1 + (step - 1) // 100,
                loss=2 - step / 200,
                accuracy=accuracy,
                steps_per_second=150.0,
                seconds_left=(200 - step) / 10,
                marks=[[step - 2, ""]],
                norms=[0.1, 0.2, 0.3],
            )
            hold = stretch.add_point(db, self.claim, told)
        self.say()
        return hold

    def finish(self):
        with database.transaction(self.engine) as db:
            row = self.run_of(self.claim.pair_id, 888, grading_id=self.claim.grading_id)
            stretch.add_run(db, row)
            results.store(db, self.claim, headline="Trained.", report={}, tier="A")
        self.say()

    def say(self):
        live.announce(self.settings, f"submission:{self.run.submission_id}")


@pytest.fixture
def worker(engine, settings, run_of):
    return Worker(engine, settings, run_of)


@pytest.fixture
def announced(app, engine, worker, heard):
    """Return a worker, where its hints and those of every form are heard."""
    worker.settings = heard[0]
    app.extensions["pairgrad"] = heard[0], engine
    return worker


@pytest.fixture
def whole(town):
    return town.some_verdicts()[1]


def curve(page, key="loss"):
    """Return the curve, by the library where it was built, else our own drawing."""
    return page.locator(f"figure[data-key={key}] :is(.plot canvas, svg)").first


def test_a_run_changes_by_itself_from_waiting_to_its_end(
    town, enter, worker, whole, heard
):
    worker.settings = heard[0]
    run = worker.queue(whole)
    page = enter(town.ana)
    page.goto(f"{page.url.split('/ladder')[0]}/runs/{run.id}")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    page.evaluate("window.same = true")
    worker.begin()
    expect(page.get_by_text("Your engine is being assembled")).to_be_visible()
    worker.point(50)
    expect(page.get_by_text("about 15 s")).to_be_visible()
    worker.point(100, 0.81)
    expect(curve(page)).to_be_visible()
    expect(page.get_by_text("2 steps audited, all clean")).to_be_visible()
    shown = page.locator(".run-head").inner_text()
    page.reload()
    assert page.locator(".run-head").inner_text() == shown
    expect(curve(page)).to_be_visible()
    page.evaluate("window.same = true")
    worker.point(200, 0.888)
    worker.finish()
    expect(page.locator(".huge")).to_have_text("88.8 %")
    expect(page.locator("#say")).to_have_text("88.8 %")
    expect(page.locator(".digits img").first).to_be_visible()
    assert page.evaluate("window.same")
    assert page.faults == []


def test_a_plot_goes_on_where_the_page_reads_itself_again(
    town, enter, address, worker, whole
):
    run = worker.queue(whole)
    worker.begin()
    worker.point(20)
    worker.point(50)
    page = enter(town.ana)
    page.goto(f"{address}/runs/{run.id}")
    expect(curve(page)).to_be_visible()
    for figure in ("loss", "norms"):
        assert page.locator(f"figure[data-key={figure}] svg, canvas").count() > 0
    worker.point(70)
    page.evaluate("readAll()")
    expect(page.get_by_text("3 steps audited, all clean")).to_be_visible()
    assert page.locator("figure[data-key=loss] :is(.plot, svg)").count() == 1
    assert page.faults == []


def test_a_freeze_reaches_the_board_that_is_open_and_keeps_what_comes_later(
    town, enter, announced, whole
):
    worker = announced
    worker.queue(whole)
    worker.begin()
    page = enter(town.ana)
    page.goto(f"{page.url.split('/ladder')[0]}/leaderboard")
    page.evaluate("window.same = true")
    teacher = enter(town.instructor)
    teacher.goto(f"{teacher.url.split('/class')[0]}/class/settings/leaderboard")
    teacher.get_by_label("The board freezes").fill("2026-01-31T12:00")
    teacher.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("The board is frozen")).to_be_visible()
    assert page.evaluate("window.same")
    worker.point(200, 0.888)
    worker.finish()
    live.announce(worker.settings, "board")
    page.reload()
    expect(page.get_by_text("after the freeze: not ranked")).to_be_visible()
    assert page.get_by_role("row").filter(has_text=town.pair.nickname).count() == 0
    teacher.get_by_label("The board freezes").fill("")
    teacher.get_by_role("button", name="Keep").click()
    row = page.get_by_role("row").filter(has_text=town.pair.nickname)
    expect(row.first).to_contain_text("88.80 %")
    assert page.faults == teacher.faults == []


def test_a_run_is_stopped_by_keys_alone_after_a_second_thought(
    town, enter, address, worker, whole
):
    run = worker.queue(whole)
    worker.begin()
    worker.point(50)
    page = enter(town.ana)
    page.goto(f"{address}/runs/{run.id}")
    page.get_by_text("Stop this run").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("nothing stands on the board")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stopping after this request")).to_be_visible()
    assert worker.point(60) is leases.Hold.STOP_ASKED
    assert page.faults == []


def test_without_scripts_a_run_is_watched_by_reload_and_can_be_stopped(
    town, enter, address, worker, whole
):
    run = worker.queue(whole)
    page = enter(town.ana, java_script_enabled=False)
    page.goto(f"{address}/runs/{run.id}")
    worker.begin()
    worker.point(50)
    worker.point(100, 0.8)
    expect(page.locator("figure[data-key=loss] > svg")).to_be_visible(timeout=15_000)
    assert page.locator("figure[data-key=loss] path.held").count() == 2
    page.get_by_text("The curves as a table").click()
    expect(page.get_by_role("rowheader", name="100")).to_be_visible()
    page.get_by_text("Stop this run").click()
    page.get_by_role("button", name="Yes, stop it").click()
    expect(page.get_by_text("Stopping after this request")).to_be_visible()


def test_on_the_narrowest_phone_the_training_buttons_stand_apart(
    town, enter, address, whole
):
    page = enter(town.ana, viewport={"width": 320, "height": 700})
    page.goto(f"{address}/submissions/{whole.id}")
    buttons = page.locator("form.start button")
    expect(buttons).to_have_count(2)
    upper, lower = (one.bounding_box() for one in buttons.all())
    assert lower["y"] >= upper["y"] + upper["height"] + 8
