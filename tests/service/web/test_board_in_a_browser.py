"""The board as an instructor's browser shows it: keys, size, changes under the pointer."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from service.store import database, hands, pairs, people
from service.store.models import Course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LAPTOP = {"width": 1366, "height": 768}


def more_pairs(town, count):
    with database.transaction(town.engine) as db:
        for number in range(count):
            one = people.add_student(db, town.course, f"Student {number:02}")
            town.others.append(pairs.make(db, one))


def read_again(page):
    """Let every live part read itself, as a hint would."""
    page.evaluate("readAll()")


def test_thirty_pairs_fit_a_laptop_and_arrow_keys_walk_among_them(
    town, address, enter, judged
):
    more_pairs(town, 29)
    town.hand_in(town.pair, "log_back", judged("log_back"))
    page = enter(town.instructor, viewport=LAPTOP)
    page.goto(f"{address}/class")
    lines = page.locator("[role=grid] tbody tr")
    expect(lines).to_have_count(30)
    assert lines.last.bounding_box()["y"] + lines.last.bounding_box()["height"] <= 768
    assert page.locator('[role=grid] tbody [tabindex="0"]').count() == 1
    page.locator('[role=grid] tbody [tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    where = "document.activeElement.closest('tr') === document.querySelectorAll('[role=grid] tbody tr')[1]"
    assert page.evaluate(where)
    assert page.faults == []


@pytest.mark.parametrize("others", [2, 29])
def test_the_check_on_digits_makes_no_row_of_the_board_higher(
    town, address, enter, others
):
    more_pairs(town, others)
    town.train(town.some_verdicts()[1], finish=False)
    page = enter(town.instructor, viewport=LAPTOP)
    page.goto(f"{address}/class")
    lines = page.locator("[role=grid] tbody tr")
    expect(lines).to_have_count(1 + others)
    checked = lines.filter(has=page.locator(".on-digits"))
    expect(checked).to_have_count(1)
    expect(checked.locator(".on-digits")).to_contain_text("digits: ")
    row = checked.element_handle()
    height = row.bounding_box()["height"]
    page.evaluate("document.querySelector('.who .on-digits').remove()")
    assert row.bounding_box()["height"] == height
    assert page.faults == []


def test_a_new_order_is_only_announced_while_somebody_points_at_it(
    town, address, enter, engine
):
    more_pairs(town, 3)
    page = enter(town.instructor, viewport=LAPTOP)
    page.goto(f"{address}/class")
    first = page.locator("[role=grid] tbody tr").first
    expect(first).to_contain_text("Ana + Ben")
    first.hover()
    with database.transaction(engine) as db:
        last = town.others[-1]
        hands.raise_one(db, last.id, last.driver_id, "")
    read_again(page)
    note = page.locator("section [data-resort]")
    expect(note).to_contain_text("moved.")
    expect(first).to_contain_text("Ana + Ben")
    note.get_by_role("button").click()
    expect(first).to_contain_text("Student 02")
    assert page.faults == []


def test_what_changes_elsewhere_moves_by_itself(town, address, enter, engine):
    more_pairs(town, 3)
    page = enter(town.instructor, viewport=LAPTOP)
    page.goto(f"{address}/class")
    page.mouse.move(5, 5)
    with database.transaction(engine) as db:
        last = town.others[-1]
        hands.raise_one(db, last.id, last.driver_id, "")
    read_again(page)
    expect(page.locator("[role=grid] tbody tr").first).to_contain_text("Student 02")
    expect(page.get_by_role("button", name="I'm on it")).to_be_visible()
    assert page.faults == []


def test_the_name_of_the_class_is_read_whole_beside_eleven_tabs(
    town, address, enter, engine
):
    with database.transaction(engine) as db:
        db.execute(update(Course).values(name="Demo: an evening of 30 pairs"))
    page = enter(town.instructor, viewport=LAPTOP)
    page.goto(f"{address}/class")
    head = page.locator("main h1")
    expect(head).to_have_text("Demo: an evening of 30 pairs")
    assert head.evaluate("h => h.scrollWidth <= h.clientWidth")
    assert head.evaluate("h => h.scrollHeight <= h.clientHeight + 1")
    assert head.bounding_box()["height"] <= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.faults == []
