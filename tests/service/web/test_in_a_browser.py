"""Pages as a browser shows them: width, contrast, keyboard, without scripts."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from exercises.report import as_json
from service.store import database, leases, links, results

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
TALL = {"width": 375, "height": 812}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app):
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def enter(chromium, address, engine):
    """Return a function that opens a browser window signed in as someone."""
    windows = []

    def go(someone, **options):
        window = chromium.new_context(**options)
        windows.append(window)
        page = window.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console",
            lambda line: (
                page.faults.append(line.text)
                # Without a broker the stream answers 503 and the page polls, as it should.
                if line.type == "error" and "503" not in line.text
                else None
            ),
        )
        if someone is not None:
            with database.transaction(engine) as db:
                token = links.single_use(db, someone.id)
            page.goto(f"{address}/in/{token}")
            page.get_by_role("button", name="Yes, sign me in").click()
        return page

    yield go
    for window in windows:
        window.close()


def pages(town):
    wrong, whole = town.some_verdicts()
    drawn = town.failing_graph()
    town.populate()
    run, going = town.train(whole), town.train(whole, finish=False)
    waiting = town.hand_in(town.pair, "relu")
    student = [
        "/ladder",
        "/exercises/backprop",
        "/exercises/relu",
        f"/submissions/{wrong.id}",
        f"/submissions/{whole.id}",
        f"/submissions/{waiting.id}",
        f"/runs/{run.id}",
        f"/runs/{going.id}",
        f"/submissions/{drawn.id}",
        "/explain",
        "/explain/25?of=a",
        "/try?expression=log(x * x) %2B sum(x %2B b)&values=b (1,)",
        "/try?expression=x ** 2",
        "/where-from",
        f"/where-from/{town.question(town.ana).id}",
        "/submissions",
        "/submissions/new",
        "/engine",
        "/leaderboard",
        "/pair",
    ]
    instructor = [
        "/class",
        f"/class/pairs/{town.others[3].id}",
        "/class/code",
        "/class/people",
        "/class/password",
        f"/submissions/{wrong.id}",
    ]
    return (
        (town.ana, student),
        (town.instructor, instructor),
        (None, ["/", "/sign-in", "/in/used", "/nothing"]),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_nothing_is_blocked(town, address, enter, scheme):
    found = {}
    for someone, paths in pages(town):
        page = enter(someone, color_scheme=scheme, viewport=WIDE)
        for path in paths:
            page.goto(address + path)
            violations = Axe().run(page).response["violations"]
            for each in violations:
                found[path, each["id"]] = each["nodes"][0]["html"]
        faults = [each for each in page.faults if "404" not in each]
        assert faults == []
    assert found == {}


def test_on_a_phone_nothing_scrolls_sideways_and_every_control_can_be_hit(
    town, address, enter
):
    wide, small = {}, {}
    for someone, paths in pages(town):
        page = enter(someone, viewport=TALL)
        for path in paths:
            page.goto(address + path)
            across = page.evaluate("document.documentElement.scrollWidth")
            if across != TALL["width"]:
                wide[path] = across
            low = page.evaluate(
                """() => [...document.querySelectorAll(
                    'button, .button, input:not([type=hidden], [type=checkbox]), summary'
                )].filter((one) => one.offsetParent
                    && one.getBoundingClientRect().height < 40)
                .map((one) => one.outerHTML.slice(0, 60))"""
            )
            if low:
                small[path] = low
    assert wide == {}
    assert small == {}


def finish(engine, judged):
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        results.store_verdict(db, claim, judged, as_json(judged))


def write(page, text):
    """Type one line into the editor if a build is there, else into the text box."""
    box = page.locator(".cm-content:visible, textarea#source:visible").first
    box.press("Control+A")
    # Typed over, Chromium itself would merge lines and style the remains, which the
    # policy blocks and the console reports.
    box.press("Delete")
    page.keyboard.type(text)
    return box


def test_ctrl_enter_brings_the_verdict_without_reload(town, address, enter, engine):
    page = enter(town.ana, viewport=WIDE)
    page.goto(f"{address}/exercises/log_back")
    page.evaluate("window.same = true")
    box = write(page, "log_back = lambda grad_out, out, x: 1 / x")
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    finish(engine, town.verdict_saying("The slope is missing what arrives."))
    expect(page.locator(".headline")).to_have_text("The slope is missing what arrives.")
    expect(page.locator("#say")).to_have_text("The slope is missing what arrives.")
    assert page.evaluate("window.same")
    # The second hand-in is one of its own, and the first verdict's focus is unmoved.
    box.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    finish(engine, town.verdict_saying("Still missing."))
    expect(page.locator(".headline")).to_have_text("Still missing.")
    assert page.faults == []


def test_an_empty_hand_in_says_so_and_keeps_the_page(town, address, enter):
    page = enter(town.ana)
    page.goto(f"{address}/exercises/log_back")
    write(page, " ")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("[data-problem]")).to_contain_text("There is no code yet")


def test_unsaved_text_survives_a_reload(town, address, enter):
    page = enter(town.ana)
    page.goto(f"{address}/exercises/log_back")
    write(page, "# what we thought")
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    write(page, "# what we thought next")
    page.reload()
    expect(page.locator("#source")).to_have_value("# what we thought next")


def test_switching_roles_leaves_the_text_alone(town, address, enter):
    page = enter(town.ana, viewport=WIDE)
    page.goto(f"{address}/exercises/log_back")
    write(page, "# half a thought")
    page.get_by_role("button", name="Switch").click()
    expect(page.locator(".roles .member").first).to_contain_text("draws")
    expect(page.locator("#source")).to_have_value("# half a thought")


def test_without_scripts_a_verdict_arrives_by_reload(town, address, enter, engine):
    page = enter(town.ana, java_script_enabled=False)
    page.goto(f"{address}/exercises/log_back")
    page.locator("#source").fill("def log_back(grad_out, out, x):\n    return 1 / x\n")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    finish(engine, town.verdict_saying("Not yet."))
    expect(page.locator(".headline")).to_have_text("Not yet.", timeout=10_000)


def test_nothing_moves_for_those_who_asked_for_stillness(town, address, enter):
    submission = town.hand_in(town.pair, "relu")
    page = enter(town.ana, reduced_motion="reduce")
    page.goto(f"{address}/submissions/{submission.id}")
    assert page.evaluate("document.getAnimations().length") == 0
