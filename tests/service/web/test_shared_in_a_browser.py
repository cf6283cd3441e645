"""Two windows and one draft: typing, cursors, roles, being offline, and without a socket."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from service import config
from service.store import database, drafts, presence, turns
from service.store.models import Pair
from service.web.prompts import starter

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RUNG = "log_back"
PATIENCE = 20_000


@pytest.fixture
def settings(tmp_path):
    return config.read({}, data=tmp_path, throttle=False, broker="none", collab=True)


@pytest.fixture(autouse=True)
def closed(app):
    yield
    app.extensions["pairgrad.shared"].close()


@pytest.fixture
def opened(address, enter):
    """Return a function that opens the exercise as somebody, with the draft live."""

    def go(someone, path="", **options):
        page = enter(someone, **options)
        page.goto(f"{address}/exercises/{RUNG}{path}")
        live(page)
        return page

    return go


def live(page):
    expect(page.locator("[data-saved]")).to_contain_text("Live", timeout=PATIENCE)


def text(page):
    return page.locator("#source").input_value()


def shows(page, words):
    words = re.compile(re.escape(words))
    expect(page.locator("#source")).to_have_value(words, timeout=PATIENCE)


def write(page, words):
    page.locator(".cm-content").press("Control+Home")
    page.keyboard.type(words)


def drives(engine, town, someone):
    with database.transaction(engine) as db:
        pair = db.scalars(select(Pair).where(Pair.id == town.pair.id)).one()
        turns.hand_to(db, pair, someone.id)
        presence.see(db, pair, [someone.id], RUNG)


def test_two_windows_show_one_text_and_name_each_other(town, opened):
    ana, ben = opened(town.ana, "?type=1"), opened(town.ben, "?type=1")
    assert text(ana) == text(ben) == starter(RUNG)
    write(ana, "# from ana ")
    shows(ben, "# from ana ")
    expect(ben.locator("[data-saved]")).to_have_text(
        f"Live with {town.ana.name}", timeout=PATIENCE
    )
    expect(ben.locator(".cm-peer-name")).to_have_text(town.ana.name)
    write(ben, "# from ben ")
    shows(ana, "# from ben ")
    assert text(ana) == text(ben)
    ben.keyboard.press("Control+z")
    expect(ana.locator("#source")).not_to_have_value(re.compile("ben"))
    assert "# from ana" in text(ana)
    assert ana.faults == ben.faults == []


def test_a_turn_makes_the_other_text_editable(engine, town, opened):
    drives(engine, town, town.ana)
    ana, ben = opened(town.ana), opened(town.ben)
    assert ben.locator("#source").evaluate("one => one.readOnly")
    ben.get_by_role("button", name="I write now").click()
    expect(ben.locator("#source")).to_have_js_property(
        "readOnly", value=False, timeout=PATIENCE
    )
    write(ben, "# my turn ")
    shows(ana, "# my turn ")


def test_what_both_type_offline_is_merged(town, opened):
    ana, ben = opened(town.ana, "?type=1"), opened(town.ben, "?type=1")
    for page in (ana, ben):
        page.context.set_offline(True)
        expect(page.locator("[data-saved]")).to_contain_text("Offline")
    write(ana, "# ana was away\n")
    ben.locator(".cm-content").press("Control+End")
    ben.keyboard.type("# ben was away")
    for page in (ana, ben):
        page.context.set_offline(False)
    shows(ana, "# ben was away")
    shows(ben, "# ana was away")
    assert text(ana) == text(ben)
    assert all(text(ana).count(words) == 1 for words in ("ana was", "ben was"))


def test_without_a_socket_the_page_saves_as_ever(engine, town, address, enter):
    page = enter(town.ana)
    page.add_init_script("window.WebSocket = class { constructor() { throw 1; } }")
    page.goto(f"{address}/exercises/{RUNG}?type=1")
    write(page, "# plain ")
    expect(page.locator("[data-saved]")).to_have_text("Saved", timeout=PATIENCE)
    with database.reading(engine) as db:
        assert drafts.load(db, town.pair.id, RUNG).source.startswith("# plain")


def test_a_socket_that_is_blocked_leaves_the_plain_page(town, address, enter):
    page = enter(town.ana)
    page.route_web_socket(re.compile("/shared"), lambda route: route.close())
    page.goto(f"{address}/exercises/{RUNG}?type=1")
    write(page, "# before it gave up ")
    expect(page.locator("[data-saved]")).to_have_text("Saved", timeout=PATIENCE)


def test_without_sockets_the_last_writer_is_warned_and_nothing_is_lost(
    engine, town, address, enter
):
    pages = []
    for someone in (town.ana, town.ben):
        page = enter(someone)
        page.route_web_socket(re.compile("/shared"), lambda route: route.close())
        page.goto(f"{address}/exercises/{RUNG}?type=1")
        expect(page.locator("[data-saved]")).to_contain_text(
            "Not live", timeout=PATIENCE
        )
        pages.append(page)
    ana, ben = pages
    write(ana, "# ana was first ")
    expect(ana.locator("[data-saved]")).to_have_text("Saved", timeout=PATIENCE)
    write(ben, "# ben was second ")
    warning = ben.locator("[data-other]")
    expect(warning).to_be_visible(timeout=PATIENCE)
    expect(warning).to_contain_text(town.ana.name)
    with database.reading(engine) as db:
        assert drafts.load(db, town.pair.id, RUNG).source.startswith("# ana was first")
    assert text(ben).startswith("# ben was second")
    warning.get_by_role("button", name="Keep mine").press("Enter")
    expect(ben.locator("[data-saved]")).to_have_text("Saved", timeout=PATIENCE)
    expect(warning).to_be_hidden()
    assert text(ana).startswith("# ana was first")
    with database.reading(engine) as db:
        assert drafts.load(db, town.pair.id, RUNG).source.startswith("# ben was second")


def test_the_keyboard_leaves_the_editor(town, opened):
    page = opened(town.ana, "?type=1")
    page.locator(".cm-content").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('cm-content')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_the_way_of_anybody(town, opened, scheme):
    ana = opened(town.ana, "?type=1")
    ben = opened(town.ben, "?type=1", color_scheme=scheme)
    write(ana, "# here ")
    expect(ben.locator(".cm-peer-name")).to_have_text(town.ana.name, timeout=PATIENCE)
    found = Axe().run(ben)
    assert found.violations_count == 0, found.generate_report()
    ben.set_viewport_size({"width": 375, "height": 812})
    assert ben.evaluate("document.documentElement.scrollWidth") == 375


def test_the_page_stays_light_with_it(town, address, enter):
    page, sizes = enter(town.ana), {}
    page.on(
        "response",
        lambda got: got.url.endswith(".js") and sizes.update({got.url: got}),
    )
    page.goto(f"{address}/exercises/{RUNG}")
    live(page)
    bodies = [len(gzip.compress(one.body())) for one in sizes.values()]
    assert len(bodies) > 4
    assert sum(bodies) <= 180_000
