"""The ladder: where the pair stands, what each rung teaches, what it builds on."""

import re
from datetime import timedelta

from exercises.catalogue import RUNGS
from exercises.explain.expression import parsed
from exercises.explain.values import leaves
from exercises.graphs import as_json
from service.clock import now
from service.store import database, explained
from service.store.models import Outcome, ProvenanceQuestion, Timing
from service.web.gotchas import GOTCHAS


def answered(engine, town, person, graph, *, outcome=Outcome.RIGHT):
    """Leave an answer of ``person`` about a graph behind."""
    expression, values = graph
    written = parsed(expression, leaves(values, ["x", "b"], 1))
    with database.transaction(engine) as db:
        count = db.query(ProvenanceQuestion).count()
        db.add(
            ProvenanceQuestion(
                pair_id=town.pair.id,
                person_id=person.id,
                round=count + 1,
                number=1,
                asked={"graph": as_json(written.spec)},
                outcome=outcome,
                answered_at=now(),
            )
        )


def rung(page, slug):
    return page[page.index(f'id="{slug}"') :].partition("</li>")[0]


def test_every_rung_says_what_to_watch_for(town, visit):
    page = visit(town.ana).get("/ladder").text
    assert set(GOTCHAS) == {each.slug for each in RUNGS}
    assert page.count('class="gotcha"') == len(RUNGS)


def test_a_rung_says_what_it_builds_on_and_what_is_there_already(town, visit, judged):
    town.hand_in(town.pair, "log_forward", judged("log_forward"))
    page = visit(town.ana).get("/ladder").text
    assert re.search(r"Builds on <a href=\"#log_forward\">.*?passed", page)
    assert "filled in by us" in rung(page, "multiply_forward") or (
        "filled in by us" in rung(page, "wrap_forward_fn")
    )


def test_a_concept_is_full_when_everybody_has_answered_for_it(town, engine, visit):
    reuse = ("y = x * x", "x = [1, 2]")
    answered(engine, town, town.ana, reuse)
    page = visit(town.ana).get("/ladder").text
    assert "Ana can say it; Ben not yet" in page
    answered(engine, town, town.ben, reuse, outcome=Outcome.OPTION)
    assert "Ana can say it; Ben not yet" in visit(town.ana).get("/ladder").text
    answered(engine, town, town.ben, reuse)
    with database.reading(engine) as db:
        assert explained.by_concept(db, town.pair.id) == {
            "reuse": {town.ana.id, town.ben.id}
        }
    page = visit(town.ana).get("/ladder").text
    assert "what is used twice gets both gradients, added" in page


def test_the_star_takes_both_steps(town, engine, visit, judged):
    stretched = ("y = x * b", "x = [1, 2]\nb = [3]")
    for person in (town.ana, town.ben):
        answered(engine, town, person, stretched)
    ana = visit(town.ana)
    assert "★" not in rung(ana.get("/ladder").text, "unbroadcast").split("rung-card")[0]
    assert "explained" in rung(ana.get("/ladder").text, "unbroadcast")
    town.hand_in(town.pair, "unbroadcast", judged("unbroadcast"))
    page = ana.get("/ladder").text
    assert "★" in rung(page, "unbroadcast").split("rung-card")[0]
    assert "1 explained" in page


def test_the_next_step_is_marked_for_eyes_and_for_screen_readers(town, visit, judged):
    town.hand_in(town.pair, "log_back", judged("log_back"))
    page = visit(town.ana).get("/ladder").text
    assert page.count('aria-current="step"') == 1
    assert 'aria-current="step"' in rung(page, "unbroadcast")
    assert "Continue: Undo a broadcast" in page


def timed(engine, town, slug, **times):
    with database.transaction(engine) as db:
        database.save(db, Timing(course_id=town.course.id, rung=slug, **times))


def test_a_locked_rung_says_when_it_opens_and_leads_nowhere(town, engine, visit):
    timed(engine, town, "log_back", opens_at=now() + timedelta(days=1))
    timed(engine, town, "unbroadcast", held=True)
    page = visit(town.ana).get("/ladder").text
    assert "opens " in rung(page, "log_back")
    assert "your instructor opens it" in rung(page, "unbroadcast")
    for slug in ("log_back", "unbroadcast"):
        assert f"/exercises/{slug}" not in rung(page, slug)
    # Any released rung may be the next one: order is advice, not a lock.
    assert "Start with The gradient of a product" in page


def test_with_nothing_released_the_ladder_says_so(town, engine, visit):
    for each in RUNGS:
        timed(engine, town, each.slug, held=True)
    assert "Nothing is released yet" in visit(town.ana).get("/ladder").text


def test_a_deadline_stands_on_what_is_still_to_do(town, engine, visit, judged):
    for slug in ("log_back", "unbroadcast"):
        timed(engine, town, slug, due_at=now() + timedelta(days=1))
    town.hand_in(town.pair, "log_back", judged("log_back"))
    page = visit(town.ana).get("/ladder").text
    assert "due " not in rung(page, "log_back")
    assert "due " in rung(page, "unbroadcast")
