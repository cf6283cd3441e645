"""What an instructor does in a session, by keys alone, while the pair looks on."""

import pytest
from playwright.sync_api import expect

from exercises.report import as_json
from service.store import database, leases, results

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def both(app, engine, heard, enter, town):
    """Return the pair's window and the instructor's, where each hears of the other."""
    app.extensions["pairgrad"] = heard[0], engine
    return enter(town.ana), enter(town.instructor)


def press(page, role, name, **options):
    """Walk to a control as a keyboard does, and press it."""
    walk_to(page, page.get_by_role(role, name=name, **options).first)
    page.keyboard.press("Enter")


def walk_to(page, target):
    expect(target).to_be_visible()
    for _ in range(250):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {target}")


def words(page, text):
    """Find what stands on the page, which may also be spoken beside it."""
    return page.locator("#main").get_by_text(text)


def fill(page, label, text):
    walk_to(page, page.get_by_label(label).first)
    page.keyboard.type(text)


def test_a_raised_hand_is_taken_and_put_down(both, town, address):
    page, teacher = both
    page.goto(f"{address}/help")
    fill(page, "What is it about?", "x.grad is half")
    press(page, "button", "Raise our hand")
    expect(words(page, "You are 1st in line.")).to_be_visible()
    teacher.goto(f"{address}/class")
    expect(words(teacher, "x.grad is half")).to_be_visible()
    press(teacher, "button", "I'm on it")
    expect(words(page, "Ida is coming to you.")).to_be_visible()
    press(teacher, "button", "Helped")
    expect(words(page, "Your hand is down.")).to_be_visible()
    expect(words(teacher, "x.grad is half")).to_have_count(0)
    assert page.faults == teacher.faults == []


def test_a_dispute_is_replayed_answered_and_decided(
    both, town, address, engine, judged
):
    page, teacher = both
    wrong = judged("log_back", state="failed")
    sent = town.hand_in(town.pair, "log_back", wrong)
    page.goto(f"{address}/submissions/{sent.id}")
    walk_to(page, page.locator("#dispute summary"))
    page.keyboard.press("Enter")
    fill(page, "Why is it wrong?", "our shape is right")
    press(page, "button", "Send to the instructor")
    expect(words(page, "Your instructor sees it")).to_be_visible()
    teacher.goto(f"{address}/class/disputes")
    press(teacher, "link", "Look at it")
    expect(words(teacher, "our shape is right")).to_be_visible()
    press(teacher, "button", "Replay")
    expect(words(teacher, "Waiting for a worker")).to_be_visible()
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("regrade",), worker="w", host="h")
        results.store_verdict(db, claim, wrong, as_json(wrong))
    teacher.evaluate("readAll()")
    expect(words(teacher, "The same verdict again")).to_be_visible()
    fill(teacher, "What they read", "You are right, it counts.")
    walk_to(teacher, teacher.get_by_role("radio", name="The verdict stands"))
    teacher.keyboard.press("ArrowDown")
    press(teacher, "button", "Send the answer")
    expect(teacher.get_by_role("link", name="Ida")).to_be_visible()
    expect(words(page, "by decision of Ida")).to_be_visible()
    expect(words(page, "You are right, it counts.").first).to_be_visible()
    assert page.faults == teacher.faults == []


def test_a_regrade_is_tried_applied_and_undone(both, town, address, judged):
    page, teacher = both
    sent = town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    teacher.goto(f"{address}/class/regrade")
    fill(teacher, "Why? The pairs read it", "a test was wrong")
    press(teacher, "button", "Try it")
    expect(words(teacher, "0 of 1 submission tried")).to_be_visible()
    town.regraded(judged("log_back"))
    teacher.evaluate("readAll()")
    press(teacher, "button", "Apply: 1 verdict changes")
    expect(words(teacher, "1 verdict changed")).to_be_visible()
    page.goto(f"{address}/submissions/{sent.id}")
    expect(words(page, "because: a test was wrong")).to_be_visible()
    press(teacher, "button", "Undo")
    expect(words(teacher, "stand again as before")).to_be_visible()
    page.reload()
    expect(words(page, "A regrade was taken back")).to_be_visible()
    assert page.faults == teacher.faults == []


def test_an_exercise_is_held_released_and_extended(both, town, address):
    page, teacher = both
    teacher.goto(f"{address}/class/timetable")
    press(teacher, "button", "Hold The gradient of a logarithm")
    expect(words(teacher, "◌ held back")).to_be_visible()
    page.goto(f"{address}/exercises/log_back")
    expect(page.locator(".cm-content, textarea#source")).to_have_count(0)
    assert "404" in page.faults.pop()
    press(teacher, "button", "Release now The gradient of a logarithm")
    expect(words(teacher, "◌ held back")).to_have_count(0)
    page.reload()
    expect(page.locator(".cm-content, textarea#source").first).to_be_attached()
    walk_to(teacher, teacher.get_by_role("textbox", name="Until"))
    teacher.keyboard.type("12312030")
    teacher.keyboard.press("Tab")  # a year may have more digits than four
    teacher.keyboard.type("1200PM")
    fill(teacher, "Why? It stands in the list below", "ill on Monday")
    press(teacher, "button", "Give more time")
    expect(words(teacher, "ill on Monday")).to_be_visible()
    expect(words(teacher, "every exercise, until")).to_be_visible()
    press(teacher, "button", "Withdraw")
    expect(words(teacher, "withdrawn")).to_be_visible()
    assert page.faults == teacher.faults == []
