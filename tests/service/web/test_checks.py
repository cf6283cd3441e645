"""Visible checks and the draft: what a pair may do as often as it likes."""

import pytest
from sqlalchemy import func, select

from exercises.nouns import State
from exercises.verdicts import UnitVerdict
from service.store import aside, database, drafts, submissions, visible
from service.store.models import Grading, Phase, Purpose
from service.web.marks import marks_of
from tests.service.web.conftest import SOURCE, verdict

FRAGMENT = {"X-Fragment": "1"}


def ask(client, source=SOURCE):
    return client.post(
        "/exercises/log_back/checks", data={"source": source}, headers=FRAGMENT
    )


def test_a_run_uses_no_attempt_and_is_in_no_history(town, visit, engine):
    town.check("log_back", verdict(UnitVerdict(name="log_back", state=State.PASSED)))
    with database.reading(engine) as db:
        assert submissions.charged(db, town.pair.id, "log_back") == 0
    page = visit(town.ana).get("/submissions").text
    assert "log_back" not in page.partition("<main")[2].replace("?rung=log_back", "")


def test_what_passed_is_counted_and_said_to_be_visible_only(town, visit):
    right = UnitVerdict(name="log_back", state=State.PASSED, passed=12, total=12)
    grading = town.check("log_back", verdict(right))
    page = visit(town.ana).get(f"/exercises/log_back/checks/{grading.id}").text
    assert "12 of 12 visible checks passed. Submit to make it count." in page


def test_what_fails_is_shown_with_its_line(town, visit):
    sentence = "KeyError on line 3: 'x'."
    wrong = UnitVerdict(
        name="log_back", state=State.FAILED, sentence=sentence, line=1, total=12
    )
    grading = town.check("log_back", verdict(wrong))
    page = visit(town.ana).get(f"/exercises/log_back/checks/{grading.id}/result").text
    assert "0 of 12 visible checks passed." in page
    assert 'data-mark="3" data-rung="log_back"' in page


def test_a_newer_run_takes_the_place_of_the_earlier_one(town, visit, engine):
    client = visit(town.ana)
    for _ in range(3):
        assert ask(client).status_code == 200
    with database.reading(engine) as db:
        phases = db.scalars(
            select(Grading.phase)
            .where(Grading.purpose == Purpose.VISIBLE)
            .order_by(Grading.seq)
        ).all()
    assert phases == [Phase.CANCELLED, Phase.CANCELLED, Phase.QUEUED]


def test_a_hand_in_stops_the_run_that_would_keep_it_waiting(town, visit, engine):
    client = visit(town.ana)
    ask(client)
    client.post("/exercises/log_back", data={"source": SOURCE})
    with database.reading(engine) as db:
        waiting = db.scalars(
            select(Grading.purpose).where(Grading.phase == Phase.QUEUED)
        ).all()
    assert waiting == [Purpose.SUBMIT]


def test_runs_displace_no_hand_in(town, visit, engine):
    for _ in range(3):
        town.hand_in(town.pair, "log_back")
    ask(visit(town.ana))
    with database.reading(engine) as db:
        waiting = db.scalar(
            select(func.count()).where(
                Grading.phase == Phase.QUEUED, Grading.purpose == Purpose.SUBMIT
            )
        )
    assert waiting == 3


def test_an_empty_text_is_refused_with_a_reason(town, visit):
    answer = ask(visit(town.ana), "  ")
    assert answer.status_code == 422
    assert answer.json["what"].startswith("There is no code yet")


def test_a_run_belongs_to_its_exercise(town, visit):
    grading = town.check("log_back")
    assert (
        visit(town.ana).get(f"/exercises/relu/checks/{grading.id}").status_code == 404
    )


def test_without_scripts_a_run_has_a_page_of_its_own(town, visit):
    answer = visit(town.ana).post(
        "/exercises/log_back/checks", data={"source": SOURCE}, follow_redirects=True
    )
    assert "Visible checks: you are next" in answer.text
    assert 'http-equiv="refresh"' in answer.text


# --- The draft ------------------------------------------------------------------------


def save(client, source, **more):
    return client.post(
        "/exercises/log_back/draft",
        data={"source": source, **more},
        headers=FRAGMENT,
    )


def test_a_partner_is_warned_before_writing_over_a_newer_text(town, visit):
    ana, ben = visit(town.ana), visit(town.ben)
    seen = save(ana, "# one").json["version"]
    save(ben, "# two", base=seen)
    answer = save(ana, "# three", base=seen)
    assert answer.status_code == 409
    assert answer.json["what"].startswith("Ben saved another text")
    assert ana.get("/exercises/log_back/draft").json["source"] == "# two"


def test_one_who_has_read_the_newer_text_may_go_on(town, visit):
    ana, ben = visit(town.ana), visit(town.ben)
    seen = save(ana, "# one").json["version"]
    newer = save(ben, "# two", base=seen).json["version"]
    assert save(ana, "# three", base=newer).json["saved"]


def test_writing_over_it_all_the_same_sets_the_partners_text_aside(town, visit, engine):
    ana, ben = visit(town.ana), visit(town.ben)
    save(ben, "# two")
    assert save(ana, "# three", base="", force="1").json["saved"]
    with database.reading(engine) as db:
        assert [one.source for one in aside.of_pair(db, town.pair.id)] == ["# two"]


def test_going_back_to_the_starter_loses_nothing(town, visit, engine):
    ana = visit(town.ana)
    save(ana, "# an hour of work")
    page = ana.post("/exercises/log_back/draft", data={"restart": "1"})
    assert "# an hour of work" not in page.text
    with database.reading(engine) as db:
        kept = aside.of_pair(db, town.pair.id)
    assert [one.source for one in kept] == ["# an hour of work"]


def test_what_only_the_checks_have_seen_is_not_taken_for_kept(town, engine):
    town.check("log_back", source="# only checked")
    who = {"pair_id": town.pair.id, "rung": "log_back", "by": town.ana.id}
    with database.transaction(engine) as db:
        drafts.save(db, source="# only checked", **who)
        aside.bring_back(db, source="# earlier", **who)
        assert [one.source for one in aside.of_pair(db, town.pair.id)] == [
            "# only checked"
        ]


def test_a_run_is_found_by_its_own_pair_only(town, engine):
    grading = town.check("log_back")
    with database.reading(engine) as db:
        assert visible.find(db, grading.id, pair_id=town.pair.id)
        assert visible.find(db, grading.id, pair_id="another") is None


@pytest.mark.parametrize(
    ("unit", "line"),
    [
        ({"state": "failed", "sentence": "KeyError on line 12: 'x'", "line": 4}, 12),
        ({"state": "unparsable", "sentence": "Line 7 is not Python yet", "line": 1}, 7),
        ({"state": "failed", "sentence": "x.grad is 2, expected 4.", "line": 4}, 4),
    ],
)
def test_a_mark_stands_where_the_sentence_says(unit, line):
    assert [mark.line for mark in marks_of([unit])] == [line]


@pytest.mark.parametrize(
    "unit",
    [
        {"state": "passed", "sentence": "", "line": 4},
        {"state": "not_attempted", "sentence": "", "line": 4},
        {"state": "failed", "sentence": "It never came back.", "line": 0},
    ],
)
def test_what_has_no_line_gets_no_mark(unit):
    assert marks_of([unit]) == []
