import re

import numpy as np
import pytest

from exercises.explain.held import from_numbers
from service.store import database, pairs, provenance
from service.store.models import Outcome


@pytest.fixture
def client(app, town, visit):
    app.config["WTF_CSRF_ENABLED"] = False
    return visit


@pytest.fixture
def rows(engine, town):
    """Return a function: the newest round of one member."""

    def newest(person):
        with database.reading(engine) as db:
            return provenance.latest_round(db, town.pair.id, person.id)

    return newest


def right(question):
    """Return the form of a right answer."""
    if "answer" in question:
        return {"answer": str(from_numbers(question["answer"]).tolist())}
    return options(question)


def options(question, *, wrong=False):
    found = [
        n for n, each in enumerate(question["options"]) if each["right"] is not wrong
    ]
    return {"choice": [str(n) for n in (found[:1] if wrong else found)]}


def answer_all(browser, newest, person):
    browser.post("/where-from/begin", data={"person": person.id})
    for row in newest(person):
        assert (
            browser.post(f"/where-from/{row.id}", data=right(row.asked)).status_code
            == 303
        )


def test_both_partners_right_is_the_win_and_the_ladder_says_so(client, town, rows):
    ana, ben = client(town.ana), client(town.ben)
    answer_all(ana, rows, town.ana)
    assert "You win when all of you can say" in ana.get("/ladder").text
    answer_all(ben, rows, town.ben)
    page = ana.get("/ladder").text
    assert "You can all say where each gradient came from" in page
    assert page.count("can say</span>") == 2
    assert {row.outcome for row in rows(town.ben)} == {Outcome.RIGHT}


def test_partners_are_asked_about_different_numbers(client, town, rows):
    for one in (town.ana, town.ben):
        client(one).post("/where-from/begin", data={"person": one.id})
    asked = [
        [row.asked["graph"]["leaves"] for row in rows(one)]
        for one in (town.ana, town.ben)
    ]
    assert asked[0] != asked[1]


def kind_of(asked):
    return "checkbox" if asked["kind"] == "senders" else "radio"


def test_options_come_only_after_a_missed_number(client, town, rows):
    ana = client(town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    row = rows(town.ana)[0]
    assert 'name="choice"' not in ana.get(f"/where-from/{row.id}").text
    wrong = (from_numbers(row.asked["answer"]) * 7 + 100).tolist()
    ana.post(f"/where-from/{row.id}", data={"answer": str(wrong)})
    page = ana.get(f"/where-from/{row.id}").text
    assert page.count('name="choice"') == 5
    # Which option is right does not stand in what the browser gets.
    offered = page.partition("<fieldset")[2].partition("</fieldset>")[0]
    fields = re.findall(r"<(?:input|label)\b[^>]*>", offered)
    assert {re.sub(r'value="\d"', "", field) for field in fields} == {
        '<label class="check">',
        f'<input type="{kind_of(row.asked)}" name="choice" >',
    }
    ana.post(f"/where-from/{row.id}", data=options(row.asked))
    assert rows(town.ana)[0].outcome == Outcome.OPTION


def test_a_wrong_choice_is_marked_at_once_with_the_account(client, town, rows):
    ana = client(town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    row = rows(town.ana)[2]
    ana.post(f"/where-from/{row.id}", data=options(row.asked, wrong=True))
    page = ana.get(f"/where-from/{row.id}").text
    assert "not yet" in page
    assert "comes from" in page
    assert rows(town.ana)[2].outcome == Outcome.WRONG
    # A marked question stays as it is.
    ana.post(f"/where-from/{row.id}", data=right(row.asked))
    assert rows(town.ana)[2].outcome == Outcome.WRONG


def test_no_answer_is_no_miss(client, town, rows):
    ana = client(town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    number, ticks = rows(town.ana)[0], rows(town.ana)[2]
    for row, form in ((number, {"answer": "pear"}), (number, {}), (ticks, {})):
        answer = ana.post(f"/where-from/{row.id}", data=form)
        assert answer.status_code == 422
        assert 'id="answer-problem"' in answer.text
    assert [row.missed for row in rows(town.ana)] == [None] * 3


def test_nobody_answers_for_a_partner_who_sits_elsewhere(client, town, rows):
    client(town.ben).post("/where-from/begin", data={"person": town.ben.id})
    row = rows(town.ben)[0]
    ana = client(town.ana)
    assert ana.get(f"/where-from/{row.id}").status_code == 404
    assert ana.post(f"/where-from/{row.id}", data=right(row.asked)).status_code == 404
    assert (
        ana.post("/where-from/begin", data={"person": town.ben.id}).status_code == 404
    )


def test_an_open_round_goes_on_and_a_finished_one_is_followed_by_other_numbers(
    client, town, rows
):
    ana = client(town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    first = [row.id for row in rows(town.ana)]
    ana.post("/where-from/begin", data={"person": town.ana.id})
    assert [row.id for row in rows(town.ana)] == first
    before = [row.asked["graph"] for row in rows(town.ana)]
    answer_all(ana, rows, town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    assert rows(town.ana)[0].round == 2
    assert [row.asked["graph"] for row in rows(town.ana)] != before


def test_the_pairs_score_is_the_lower_of_its_members(engine, town):
    with database.transaction(engine) as db:
        asked = [{"options": []}] * 3
        for person, count in ((town.ana, 3), (town.ben, 1)):
            provenance.begin(
                db, town.pair.id, person.id, asked, shared=person is town.ben
            )
            for row in provenance.latest_round(db, town.pair.id, person.id)[:count]:
                provenance.settle(db, row.id, Outcome.RIGHT)
    with database.reading(engine) as db:
        members = pairs.members(db, town.pair.id)
        found = provenance.standing(db, town.pair.id, members)
    assert found.score == 1
    assert not found.won
    assert [each.shared for each in found.receipts] == [False, True]


def test_questions_are_made_from_the_pairs_own_last_graph(client, town, rows):
    town.failing_graph()
    ana = client(town.ana)
    ana.post("/where-from/begin", data={"person": town.ana.id})
    graph = rows(town.ana)[0].asked["graph"]
    assert [each["op"] for each in graph["ops"]] == [
        "multiply",
        "log",
        "add",
        "sum",
        "add",
    ]
    assert not np.array_equal(graph["leaves"][0]["a"], [1.0, 2.0])
