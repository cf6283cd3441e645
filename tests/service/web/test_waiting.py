"""Between Ctrl-Enter and the verdict: what is read again, a lost server, the weight."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from exercises.nouns import Fault
from service import live
from service.store import database, leases
from tests.service.web.test_in_a_browser import WIDE, finish, write

# A script that waits for the page to be parsed may not have run yet.
IS_HEARD = "typeof stream !== 'undefined' && stream?.readyState === 1"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def until(page, true):
    """Wait for an expression; the page's own policy forbids Playwright's way to."""
    for _ in range(300):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(true)


def at_work(enter, address, someone, **options):
    """Open the exercise and wait until its stream has brought every region."""
    page = enter(someone, viewport=WIDE, **options)
    page.goto(f"{address}/exercises/log_back", wait_until="load")
    until(page, "stream === null || stream.readyState !== 0")
    return page


def test_a_slow_grading_shows_its_place_then_that_it_runs(town, address, enter, engine):
    town.hand_in(town.pair, "relu")
    page = at_work(enter, address, town.ana)
    write(page, "log_back = 1").press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("1 ahead")
    finish(engine, town.verdict_saying("The earlier one."))
    with database.transaction(engine) as db:
        leases.claim(db, ("live",), worker="w", host="h")
    expect(page.locator("#result .big-line")).to_have_text("Grading")
    expect(page.locator("#result .headline")).to_have_count(0)


def test_a_verdict_given_while_the_server_was_away_is_there_afterwards(
    town, address, enter, engine
):
    page = at_work(enter, address, town.ana)
    box = write(page, "log_back = 1")
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    page.context.set_offline(True)
    box.press("End")
    page.keyboard.type("  # meanwhile")
    finish(engine, town.verdict_saying("It came while you were away."))
    page.context.set_offline(False)
    expect(page.locator(".headline")).to_have_text(
        "It came while you were away.", timeout=30_000
    )
    expect(page.locator("#source")).to_have_value("log_back = 1  # meanwhile")


def test_a_fault_of_ours_is_said_unasked_and_the_next_hand_in_is_still_the_first(
    town, address, enter, engine
):
    page = at_work(enter, address, town.ana)
    page.evaluate("window.same = true")
    box = write(page, "log_back = 1")
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        assert leases.fault(db, claim, Fault.INFRASTRUCTURE, "The disk was full.")
    ours = page.locator("#result .ours")
    expect(ours).to_contain_text("Our fault, nothing to do with your code.")
    expect(ours).to_contain_text("The disk was full.")
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    finish(engine, town.verdict_saying("Not yet."))
    expect(page.locator("#result .verdict-line")).to_contain_text("Attempt 1 ")
    assert page.evaluate("window.same")


def test_a_failing_graph_needs_no_script(town, address, enter):
    drawn = town.failing_graph()
    page = enter(town.ana, java_script_enabled=False)
    page.goto(f"{address}/submissions/{drawn.id}")
    expect(page.locator(".case svg").first).to_be_visible()
    expect(page.locator(".case table:visible").first).to_contain_text("✗ lost")


def test_the_exercise_page_is_light_and_asks_nobody_else(town, address, enter):
    page = enter(town.ana, viewport=WIDE)
    page.goto("about:blank")  # what the page before still asked for is not this one's
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/exercises/log_back", wait_until="networkidle")
    files = {url for url in asked if "/static/" in url}
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    assert 1 + len(files) <= 15
    weight = {".js": 0, ".css": 0, ".svg": 0}
    for url in files:
        body = page.request.get(url).body()
        weight["." + urlsplit(url).path.rpartition(".")[2]] += len(gzip.compress(body))
    assert weight[".js"] <= 180_000
    assert weight[".css"] <= 15_000


SHIFTS = """window.shifted = []; new PerformanceObserver((seen) => {
    for (const one of seen.getEntries()) if (!one.hadRecentInput) shifted.push(
        [one.value, ...one.sources.map((each) => each.node?.outerHTML?.slice(0, 60))]);
}).observe({type: "layout-shift", buffered: true});"""


@pytest.mark.parametrize("width", [1366, 375])
def test_nothing_jumps_while_the_page_opens(town, address, enter, width):
    page = enter(town.ana, viewport={"width": width, "height": 768})
    page.add_init_script(SHIFTS)
    page.goto(f"{address}/exercises/log_back", wait_until="networkidle")
    expect(page.locator(".cm-editor")).to_be_visible()
    page.wait_for_timeout(300)  # layout shifts are told a frame later
    shifted = page.evaluate("shifted")
    assert sum(each[0] for each in shifted) <= 0.02, shifted


def test_a_page_that_opens_reads_nothing_a_second_time(town, address, enter, heard):
    page = enter(town.ana)  # made before anybody listened, this one reads everything
    until(page, IS_HEARD)
    page.goto(f"{address}/ladder")
    until(page, IS_HEARD)
    with page.expect_request_finished(lambda one: one.url.endswith("/ladder/rungs")):
        live.announce(heard[0], f"pair:{town.pair.id}")
    read = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert sum(name.endswith("/ladder/rungs") for name in read) == 1
    assert page.faults == []


@pytest.mark.usefixtures("heard")
def test_a_hand_in_reads_only_what_it_changes(town, address, enter):
    page = at_work(enter, address, town.ana)
    until(page, IS_HEARD)
    page.wait_for_load_state("networkidle")
    read = []
    page.on("request", lambda asked: read.append(urlsplit(asked.url).path))
    write(page, "log_back = 1").press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    until(page, f"{IS_HEARD} && heard.includes('submission')")
    # The stream it has tells of the verdict: no other is opened.
    assert not any(path.endswith(("/hints", "/events")) for path in read)
