"""The confusion map, and what an instructor does with it."""

import tomllib
from datetime import timedelta

import pytest
from sqlalchemy import update

from exercises.verdicts import Misconception
from service.clock import now
from service.store import confusion, database, messages, naming
from service.store.models import Submission

OVERWRITE = "overwrite-within-pass"


@pytest.fixture
def wrong(town):
    """Return a function by which a pair fails with a named cause, some minutes ago."""

    def fail(pair, cause, ago=1, unit="backprop"):
        named = (Misconception(cause, (), 9, "x", "y?"),)
        sent = town.hand_in(pair, unit, town.failed(unit, misconceptions=named))
        put_back(town.engine, sent, ago)
        return sent

    return fail


def put_back(engine, sent, ago):
    with database.transaction(engine) as db:
        past = now() - timedelta(minutes=ago)
        mine = Submission.id == sent.id
        db.execute(update(Submission).where(mine).values(created_at=past))


def the_map(town):
    with database.reading(town.engine) as db:
        return confusion.of_course(db, town.course.id, now())


def test_a_pair_is_in_a_concept_until_the_same_unit_says_otherwise(town, wrong, judged):
    wrong(town.pair, OVERWRITE, 9)
    assert the_map(town).spots[town.pair.id, "accumulation"].now
    put_back(town.engine, town.hand_in(town.pair, "backprop", judged("backprop")), 5)
    spot = the_map(town).spots[town.pair.id, "accumulation"]
    assert (spot.now, spot.count) == (False, 1)


def test_another_failure_of_the_unit_ends_the_concept_too(town, wrong):
    wrong(town.pair, OVERWRITE, 9)
    put_back(
        town.engine, town.hand_in(town.pair, "backprop", town.failed("backprop")), 5
    )
    assert not the_map(town).spots[town.pair.id, "accumulation"].now


def test_passing_another_unit_changes_nothing(town, wrong, judged):
    wrong(town.pair, OVERWRITE, 9)
    put_back(town.engine, town.hand_in(town.pair, "relu", judged("relu")), 5)
    assert the_map(town).spots[town.pair.id, "accumulation"].now


def test_the_trend_rises_and_falls_with_the_pairs(town, wrong, judged):
    town.populate()
    with database.transaction(town.engine) as db:
        db.execute(update(Submission).values(created_at=now() - timedelta(hours=9)))
    for ago, pair in zip((100, 80, 60), town.others, strict=False):
        wrong(pair, OVERWRITE, ago)
    put_back(
        town.engine, town.hand_in(town.others[0], "backprop", judged("backprop")), 5
    )
    found = the_map(town)
    trend = found.trend["accumulation"]
    assert (trend[0], max(trend), trend[-1]) == (1, 3, 2)
    assert found.now("accumulation") == 2


def test_the_columns_of_the_course_stand_first_and_always(town, wrong):
    assert the_map(town).concepts == confusion.FIRST
    wrong(town.pair, OVERWRITE)
    assert the_map(town).concepts == confusion.FIRST


def test_every_concept_of_the_catalogue_has_an_address():
    assert len(set(confusion.SLUGS)) == len(set(confusion.SLUGS.values()))


def test_the_page_of_a_concept_shows_exactly_its_pairs_with_their_graphs(
    town, visit, wrong
):
    town.populate()
    town.objects()
    wrong(town.others[0], OVERWRITE)
    page = visit(town.instructor).get("/class/map/accumulation").text
    assert town.pair.name in page
    assert town.others[0].name in page
    assert town.others[1].name not in page
    assert "<svg" in page


def test_one_message_reaches_the_chosen_pairs_once_and_is_seen_to_be_read(town, visit):
    town.populate()
    other = town.others[0]
    told = {
        "text": "Add, never overwrite.",
        "to": [town.pair.id, town.pair.id, other.id],
    }
    ida, ana = visit(town.instructor), visit(town.ana)
    assert ida.post("/class/messages", data=told).status_code == 303
    ladder = ana.get("/ladder").text
    assert ladder.count("Add, never overwrite.") == 1
    assert "0 of 2" in ida.get("/class/messages").text
    read = ladder.split('action="/messages/')[1].split('"')[0]
    ana.post(f"/messages/{read}")
    assert "read by Ana" in ana.get("/messages").text
    assert "1 of 2" in ida.get("/class/messages").text


@pytest.mark.parametrize("told", [{"text": " ", "to": ["all"]}, {"text": "Hello"}])
def test_a_message_without_words_or_readers_is_refused(town, visit, told):
    answer = visit(town.instructor).post("/class/messages", data=told)
    assert answer.status_code == 422
    with database.reading(town.engine) as db:
        assert messages.sent(db, town.course.id) == []


def test_a_pair_of_another_class_gets_nothing(town, visit):
    told = {"text": "Hello", "to": ["no-such-pair"]}
    assert visit(town.instructor).post("/class/messages", data=told).status_code == 422


def test_nobody_is_named_on_the_wall(town, visit):
    town.objects()
    page = visit(town.instructor).get("/class/map/accumulation/teach").text
    assert "<svg" in page
    for name in ("Ana", "Ben", town.pair.nickname):
        assert name not in page


def test_a_name_stands_for_every_engine_that_behaves_the_same(town, visit, judged):
    found = town.objects()
    town.confused(town.hand_in(town.pair, "relu", judged("relu")))
    told = {
        "name": "Halved log",
        "claim": "log hands back half",
        "concept": "local rule",
    }
    ida = visit(town.instructor)
    page = f"/class/map/unknown/{found['engine_id']}"
    assert ida.post(page, data=told).status_code == 303
    town.confused(town.hand_in(town.pair, "relu", judged("relu")))
    with database.reading(town.engine) as db:
        ((cluster, called),) = naming.named(db, town.course.id)
    assert (called.name, len(cluster.gradings)) == ("Halved log", 3)
    draft = ida.get(f"{page}/draft.toml")
    (entry,) = tomllib.loads(draft.text).items()
    assert entry[0] == "halved-log"
    assert entry[1]["claim"] == "log hands back half"
    assert "a.log().backward()" in draft.text


def test_a_behaviour_needs_a_name_and_a_sentence(town, visit):
    page = f"/class/map/unknown/{town.objects()['engine_id']}"
    answer = visit(town.instructor).post(page, data={"name": "x", "claim": ""})
    assert answer.status_code == 422
    assert "Give it a short name" in answer.text
