"""A pair at work in the browser: keys, marks, clocks, two windows, lost connections."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from exercises.nouns import Kind, State
from exercises.verdicts import UnitVerdict
from service import clock
from service.store import database, visits
from service.store.models import Pair
from tests.service.web.conftest import verdict
from tests.service.web.test_in_a_browser import WIDE, finish, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LAPTOP = {"width": 1366, "height": 768}
BROKEN = UnitVerdict(
    name="log_back",
    state=State.FAILED,
    kind=Kind.ERROR,
    line=1,
    total=8,
    sentence="KeyError on line 1: 'x'.",
)


def at(enter, address, someone, **options):
    page = enter(someone, **{"viewport": WIDE, **options})
    page.goto(f"{address}/exercises/log_back")
    return page


def turn(town, **values):
    with database.transaction(town.engine) as db:
        db.execute(update(Pair).where(Pair.id == town.pair.id).values(**values))


def test_ctrl_s_runs_the_visible_checks_without_an_attempt(town, address, enter):
    page = at(enter, address, town.ana)
    box = write(page, "log_back = 1")
    box.press("Control+s")
    expect(page.locator("#checks")).to_contain_text("Visible checks: you are next")
    finish(town.engine, verdict(BROKEN))
    expect(page.locator("#checks h2")).to_contain_text("0 of 8 visible checks passed.")
    page.reload()
    expect(page.locator(".more-actions")).to_contain_text("Attempt 1")
    assert page.faults == []


def test_a_failing_line_is_marked_where_it_stands(town, address, enter):
    page = at(enter, address, town.ana)
    if not page.locator(".cm-content").count():
        pytest.skip("the editor is not built")
    box = write(page, "log_back = 1")
    box.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("Queued")
    finish(town.engine, verdict(BROKEN))
    expect(page.locator(".cm-mark")).to_contain_text("KeyError on line 1")
    expect(page.locator(".cm-marked")).to_have_text("log_back = 1")
    assert page.faults == []


def test_the_verdict_comes_into_view_and_the_focus_stays(town, address, enter):
    page = at(enter, address, town.ana, viewport=LAPTOP)
    box = write(page, "log_back = 1")
    held = page.evaluate("document.activeElement.className")
    box.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("Queued")
    finish(town.engine, verdict(BROKEN))
    headline = page.locator("#result .headline")
    expect(headline).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.activeElement.className") == held
    expect(page.locator("#say")).to_have_text(headline.inner_text())
    # Escape, then Tab, leads out of the editor to what comes after it.
    box.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()


def test_both_browsers_show_the_same_second(town, address, enter):
    pages = [at(enter, address, one) for one in (town.ana, town.ben)]
    left = """() => { const clock = document.querySelector("[data-clock]");
        return Math.ceil((clock.dataset.ends - (Date.now() + skew)) / 1000); }"""
    seconds = [page.evaluate(left) for page in pages]
    shown = [page.locator("[data-left]").inner_text() for page in pages]
    assert abs(seconds[0] - seconds[1]) <= 1
    assert all(text.startswith(("4:", "5:00")) for text in shown)


def test_at_the_end_a_silent_banner_asks_and_locks_nothing(town, address, enter):
    turn(town, turn_ends_at=clock.now() + timedelta(seconds=20))
    page = at(enter, address, town.ana, reduced_motion="reduce")
    write(page, "# a thought")
    assert "Switch soon" in page.title()
    expect(page.locator(".clock")).to_have_class("clock soon")
    turn(town, turn_ends_at=clock.now() - timedelta(seconds=1))
    page.evaluate("beat()")
    expect(page.locator("#turn")).to_contain_text("Ben writes, Ana draws.")
    assert page.title().startswith("Switch · ")
    assert page.evaluate("document.getAnimations().length") == 0
    page.get_by_role("button", name="+1 min").click()
    expect(page.locator("#turn")).to_be_hidden()
    expect(page.locator("#source")).to_have_value("# a thought")
    assert page.faults == []


def test_a_partner_reads_along_and_takes_over(town, address, enter):
    ana = at(enter, address, town.ana)
    expect(ana.locator(".roles")).to_contain_text("writes · 1.1")
    ben = at(enter, address, town.ben)
    expect(ben.locator("#keyboard")).to_contain_text("Ana writes, you draw.")
    write(ana, "# from Ana")
    expect(ben.locator("#source")).to_have_value("# from Ana", timeout=15_000)
    ben.get_by_role("button", name="I write now").click()
    expect(ben.locator("[data-watching]")).to_have_count(0)
    assert not ben.evaluate("document.getElementById('source').readOnly")
    ana.evaluate("beat()")
    expect(ana.locator("#keyboard")).to_contain_text("Ben writes, you draw.")
    assert ana.evaluate("document.getElementById('source').readOnly")
    assert ana.faults == ben.faults == []


def test_typed_text_outlives_an_expired_session(town, address, enter, engine):
    page = at(enter, address, town.ana)
    with database.transaction(engine) as db:
        visits.end_all(db, town.ana.id)
    write(page, "# what we thought")
    expect(page.locator("[data-problem]")).to_contain_text("no longer signed in")
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "# what we thought" in kept


def test_offline_typing_is_saved_once_the_server_answers(town, address, enter):
    page = at(enter, address, town.ana)
    page.context.set_offline(True)
    write(page, "# offline")
    expect(page.locator("[data-saved]")).to_have_text("Kept in this browser only")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text("Saved", timeout=15_000)


def test_two_windows_do_not_write_over_each_other(town, address, enter):
    ana, ben = (at(enter, address, one) for one in (town.ana, town.ben))
    ben.goto(f"{address}/exercises/log_back?type=1")
    write(ana, "# from Ana")
    expect(ana.locator("[data-saved]")).to_have_text("Saved")
    write(ben, "# from Ben")
    expect(ben.locator("[data-what]")).to_contain_text("Ana saved another text")
    ben.get_by_role("button", name="Take Ana's text").click()
    expect(ben.locator("#source")).to_have_value("# from Ana")


def test_hints_open_without_losing_the_text(town, address, enter):
    page = at(enter, address, town.ana)
    write(page, "# half a thought")
    page.get_by_role("button", name="Show hint 1").click()
    expect(page.locator(".hints")).to_contain_text("ten times the other")
    expect(page.locator("#source")).to_have_value("# half a thought")
