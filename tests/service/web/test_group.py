"""Groups of one to three: who is away, who comes third, and a first run by few actions."""

import re

import pytest
from playwright.sync_api import expect

from service.store import absences, database, pairs, people
from service.store.models import Submission

CODE = "def log_back(grad_out, out, x): ..."


@pytest.fixture
def cleo(town, engine):
    """Add a third member to the demo pair."""
    with database.transaction(engine) as db:
        someone = people.add_student(db, town.course, "Cleo")
        pairs.add(db, pairs.of(db, town.ana.id), someone)
    return someone


def handed_in(engine):
    with database.reading(engine) as db:
        row = db.query(Submission).order_by(Submission.seq.desc()).first()
        return row.author_id, row.drawer_id


def test_who_is_away_neither_writes_nor_draws(town, engine, visit):
    ana = visit(town.ana)
    ana.post("/pair/away", data={"person": town.ben.id})
    ana.post("/exercises/log_back", data={"source": CODE})
    assert handed_in(engine) == (town.ana.id, None)
    page = ana.get("/pair").text
    assert "Ben is back" in page
    assert "away today" in ana.get("/pair/roles").text
    ana.post("/pair/switch")
    assert "writes" in ana.get("/pair/roles").text.partition("Ben")[0]
    ana.post("/pair/away", data={"person": town.ben.id, "back": "1"})
    assert "away today" not in ana.get("/pair/roles").text


def test_a_driver_who_is_away_hands_the_keyboard_on(town, engine, visit):
    ben = visit(town.ben)
    ben.post("/pair/away", data={"person": town.ana.id})
    with database.reading(engine) as db:
        assert pairs.of(db, town.ben.id).driver_id == town.ben.id


def test_the_last_one_there_cannot_be_away_and_nobody_else_can(
    town, engine, visit, cleo
):
    ana = visit(town.ana)
    for one in (town.ben, cleo):
        assert ana.post("/pair/away", data={"person": one.id}).status_code == 303
    last = ana.post("/pair/away", data={"person": town.ana.id})
    assert last.status_code == 422
    assert "you are the last one" in last.text
    stranger = ana.post("/pair/away", data={"person": town.instructor.id})
    assert "Choose one of your group" in stranger.text


def test_a_new_day_begins_with_everyone(town, engine, visit, monkeypatch):
    ana = visit(town.ana)
    ana.post("/pair/away", data={"person": town.ben.id})
    monkeypatch.setattr(absences, "A_DAY", absences.A_DAY * 0)
    assert "away today" not in ana.get("/pair/roles").text


def test_a_hand_in_says_for_good_who_looked_on_and_who_was_away(
    town, visit, cleo, judged
):
    ana, ida = visit(town.ana), visit(town.instructor)
    together = town.hand_in(town.pair, "log_back", judged("log_back"))
    for away in ({}, {"back": "1"}):
        ana.post("/pair/away", data={"person": cleo.id, **away})
        if not away:
            without = town.hand_in(town.pair, "log_back", judged("log_back"))
            assert "Cleo is away today" in ida.get(f"/class/pairs/{town.pair.id}").text
    for client, address in ((ana, "/submissions"), (ida, "/class/attempts")):
        assert "Cleo looked on" in client.get(f"{address}/{together.id}").text
        assert "Cleo was away" in client.get(f"{address}/{without.id}").text


def test_who_came_later_had_no_part_in_what_was_handed_in_before(town, visit, engine):
    earlier = town.hand_in(town.pair, "log_back")
    with database.transaction(engine) as db:
        dan = people.add_student(db, town.course, "Dan")
        pairs.add(db, pairs.of(db, town.ana.id), dan)
    assert "Dan looked" not in visit(town.ana).get(f"/submissions/{earlier.id}").text


