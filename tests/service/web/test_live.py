from dataclasses import replace
from itertools import islice
from uuid import uuid4

import pytest

from service import live
from service.store import database, pairs, people
from service.web import create_app
from service.web import live as stream


def events(answer):
    return (block.decode() for block in answer.iter_encoded())


@pytest.mark.redis
def test_a_hint_reaches_the_page_that_asked_for_it(heard, town, visit):
    settings, house = heard
    answer = visit(town.ana).get(f"/events?topic=pair:{town.pair.id}")
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    told = events(answer)
    assert next(told) == "retry: 2000\n\n"
    live.announce(settings, f"pair:{town.pair.id}")
    assert next(told) == f"event: changed\ndata: pair:{town.pair.id}\n\n"
    assert house.taken() == 1
    answer.close()
    assert house.taken() == 0


@pytest.mark.redis
@pytest.mark.usefixtures("heard")
def test_a_stream_about_a_verdict_ends_with_it(town, visit):
    submission = town.some_verdicts()[0]
    answer = visit(town.ana).get(f"/events?topic=submission:{submission.id}")
    assert list(events(answer)) == ["retry: 2000\n\n", "event: end\ndata: settled\n\n"]
    answer.close()


@pytest.mark.redis
@pytest.mark.usefixtures("heard")
def test_a_stream_ends_after_its_longest_time(town, visit, monkeypatch):
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.02)
    answer = visit(town.ana).get(f"/events?topic=pair:{town.pair.id}")
    assert list(events(answer))[-1] == ": still here\n\n"
    answer.close()


@pytest.mark.redis
@pytest.mark.usefixtures("heard")
def test_a_third_stream_of_one_person_and_a_full_house_poll(town, visit):
    path = f"/events?topic=pair:{town.pair.id}"
    people = [town.ana, town.ana, town.ana, town.ben, town.ben]
    answers = [visit(one).get(f"{path}&tab={tab}") for tab, one in enumerate(people)]
    assert [one.status_code for one in answers] == [200, 200, 503, 200, 503]
    answers[0].close()
    again = visit(town.ben).get(f"{path}&tab=9")
    assert again.status_code == 200
    for one in (*answers, again):
        one.close()


@pytest.mark.redis
def test_a_tab_that_moves_on_takes_its_seat_along(heard, town, visit):
    _, house = heard
    path = f"/events?tab=a&topic=pair:{town.pair.id}"
    client = visit(town.ana)
    pages = [client.get(path) for _ in range(4)]
    assert [page.status_code for page in pages] == [200] * 4
    assert house.taken() == 1
    assert list(events(pages[0]))[-1].startswith("event: end")
    for page in pages[1:3]:
        page.close()
    assert house.taken() == 1
    pages[3].close()
    assert house.taken() == 0
    pages[0].close()  # late: its seat is long gone
    assert house.taken() == 0


@pytest.mark.redis
def test_the_stream_of_the_tab_that_hands_in_tells_of_its_verdict_too(
    heard, town, visit
):
    settings, house = heard
    client = visit(town.ana)
    answer = client.get(f"/events?tab=a&topic=pair:{town.pair.id}")
    told = events(answer)
    next(told)

    def hand_in(tab):
        form = {"source": "x = 1", "client_token": str(uuid4()), "tab": tab}
        return client.post(
            "/exercises/log_back", data=form, headers={"X-Fragment": "1"}
        ).get_json()

    assert not hand_in("another")["is_told"]
    sent = hand_in("a")
    assert sent["is_told"]
    live.announce(settings, sent["topic"])
    wanted = f"event: changed\ndata: {sent['topic']}\n\n"
    assert wanted in islice(told, 3)
    answer.close()
    assert not house.follow(town.ana.id, "a", sent["topic"])


def test_without_a_broker_pages_poll(town, visit):
    answer = visit(town.ana).get(f"/events?topic=pair:{town.pair.id}")
    assert answer.status_code == 503


def test_nobody_hears_of_another_pair(town, engine, visit):
    submission = town.some_verdicts()[0]
    with database.transaction(engine) as db:
        cleo = people.add_student(db, town.course, "Cleo")
        pairs.make(db, cleo)
    client = visit(cleo)
    for name in (
        f"submission:{submission.id}",
        f"pair:{town.pair.id}",
        f"work:{town.pair.id}",
        f"course:{town.course.id}",
        "pair:",
        "everything",
    ):
        assert client.get("/events", query_string={"topic": name}).status_code == 404
    assert client.get("/events?topic=board").status_code == 503


def test_streams_leave_threads_for_everything_else(settings, engine):
    app = create_app(replace(settings, web_threads=128), engine)
    assert app.extensions["pairgrad.house"].most == 112
