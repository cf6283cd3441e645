"""Pages where nobody has built the front end: no bundle is asked for, and all works."""

import pytest
from playwright.sync_api import expect

from service.web import assets
from tests.service.web.test_every_page import addresses, is_page
from tests.service.web.test_in_a_browser import finish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def unbuilt(tmp_path, monkeypatch):
    """Take the build away, as in a fresh copy of the sources."""
    monkeypatch.setattr(assets, "BUILT", tmp_path / "none")


@pytest.mark.usefixtures("unbuilt")
def test_every_page_of_a_pair_opens_and_asks_for_no_bundle(app, town, address, enter):
    told = town.objects()
    page, asked, seen = enter(town.ana), [], 0
    page.on("request", lambda request: asked.append(request.url))
    for path in addresses(app, told).values():
        if is_page(page.request.get(address + path, max_redirects=0)):
            assert page.goto(address + path).status == 200, path
            seen += 1
    assert seen > 15
    assert any("/static/live.js" in url for url in asked)
    assert not [url for url in asked if "built" in url or "chunk" in url]
    assert page.faults == []


@pytest.mark.usefixtures("unbuilt")
def test_ctrl_enter_in_the_plain_box_brings_a_verdict(town, address, enter, engine):
    page = enter(town.ana)
    page.goto(f"{address}/exercises/log_back")
    expect(page.locator(".cm-editor")).to_have_count(0)
    box = page.get_by_label("Your code")
    box.fill("log_back = lambda grad_out, out, x: 1 / x")
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    finish(engine, town.verdict_saying("The slope is missing what arrives."))
    expect(page.locator(".headline")).to_have_text("The slope is missing what arrives.")
    expect(box).to_be_focused()
    box.press("End")
    page.keyboard.type("  # again")
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    assert page.faults == []
