"""The pad's board: by keyboard alone, by pointer, and as the table it writes to."""

import pytest
from playwright.sync_api import expect

from service.store import database, sketches
from tests.service.web.test_group import tab_to

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


class Drawer:
    """Draw on a page's pad by keys, as somebody who has no pointer."""

    def __init__(self, page):
        self.page, self.names = page, []

    def board(self):
        while not self.page.evaluate(
            "document.activeElement.matches('.pad-board svg')"
        ):
            self.page.keyboard.press("Shift+Tab")

    def add(self, *names):
        for name in names:
            press(self.page, "n")
            self.page.keyboard.type(name)
            press(self.page, "Enter")
        self.names += names

    def choose(self, name):
        press(self.page, *["ArrowLeft"] * len(self.names))
        press(self.page, *["ArrowRight"] * self.names.index(name))
        chosen = self.page.locator(".sketch-node.chosen text")
        expect(chosen).to_have_text(name)

    def wire(self, a, b):
        self.choose(a)
        press(self.page, "e")
        self.choose(b)
        press(self.page, "Enter")
        expect(self.page.locator("#say")).to_have_text(f"Wire from {a} to {b}.")

    def unwire(self, a, b):
        self.choose(a)
        said = self.page.locator("#say")
        while said.inner_text() != f"Wire from {a} to {b}.":
            press(self.page, "w")
        press(self.page, "Delete")
        expect(said).to_have_text(f"Wire from {a} to {b} removed.")

    def compare(self):
        tab_to(self.page, self.page.get_by_role("button", name="Compare our"))
        press(self.page, "Enter")


def test_a_whole_task_is_drawn_corrected_and_kept_without_a_pointer(
    town, address, enter, engine
):
    page = enter(town.ana, viewport=WIDE)
    page.add_init_script("addEventListener('pointerdown', () => { pointed = true; })")
    page.goto(f"{address}/exercises/backprop")
    tab_to(page, page.locator("summary", has_text="Draw it here"))
    press(page, "Enter", "Tab", "Tab")
    drawer = Drawer(page)
    expect(page.get_by_role("application", name="Drawing board")).to_be_focused()
    drawer.add("x", "p", "y")
    drawer.wire("x", "p")
    drawer.wire("x", "y")
    drawer.wire("y", "p")
    drawer.compare()
    said = page.locator("[data-pad-said]")
    expect(said).to_contain_text("has 3 nodes and 4 wires; you drew 3 and 3.")
    expect(said.get_by_text("is missing")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    press(page, "Enter")
    expect(said.get_by_text("a wire from x to p is missing")).to_be_visible()
    expect(said.get_by_text("the wire from y to p runs the other way")).to_be_visible()
    drawer.board()
    drawer.unwire("y", "p")
    drawer.wire("p", "y")
    drawer.wire("x", "p")
    drawer.compare()
    expect(said).to_contain_text("All 3 nodes and 4 wires are there.")
    with database.reading(engine) as db:
        kept = sketches.newest(db, town.pair.id, "backprop")
        assert kept.drawn_by == town.ana.id
        wires = sorted(map(tuple, kept.drawn["edges"]))
    assert wires == [("p", "y"), ("x", "p"), ("x", "p"), ("x", "y")]
    assert page.evaluate("window.pointed") is None
    page.reload()
    page.get_by_text("Draw it here: the same graph").press("Enter")
    expect(page.locator(".pad-board .sketch-edge")).to_have_count(4)
    page.locator(".cm-content:visible, textarea#source:visible").first.press(
        "Control+Enter"
    )
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    page.goto(f"{address}/submissions")
    page.locator("a[href^='/submissions/']").last.press("Enter")
    page.get_by_text("Drawn before it").press("Enter")
    expect(page.locator(".pad-picture .sketch-edge")).to_have_count(4)
    assert page.evaluate("window.pointed") is None
    assert page.faults == []


def test_a_drawing_prints_alone_on_one_page(town, address, enter, engine):
    drawn = {"nodes": ["x", "p", "y"], "edges": [["x", "p"], ["p", "y"]],
             "spots": {"x": [50, 50], "p": [125, 95], "y": [200, 50]}}  # fmt: skip
    who = {"pair_id": town.pair.id, "rung": "backprop", "by": town.ana.id}
    with database.transaction(engine) as db:
        sketches.keep(db, drawn=drawn, **who)
    page = enter(town.ana)
    page.goto(f"{address}/exercises/backprop/sketch")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    expect(page.locator(".pad-picture svg")).to_be_visible()
    expect(page.get_by_text(town.pair.name).first).to_be_visible()
    for line in ("p = x * x", "y = p + x"):
        expect(page.get_by_text(line).first).to_be_visible()
    for unprinted in (".bar", ".pad-form", "button"):
        expect(page.locator(unprinted).first).to_be_hidden()
