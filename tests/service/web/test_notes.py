"""Notes at a rung: one text for the pair, never written over unseen."""

import pytest

from service.store import database, notes, pairs

NOTES = "/exercises/log_back/notes"
SCRIPT = {"X-Fragment": "1"}


@pytest.fixture
def kept(town, engine):
    """Return a function: the pair's notes as they are stored."""

    def look():
        with database.reading(engine) as db:
            return notes.load(db, town.pair.id, "log_back")

    return look


def test_notes_are_the_pairs_and_their_instructors_alone(town, engine, visit, kept):
    town.populate()
    sent = town.hand_in(town.pair, "log_back")
    visit(town.ana).post(NOTES, data={"text": "Arrives times slope.\r\nNot slope."})
    assert kept().text == "Arrives times slope.\nNot slope."
    ben = visit(town.ben)
    assert "Arrives times slope." in ben.get("/exercises/log_back").text
    assert "Arrives times slope." not in ben.get("/exercises/unbroadcast").text
    attempt = visit(town.instructor).get(f"/class/attempts/{sent.id}").text
    assert "Arrives times slope." in attempt
    with database.reading(engine) as db:
        stranger = pairs.members(db, town.others[0].id)[0]
    assert "Arrives" not in visit(stranger).get("/exercises/log_back").text


def test_a_partners_notes_that_were_not_seen_are_not_written_over(town, visit, kept):
    ana, ben = visit(town.ana), visit(town.ben)
    ana.post(NOTES, data={"text": "From Ana"})
    told = ben.post(NOTES, data={"text": "From Ben"}, headers=SCRIPT)
    assert told.status_code == 409
    assert "Ana saved other notes" in told.json["what"]
    assert told.json["text"] == kept().text == "From Ana"
    seen = {"text": "From Ben", "base": told.json["version"]}
    assert ben.post(NOTES, data=seen, headers=SCRIPT).status_code == 200
    assert kept().text == "From Ben"


def test_without_a_script_both_texts_are_on_the_page_then(town, visit, kept):
    visit(town.ana).post(NOTES, data={"text": "From Ana"})
    page = visit(town.ben).post(NOTES, data={"text": "From Ben"})
    assert page.status_code == 409
    assert "\nFrom Ben</textarea>" in page.text
    assert "From Ana</pre>" in page.text
    assert kept().saved_at.isoformat() in page.text


def test_notes_that_are_too_long_are_refused_with_the_numbers(town, visit, kept):
    ana = visit(town.ana)
    told = ana.post(NOTES, data={"text": "x" * 20_001}, headers=SCRIPT)
    assert told.status_code == 422
    assert told.json["what"] == "Notes hold 20,000 characters; these are 20,001."
    assert kept() is None


def test_a_refused_hand_in_says_nothing_about_the_notes(town, visit):
    page = visit(town.ana).post("/exercises/log_back", data={"source": " "})
    assert page.status_code == 422
    assert 'name="text" rows="8" placeholder="What did we learn here?">' in page.text
