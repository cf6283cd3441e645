"""A drawn graph by keyboard: one stop, arrows from node to node, each a sentence."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SIZES = [
    ({"width": 1280, "height": 900}, ("ArrowRight", "ArrowLeft")),
    ({"width": 375, "height": 812}, ("ArrowDown", "ArrowUp")),  # drawn downwards
]


def at(page):
    """Return the node that has the focus."""
    return page.evaluate("document.activeElement.dataset.node")


def name(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


@pytest.fixture
def opened(town, address, enter):
    """Return a function that opens a failing graph and goes to its one stop."""
    drawn = town.failing_graph()

    def go(size):
        page = enter(town.ana, viewport=size)
        page.goto(f"{address}/submissions/{drawn.id}")
        page.locator(".drawing").focus()
        page.keyboard.press("Tab")
        return page

    return go


@pytest.mark.parametrize(("size", "keys"), SIZES)
def test_tab_stops_at_the_wrong_node_and_arrows_walk_along_the_wires(
    opened, size, keys
):
    page, (onward, back) = opened(size), keys
    expect(page.locator(".box.wrong:focus")).to_have_count(1)
    first = at(page)
    seen = [first]
    while page.keyboard.press(onward) or at(page) != seen[-1]:
        seen.append(at(page))
        wire = f".graph:visible .edge[data-ends~='{seen[-1]}'][data-ends~='{seen[-2]}']"
        assert page.locator(wire).count()
    assert len(seen) > 2, "the wrong node is a leaf: more than one step to the result"
    assert page.evaluate("document.activeElement.matches('.end')")
    for _ in seen:
        page.keyboard.press(back)
    assert page.evaluate("document.activeElement.matches('.leaf')")
    assert page.locator(".graph:visible [tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert at(page) is None, "the graph is one stop, not one for each node"
    assert page.faults == []


def test_arrows_reach_every_node_and_each_name_is_a_sentence(opened):
    page = opened(SIZES[0][0])
    nodes = page.locator(".graph:visible [data-node]")
    waiting, names = [at(page)], {at(page): name(page)}
    while waiting:
        here = waiting.pop()
        for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
            nodes.and_(page.locator(f"[data-node='{here}']")).focus()
            page.keyboard.press(key)
            if at(page) not in names:
                names[at(page)] = name(page)
                waiting.append(at(page))
    assert len(names) == nodes.count()
    for said in names.values():
        assert "shape (" in said
        assert "value " in said
        assert said.endswith(".")
    wrong = [said for said in names.values() if "the first that is" in said]
    assert len(wrong) == 1
    assert "grad expected [4, 3]" in wrong[0]
    assert "got [2, 2]" in wrong[0]
    assert "kept 1 of 3 contributions" in wrong[0]


def test_the_wires_of_the_node_in_focus_stand_out(opened):
    page = opened(SIZES[0][0])
    lit = page.locator(".graph:visible .edge.lit")
    assert (
        lit.count()
        == page.locator(f".graph:visible .edge[data-ends~='{at(page)}']").count()
    )
    thick = "one => parseFloat(getComputedStyle(one).strokeWidth)"
    others = page.locator(".graph:visible .edge:not(.lit, .start, .lost, .twice) path")
    assert lit.locator("path").first.evaluate(thick) > others.first.evaluate(thick)
    page.keyboard.press("Tab")
    expect(lit).to_have_count(0)
