"""An instructor's evening by keyboard: visit, read, comment, take a hand, teach."""

import pytest
from playwright.sync_api import expect

from exercises.verdicts import Misconception
from service.store import database, hands

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_from_the_board_to_a_comment_that_appears_with_the_pair(
    town, address, enter, judged
):
    sent = town.hand_in(town.pair, "backprop", town.failed("backprop"))
    theirs = enter(town.ana)
    theirs.goto(f"{address}/submissions/{sent.id}")
    expect(theirs.get_by_text("Read the arrows")).to_have_count(0)
    page = enter(town.instructor)
    page.goto(f"{address}/class")
    page.locator('[role=grid] tbody [tabindex="0"]').focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/class/attempts/{sent.id}")
    page.get_by_label("Line", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Read the arrows into x.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Send the comment"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Read the arrows into x.")).to_be_visible()
    theirs.evaluate("readAll()")  # as the hint does
    expect(theirs.get_by_text("Read the arrows into x.")).to_be_visible()
    assert page.faults == theirs.faults == []


def test_letters_take_a_hand_and_open_the_wall_while_a_pair_has_the_focus(
    town, address, enter, engine
):
    with database.transaction(engine) as db:
        hands.raise_one(db, town.pair.id, town.ana.id, "Why twice?")
    page = enter(town.instructor)
    page.goto(f"{address}/class")
    taken = page.get_by_text("you are on it")
    page.locator("body").press("h")
    expect(taken).to_have_count(0)
    page.locator('[role=grid] tbody [tabindex="0"]').focus()
    page.keyboard.press("h")
    expect(taken).to_be_visible()
    page.locator('[role=grid] tbody [tabindex="0"]').focus()
    page.keyboard.press("p")
    page.wait_for_url("**projector=1**")
    assert page.faults == []


def test_arrows_step_among_the_graphs_on_the_wall(town, address, enter):
    named = (Misconception("overwrite-within-pass", (), 9, "x", "y?"),)
    town.populate()
    for pair in (town.pair, town.others[0]):
        town.pair = pair
        town.failing_graph(misconceptions=named)
    page = enter(town.instructor)
    page.goto(f"{address}/class/map/accumulation/teach")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**/class/map/accumulation?**")
    assert page.faults == []
