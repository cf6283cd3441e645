"""A pair at two computers: turns, presence, the keyboard, hints opened together."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service import clock
from service.store import database, drafts, opened_hints, presence, turns
from service.store.models import Draft, Pair, Presence, Turn
from service.store.refusals import Refusal

EXERCISE = "/exercises/log_back"


def pair_of(town):
    with database.reading(town.engine) as db:
        return db.scalar(select(Pair).where(Pair.id == town.pair.id))


def change(town, **values):
    with database.transaction(town.engine) as db:
        db.execute(update(Pair).where(Pair.id == town.pair.id).values(**values))


def be_here(town, *people, ago=timedelta(0)):
    with database.transaction(town.engine) as db:
        for one in people:
            mine = {"pair_id": town.pair.id, "person_id": one.id}
            row = Presence(**mine, rung="log_back", seen_at=clock.now() - ago)
            database.save(db, row)


# --- Turns ----------------------------------------------------------------------------


def test_a_switch_swaps_roles_and_begins_a_whole_turn(town, visit):
    before = pair_of(town)
    visit(town.ana).post("/pair/switch")
    now = pair_of(town)
    assert (before.driver_id, now.driver_id) == (town.ana.id, town.ben.id)
    assert turns.ends_at(now) - now.role_changed_at == timedelta(minutes=5)


def test_one_more_minute_counts_from_the_end_or_from_now(town, visit):
    client = visit(town.ana)
    end = turns.ends_at(pair_of(town))
    client.post("/pair/longer")
    assert turns.ends_at(pair_of(town)) == end + timedelta(minutes=1)
    change(town, turn_ends_at=clock.now() - timedelta(hours=1))
    client.post("/pair/longer")
    assert turns.ends_at(pair_of(town)) > clock.now()


@pytest.mark.parametrize("minutes", ["3", "10"])
def test_a_turn_lasts_as_long_as_the_pair_wants(town, visit, minutes):
    visit(town.ana).post("/pair/minutes", data={"minutes": minutes})
    assert pair_of(town).turn_minutes == int(minutes)


@pytest.mark.parametrize("minutes", ["2", "11", "", "five", "-3"])
def test_other_lengths_change_nothing(town, visit, minutes):
    visit(town.ana).post("/pair/minutes", data={"minutes": minutes})
    assert pair_of(town).turn_minutes == turns.USUAL
    with database.transaction(town.engine) as db, pytest.raises(Refusal):
        turns.last(db, town.pair.id, minutes)


def test_shares_are_those_of_the_time_at_the_keyboard(town):
    now = clock.now()
    change(town, role_changed_at=now, driver_id=town.ben.id)
    with database.transaction(town.engine) as db:
        for who, minutes in ((town.ana, 6), (town.ben, 2)):
            began = now - timedelta(minutes=minutes)
            mine = {"pair_id": town.pair.id, "driver_id": who.id}
            db.add(Turn(**mine, began_at=began, ended_at=now))
    with database.reading(town.engine) as db:
        shares = turns.shares(db, pair_of(town))
    assert shares[town.ana.id] == pytest.approx(0.75, abs=0.01)
    assert shares[town.ben.id] == pytest.approx(0.25, abs=0.01)


def test_a_night_is_no_turn(town, visit):
    evening = clock.now() - timedelta(hours=9)
    change(town, role_changed_at=evening)
    be_here(town, town.ana, town.ben, ago=timedelta(hours=8))
    visit(town.ana).post("/pair/here", data={"rung": "log_back"})
    with database.reading(town.engine) as db:
        (turn,) = db.scalars(select(Turn))
    assert timedelta(minutes=59) < turn.ended_at - turn.began_at < timedelta(minutes=61)
    assert turns.ends_at(pair_of(town)) > clock.now()


def test_the_page_says_who_writes_next_once_a_turn_is_over(town, visit):
    client = visit(town.ana)
    assert (
        'id="turn" class="turn" aria-label="Turn" hidden' in client.get("/ladder").text
    )
    change(town, role_changed_at=clock.now() - timedelta(minutes=6))
    page = client.get("/ladder").text
    assert 'id="turn" class="turn" aria-label="Turn">' in page
    assert "Ben writes, Ana draws." in page


def test_a_form_leads_back_to_the_page_it_stood_on(town, visit):
    client = visit(town.ana)
    answer = client.post("/pair/switch", data={"back": EXERCISE})
    assert answer.location == EXERCISE
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        answer = client.post("/pair/switch", data={"back": elsewhere})
        assert answer.location == "/ladder"


# --- Presence -------------------------------------------------------------------------


def test_the_bar_says_where_a_partner_is(town, visit):
    client = visit(town.ana)
    assert "draws · not here yet" in client.get("/pair/roles").text
    visit(town.ben).post("/pair/here", data={"rung": "log_back"})
    assert "draws · 1.1" in client.get("/pair/roles").text
    be_here(town, town.ben, ago=timedelta(minutes=5))
    assert "draws · away since" in client.get("/pair/roles").text


def test_an_unknown_page_is_no_exercise(town, visit):
    visit(town.ana).post("/pair/here", data={"rung": "<script>"})
    with database.reading(town.engine) as db:
        assert presence.of_pair(db, town.pair.id)[town.ana.id].rung == ""


def test_only_what_changes_is_news(town, engine):
    with database.transaction(engine) as db:
        assert presence.see(db, town.pair, [town.ana.id], "log_back")
        assert not presence.see(db, town.pair, [town.ana.id], "log_back")
        assert presence.see(db, town.pair, [town.ana.id], "relu")


# --- The keyboard ---------------------------------------------------------------------


def test_who_draws_reads_along_and_may_take_over(town, visit):
    be_here(town, town.ana, town.ben)
    with database.transaction(town.engine) as db:
        mine = {"pair_id": town.pair.id, "rung": "log_back"}
        drafts.save(db, source="# Ana types", by=town.ana.id, **mine)
    ben = visit(town.ben)
    page = ben.get(EXERCISE).text
    assert "Ana writes, you draw." in page
    assert "data-editor readonly" in page
    assert "# Ana types" in page
    ben.post("/pair/take")
    assert "readonly" not in ben.get(EXERCISE).text
    assert "Ben writes, you draw." in visit(town.ana).get(EXERCISE).text


def test_typing_anyway_is_one_link_away(town, visit):
    be_here(town, town.ana, town.ben)
    page = visit(town.ben).get(f"{EXERCISE}?type=1").text
    assert "readonly" not in page


def test_the_text_of_a_writer_who_is_away_is_free(town, visit):
    be_here(town, town.ana, ago=timedelta(minutes=5))
    assert "readonly" not in visit(town.ben).get(EXERCISE).text


# --- Hints ----------------------------------------------------------------------------


def test_hints_open_one_after_the_other_for_both_and_are_noted(town, visit, engine):
    ana = visit(town.ana)
    page = ana.get(EXERCISE).text
    assert "Show hint 1 of 3: evidence" in page
    assert "Where is the logarithm steep" not in page
    ana.post(f"{EXERCISE}/hints", data={"number": "2"})  # not its turn
    ana.post(f"{EXERCISE}/hints", data={"number": "1"})
    told = visit(town.ben).get(f"{EXERCISE}/hints").text
    assert "One of them should be ten times the other." in told
    assert "Show hint 2 of 3: question" in told
    with database.reading(engine) as db:
        assert opened_hints.count(db, town.pair.id, "log_back") == 1


def test_a_draft_remembers_who_saved_it(town, visit):
    visit(town.ben).post(f"{EXERCISE}/draft", data={"source": "# b", "force": "1"})
    with database.reading(town.engine) as db:
        saved = db.get(Draft, (town.pair.id, "log_back"))
    assert saved.saved_by == town.ben.id


def test_the_receipts_show_the_pair_and_nobody_else_how_it_shared_the_keyboard(
    town, visit
):
    ana = visit(town.ana)
    ana.post("/pair/take")
    page = ana.get("/where-from").text
    shares = page.partition("At the keyboard so far: ")[2].partition("</p>")[0]
    assert "Ana <strong>" in shares
    assert "Ben <strong>" in shares
    assert 'aria-label="Ben at the keyboard"' in page
    theirs = visit(town.instructor).get(f"/class/pairs/{town.pair.id}").text
    assert "At the keyboard" not in theirs


def test_an_instructor_sees_the_turns_of_a_pair_without_names(town, visit):
    now = clock.now()
    change(town, role_changed_at=now, driver_id=town.ben.id)
    with database.transaction(town.engine) as db:
        several = ((town.ana, 12), (town.ana, 9), (town.ben, 6), (town.ana, 3))
        for who, before in several:
            began = now - timedelta(minutes=before)
            mine = {"pair_id": town.pair.id, "driver_id": who.id}
            over = began + timedelta(minutes=3)
            db.add(Turn(**mine, began_at=began, ended_at=over))
    with database.reading(town.engine) as db:
        assert turns.sums(db, pair_of(town)) == turns.Sums(minutes=12, switches=3)
    page = visit(town.instructor).get(f"/class/pairs/{town.pair.id}").text
    assert "changed hands 3 times" in page
    assert "12 min of turns" in page
    assert " %" not in page.partition("<main")[2]
