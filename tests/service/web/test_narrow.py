"""A page at 400 %: everything that can be read or pressed on a laptop still can."""

import pytest

from tests.service.web.test_every_page import addresses, is_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LAPTOP = {"width": 1280, "height": 900}
# What 400 % leaves of a laptop's 1280 px, and 200 % of half of it.
NARROW = {"width": 320, "height": 256}
# Headings, and what can be pressed or filled in, by what it is called.
OFFERED = """() => {
    const told = (one) => (one.getAttribute("aria-label")
        || one.labels?.[0]?.textContent || one.textContent).replace(/\\s+/g, " ").trim();
    return [...document.querySelectorAll(
        "h1, h2, h3, a[href], button, summary, input:not([type=hidden]), textarea, select"
    )].filter((one) => one.checkVisibility({visibilityProperty: true})
        && !one.closest(".cm-editor, svg"))
    .map((one) => `${one.localName} ${told(one)}`);
}"""
# Text that its own box cuts off, and what stands where nobody can scroll to.
CUT = """() => [...document.querySelectorAll("main *, header *")].filter((one) => {
    if (!one.checkVisibility({visibilityProperty: true})) return false;
    if (one.closest("svg, .unseen, .scroll, .drawing, .cm-editor, .katex")) return false;
    const {overflowX, clip} = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    if (box.right < 0 || box.left > innerWidth) return box.width > 1;
    return ["hidden", "clip"].includes(overflowX) && one.clientWidth > 1
        && one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 120))"""


def test_at_four_hundred_percent_nothing_is_lost_or_cut_off(app, town, address, enter):
    told, more = town.objects(), town.rich()["student"]
    page, lost, seen = enter(town.ana, viewport=LAPTOP, device_scale_factor=2), {}, 0
    for path in [*addresses(app, told).values(), *more]:
        if not is_page(page.request.get(address + path, max_redirects=0)):
            continue
        page.set_viewport_size(LAPTOP)
        page.goto(address + path)
        offered = page.evaluate(OFFERED)
        page.set_viewport_size(NARROW)
        gone = set(offered) - set(page.evaluate(OFFERED))
        for _ in range(60):  # a plot is drawn anew for its width a frame later
            if not (cut := page.evaluate(CUT)):
                break
            page.wait_for_timeout(50)
        across = page.evaluate("document.documentElement.scrollWidth")
        if gone or cut or across > NARROW["width"]:
            lost[path] = [*gone, *cut, across]
        seen += 1
    assert seen > 20
    assert not lost, "\n".join(f"{path}: {what}" for path, what in lost.items())


def test_the_main_act_of_an_exercise_is_reachable_there(town, address, enter):
    page = enter(town.ana, viewport=NARROW)
    page.goto(f"{address}/exercises/log_back")
    button = page.get_by_role("button", name="Submit")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    # Nothing that sticks to an edge lies over it.
    assert button.evaluate(
        "one => { const {x, y, width, height} = one.getBoundingClientRect();"
        "return one.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"
    )
