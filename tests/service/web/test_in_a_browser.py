"""Pages as a browser shows them: keyboard, live verdicts, without scripts."""

import pytest
from playwright.sync_api import expect

from exercises.report import as_json
from service.store import database, leases, results

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WIDE = {"width": 1280, "height": 900}


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


@pytest.mark.parametrize("scripts", [True, False])
def test_beside_a_verdict_the_editor_is_as_tall_as_its_prompt(
    town, address, enter, scripts
):
    town.failing_graph()
    page = enter(town.ana, viewport=WIDE, java_script_enabled=scripts)
    page.goto(f"{address}/exercises/backprop")
    kind = ".cm-editor" if scripts else "#source"
    expect(page.locator(kind)).to_be_visible()
    prompt, card = (
        page.locator(one).bounding_box() for one in (".prompt", ".editor-card")
    )
    assert abs(prompt["height"] - card["height"]) <= 1
    editor = page.locator(kind).bounding_box()
    below = page.locator("#hand-in .actions").bounding_box()
    assert 0 <= below["y"] - editor["y"] - editor["height"] <= 8
    assert editor["height"] > 0.5 * card["height"]
    page.set_viewport_size({"width": 1366, "height": 768})
    submit = page.get_by_role("button", name="Submit").bounding_box()
    assert submit["y"] + submit["height"] <= 768


def test_the_bar_of_a_phone_leaves_the_page_its_screen(town, address, enter):
    page = enter(town.ana, viewport={"width": 375, "height": 812})
    page.goto(f"{address}/ladder")
    assert page.locator(".bar").bounding_box()["height"] < 812 / 6
    expect(page.get_by_role("link", name="Pairgrad", exact=True)).to_be_visible()


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