def test_three_take_turns_at_the_keyboard(town, engine, visit, cleo):
    ana = visit(town.ana)
    drivers = []
    for _ in range(3):
        with database.reading(engine) as db:
            drivers.append(pairs.of(db, town.ana.id).driver_id)
        ana.post("/pair/switch")
    assert drivers == [town.ana.id, town.ben.id, cleo.id]


def test_a_third_person_joins_a_pair_by_its_code(town, engine, visit):
    with database.transaction(engine) as db:
        dan = people.add_student(db, town.course, "Dan")
    ana = visit(town.ana)
    assert "Add a third person" in ana.get("/pair").text
    ana.post("/pair/code")
    code = re.search(r'pair-code">(\w+)<', ana.get("/pair").text)[1]
    visit(dan).post("/pair/join", data={"code": code})
    page = ana.get("/pair").text
    assert "Ana + Ben + Dan" in page
    assert "Add a third person" not in page


# --- In a browser: a first run, its actions counted ---


class Actions:
    """A student who counts what they do: a form sent or a link followed is one."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, button):
        self.count += 1
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link):
        self.count += 1
        self.page.get_by_role("link", name=link).first.click()

    def join(self, address, town, name):
        self.page.goto(f"{address}/join/{town.course.join_code}")
        self.page.get_by_label("Your name").fill(name)
        self.press("Join")

    def is_at_the_first_exercise(self):
        expect(self.page.locator("#source")).to_have_value(re.compile("def log_back"))


@pytest.mark.browser
def test_from_the_link_to_the_first_exercise_takes_three_actions(town, address, enter):
    pair = Actions(enter(None))
    pair.join(address, town, "Cleo")
    pair.page.get_by_label("Your partner's name").fill("Dan")
    pair.press("Start together")
    pair.follow("Start with The gradient of a logarithm")
    pair.is_at_the_first_exercise()
    assert pair.count == 3


@pytest.mark.browser
def test_on_two_computers_it_takes_three_each_and_the_partner_just_appears(
    town, address, enter
):
    cleo, dan = Actions(enter(None)), Actions(enter(None))
    cleo.join(address, town, "Cleo")
    cleo.press("Show our code")
    cleo.page.evaluate("window.same = true")
    dan.join(address, town, "Dan")
    code = cleo.page.locator(".pair-code").inner_text()
    dan.page.get_by_label("Or type your partner's code").fill(code)
    dan.press("Join partner")
    dan.follow("Start with The gradient of a logarithm")
    dan.is_at_the_first_exercise()
    expect(cleo.page.locator(".together")).to_contain_text("Cleo + Dan")
    assert cleo.page.evaluate("window.same")
    cleo.follow("Open: The gradient of a logarithm")
    cleo.is_at_the_first_exercise()
    assert (cleo.count, dan.count) == (3, 3)


@pytest.mark.browser
def test_a_wrong_pair_code_is_named_and_keeps_value_and_focus(town, address, enter):
    dan = Actions(enter(None))
    dan.join(address, town, "Dan")
    field = dan.page.get_by_label("Or type your partner's code")
    field.fill("BXTQ")
    dan.press("Join partner")
    expect(
        dan.page.get_by_text("No pair BXTQ is waiting in this class")
    ).to_be_visible()
    expect(field).to_have_value("BXTQ")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()


@pytest.mark.browser
def test_the_whole_first_run_works_by_keyboard_alone(town, address, enter):
    page = enter(None)
    page.goto(f"{address}/join/{town.course.join_code}")
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Cleo")
    page.keyboard.press("Enter")
    partner = page.get_by_label("Your partner's name")
    tab_to(page, partner)
    page.keyboard.type("Dan")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Start with").first)
    page.keyboard.press("Enter")
    box = page.locator(".cm-content:visible, textarea#source:visible").first
    tab_to(page, box)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Queued: you are next")).to_be_visible()
    # Out of the editor again: Escape, then Tab. Nobody is trapped in it.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()


def tab_to(page, wanted):
    """Press Tab until ``wanted`` has the focus, as somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")
