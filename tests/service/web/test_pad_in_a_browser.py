"""The pad's board: by keyboard alone, by pointer, and as the table it writes to."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WIDE = {"width": 1280, "height": 900}


def opened(page, address):
    page.goto(f"{address}/exercises/multiply_forward")
    page.get_by_text("Draw it here").click()
    return page.get_by_role("application", name="Drawing board")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_graph_is_drawn_and_compared_by_keyboard_alone(town, address, enter):
    page = enter(town.ana, viewport=WIDE)
    board = opened(page, address)
    board.focus()
    for name in ("out", "x"):
        press(page, "n")
        page.keyboard.type(name)
        press(page, "Enter")
    press(page, "e", "ArrowLeft", "Enter", "ArrowRight")
    press(page, "e", "ArrowLeft", "Enter")
    assert page.locator("[name=from]").first.input_value() == "x"
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Compare our drawing").press("Enter")
    expect(page.locator("[data-pad-said]")).to_contain_text("the same graph")
    assert page.evaluate("window.same")
    board.focus()
    press(page, "w", "Delete")
    page.get_by_role("button", name="Compare our drawing").press("Enter")
    expect(page.locator("[data-pad-said]")).to_contain_text("you drew 2 and 1")
    assert page.faults == []


def test_dragging_from_one_node_to_another_draws_a_wire(town, address, enter):
    page = enter(town.ana, viewport=WIDE)
    opened(page, address)
    for name in ("x", "out"):
        page.get_by_label("Node", exact=True).fill(name)
        page.get_by_role("button", name="Add node").click()
    boxes = page.locator(".pad-board .sketch-node circle")
    boxes.first.scroll_into_view_if_needed()
    (a, b) = (boxes.nth(at).bounding_box() for at in (0, 1))
    page.mouse.move(a["x"] + 20, a["y"] + 20)
    page.mouse.down()
    page.mouse.move(b["x"] + 20, b["y"] + 20, steps=4)
    page.mouse.up()
    assert page.locator("[name=from]").first.input_value() == "x"
    assert page.locator("[name=to]").first.input_value() == "out"
    page.set_viewport_size({"width": 375, "height": 812})
    assert page.evaluate("document.documentElement.scrollWidth") == 375
