"""A pair's pages by keyboard: tabs, turns, marked lines, the ladder, and their list."""

import pytest
from playwright.sync_api import expect

from service.store import database, notes
from tests.service.web.test_in_a_browser import WIDE, finish, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MARKS = "text.dispatchEvent(new CustomEvent('pairgrad:marks', {detail: marks}))"
MARKED = f"""marks => {{ const text = document.getElementById("source"); {MARKS}; }}"""
LINE = """document.querySelector(".cm-activeLine").textContent"""


def opened(enter, town, address, path="/exercises/log_back", **options):
    page = enter(town.ana, viewport=WIDE, **options)
    page.goto(f"{address}{path}")
    return page


def test_alt_and_a_number_open_result_history_and_notes(
    town, address, enter, engine, judged
):
    page = opened(enter, town, address)
    shelves = [page.locator(f"#{name}") for name in ("verdicts", "history", "notes")]
    box = write(page, "log_back = 1")
    for at in (1, 2, 0):
        page.keyboard.press(f"Alt+{at + 1}")
        for other, shelf in enumerate(shelves):
            expect(shelf).to_be_visible(visible=other == at)
    town.hand_in(town.pair, "log_back", judged("log_back"))
    page.keyboard.press("Alt+2")
    expect(shelves[1].locator("tbody tr td.figure")).to_have_text("1")
    # A verdict is looked at where it is.
    box.press("Control+Enter")
    expect(shelves[0]).to_be_visible()
    finish(engine, town.verdict_saying("Not yet."))
    expect(page.locator(".headline")).to_have_text("Not yet.")
    assert page.faults == []


def test_notes_are_kept_as_they_are_typed_and_a_partners_are_shown_first(
    town, address, enter, engine
):
    page = opened(enter, town, address, "/exercises/log_back#notes")
    box = page.locator("#notes-text")
    box.fill("Slope times what arrives.")
    kept = page.locator("[data-kept]")
    expect(kept).to_have_text("Saved", timeout=15_000)
    told = {"pair_id": town.pair.id, "rung": "log_back", "by": town.ben.id}
    with database.transaction(engine) as db:
        seen = notes.version(notes.load(db, town.pair.id, "log_back"))
        notes.keep(db, text="Ben was here.", seen=seen, **told)
    box.fill("Slope times what arrives, always.")
    expect(kept).to_contain_text("Ben saved other notes", timeout=15_000)
    expect(page.get_by_label("Notes as they are saved")).to_have_text("Ben was here.")
    page.get_by_role("button", name="Save the notes").click()
    expect(kept).to_have_text("Saved", timeout=15_000)
    page.reload()
    expect(box).to_have_value("Slope times what arrives, always.")


def test_without_a_script_result_history_and_notes_stand_below_each_other(
    town, address, enter
):
    page = opened(enter, town, address, java_script_enabled=False)
    for name in ("verdicts", "history", "notes"):
        expect(page.locator(f"#{name}")).to_be_visible()
    page.locator("#notes-text").fill("By hand.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.locator("#notes-text")).to_have_value("By hand.")


def test_alt_r_switches_and_leaves_text_and_focus_alone(town, address, enter):
    page = opened(enter, town, address)
    write(page, "# half a thought")
    page.keyboard.press("Alt+r")
    expect(page.locator(".roles .member").first).to_contain_text("draws")
    expect(page.locator("#say")).to_contain_text("Ana draws")
    page.keyboard.type("!")
    expect(page.locator("#source")).to_have_value("# half a thought!")


def test_f8_goes_to_the_next_marked_line_and_with_shift_to_the_one_before(
    town, address, enter
):
    page = opened(enter, town, address)
    expect(page.locator(".cm-editor")).to_be_visible()
    write(page, "one")
    for word in ("two", "three", "four"):
        page.keyboard.press("Enter")
        page.keyboard.type(word)
    page.evaluate(MARKED, [{"line": at, "words": "Not yet."} for at in (1, 3)])
    seen = []
    for key in ("F8", "F8", "Shift+F8", "Shift+F8"):
        page.keyboard.press(key)
        seen.append(page.evaluate(LINE))
    assert seen == ["one", "three", "one", "three"]


def test_j_and_k_walk_the_ladder_enter_opens_and_letters_can_be_switched_off(
    town, address, enter
):
    page = opened(enter, town, address, "/ladder")
    first = page.get_by_role("link", name="The gradient of a logarithm", exact=True)
    second = page.locator("#unbroadcast h3 a")
    body = page.locator("body")
    body.press("j")
    expect(first.first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("down and up the ladder")
    page.get_by_label("Letters alone").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(second).to_be_focused()
    page.reload()
    body.press("?")
    expect(sheet).to_be_hidden()
    page.get_by_label("Menu of Ana").click()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Letters alone").check()
    page.keyboard.press("Escape")
    body.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exercises/log_back")
