"""Every page there is, seen once as each kind of visitor: the net below all pages.

It walks the application's own map of addresses, so a new page is in it by itself; its
ids come from ``Town.objects``, as the route matrix's do.
"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from sqlalchemy import delete
from werkzeug.exceptions import NotFound

from service.store import database, links, people
from service.store.models import WorkerRow

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LAPTOP = {"width": 1280, "height": 900}
# 375 px is a phone; 320 px is what a laptop's 200 % zoom leaves of 640.
NARROW = ({"width": 375, "height": 812}, {"width": 320, "height": 640})
# A stream, answered to a script only, and files. Without an issuer there is no way to
# it either: test_elsewhere goes there with one.
ELSEWHERE = {"elsewhere.first", "elsewhere.back", "elsewhere.leave"}
NO_PAGE = {"live.events", "static"} | ELSEWHERE
AXE = """axe.run({resultTypes: ["violations"]}).then((told) => told.violations.map(
    (one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""
LOW = """() => [...document.querySelectorAll(
    'button, .button, input:not([type=hidden], [type=checkbox], [type=radio]), summary'
)].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 40)
.map((one) => one.outerHTML.slice(0, 80))"""
WIDE = """() => {
    const across = document.documentElement.scrollWidth;
    if (across <= innerWidth) return "";
    const widest = [...document.querySelectorAll("body *")].filter(
        (one) => one.getBoundingClientRect().right > innerWidth + 1
            && !one.closest(".scroll"));
    return `${across} px: ${widest[0]?.outerHTML.slice(0, 120)}`;
}"""
HEADED = """() => ({
    title: document.title, headings: document.querySelectorAll("h1").length,
    moving: document.getAnimations().length})"""


def addresses(app, values):
    """Return endpoint -> address of every page that can be read."""
    found = {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            # A cookie opens nothing of the API; test_api asks for what a token opens.
            apart = rule.rule.startswith("/api/") or rule.endpoint in NO_PAGE
            if "GET" in rule.methods and not apart:
                wanted = {name: values[name] for name in rule.arguments}
                found[rule.endpoint] = app.url_map.bind("").build(rule.endpoint, wanted)
    return found


def called(app, path):
    """Return the endpoint of an address beyond those the map gives."""
    try:
        return app.url_map.bind("").match(urlsplit(path).path)[0]
    except NotFound:
        return ""


def at_first_sight(page):
    """Return what a laptop's screen shows to be wrong before anything is measured."""
    told = page.evaluate(HEADED)
    found = {
        f"{told['headings']} h1": told["headings"] != 1,
        "no title": not told["title"].removesuffix(" · Pairgrad").strip(" ·"),
        "moves though the visitor asked for stillness": told["moving"],
    }
    if across := page.evaluate(WIDE):
        found[f"at {LAPTOP['width']}: {across}"] = True
    return [each for each, is_wrong in found.items() if is_wrong]


def looked_at(page, address):
    """Return what is wrong with the page at ``address``; it is loaded once."""
    page.set_viewport_size(LAPTOP)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    wrong = at_first_sight(page)
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme}: {each}" for each in page.evaluate(AXE)]
    for size in NARROW:
        page.set_viewport_size(size)
        if across := page.evaluate(WIDE):
            wrong.append(f"at {size['width']}: {across}")
        if size["width"] == 375:
            wrong += [f"lower than 40 px: {each}" for each in page.evaluate(LOW)]
    return wrong


def is_page(answer):
    """Tell a whole page from a fragment, a file or another content."""
    is_html = answer.headers["content-type"].startswith("text/html")
    return answer.ok and is_html and answer.text().lstrip()[:9].lower() == "<!doctype"


def test_every_page_is_accessible_fits_a_phone_and_asks_nobody_else(
    app, town, engine, address, enter
):
    values, more = town.objects(), town.rich()
    with database.transaction(engine) as db:
        values["token"] = links.single_use(db, town.ben.id)
        for name in ("Ulla", "Uwe"):  # to be put together at random
            people.add_student(db, town.course, name)
    rooms = addresses(app, values)
    more["instructor"].append("/class/roster/pairing?how=rest")
    seen, wrong = set(), {}
    visitors = {"stranger": None, "student": town.ana, "instructor": town.instructor}
    for role, someone in visitors.items():
        page = enter(someone, viewport=LAPTOP, reduced_motion="reduce")
        if role == "instructor":  # whose pages say so where no worker is left
            with database.transaction(engine) as db:
                db.execute(delete(WorkerRow))
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        paths = [*rooms.items(), *((called(app, path), path) for path in more[role])]
        for endpoint, path in paths:
            answer = page.request.get(address + path, max_redirects=0)
            if answer.ok:
                seen.add(endpoint)
            if path != "/nothing" and not is_page(answer):
                continue
            if problems := looked_at(page, address + path):
                wrong[f"{role} {path}"] = problems
        hosts = {urlsplit(each).netloc for each in asked} - {""}
        assert hosts == {urlsplit(address).netloc}
        faults = [each for each in page.faults if "404" not in each]
        assert faults == []
    assert not wrong, "\n".join(
        "\n    ".join([path, *problems]) for path, problems in wrong.items()
    )
    assert set(rooms) - seen == set(), "pages that nobody could open"


def test_the_net_holds_what_is_wrong(chromium):
    page = chromium.new_page(reduced_motion="reduce")
    page.route(
        "**/*",
        lambda route: route.fulfill(
            content_type="text/html",
            body="<html><body><img src='data:,'><button style='height: 9px; "
            "width: 900px'></button></body></html>",
        ),
    )
    found = "\n".join(looked_at(page, "http://127.0.0.1/"))
    page.close()
    for word in ("0 h1", "no title", "image-alt", "at 375: ", "lower than 40 px"):
        assert word in found
