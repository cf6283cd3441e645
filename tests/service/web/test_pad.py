"""The drawing pad: compared, kept with the hand-in, skipped by one click."""

import pytest

from service.store import database, sketches

DRAWN = {"nodes": "x p y", "from": ["x", "x", "p", ""], "to": ["p", "y", "y", ""]}


@pytest.fixture
def client(app, town, visit):
    app.config["WTF_CSRF_ENABLED"] = False
    return visit(town.ana)


def test_a_missing_wire_is_counted_first_and_named_on_request(client):
    answer = client.post("/exercises/backprop/sketch", data=DRAWN)
    assert answer.location.endswith("/exercises/backprop#pad")
    page = client.get(answer.location).text
    counts = page.index("has 3 nodes and 4 wires; you drew 3 and 3")
    assert counts < page.index(
        "a wire from <code>x</code> to <code>p</code> is missing"
    )


def test_the_right_graph_is_said_to_be_it(client):
    right = DRAWN | {"from": ["x", "x", "x", "p"], "to": ["p", "p", "y", "y"]}
    sent = client.post(
        "/exercises/backprop/sketch", data=right, headers={"X-Fragment": "1"}
    )
    assert "the same graph" in sent.text
    assert "<html" not in sent.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"nodes": ""}, "Nothing is drawn yet"),
        ({"nodes": "x", "from": ["x"], "to": [""]}, "Edge 1 has one end, x"),
        ({"nodes": "x", "from": ["x y"], "to": ["z"]}, "an end is one name"),
        ({"nodes": "a" * 17}, "is too long"),
        ({"nodes": " ".join(f"n{i}" for i in range(25))}, "That is too much"),
    ],
)
def test_what_is_no_drawing_is_said_and_nothing_is_kept(
    client, engine, town, form, said
):
    answer = client.post("/exercises/backprop/sketch", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    with database.reading(engine) as db:
        assert sketches.newest(db, town.pair.id, "backprop") is None


def test_a_drawing_on_paper_skips_in_one_click(client):
    client.post("/exercises/backprop/sketch", data={"paper": "1"})
    assert "drawn on paper" in client.get("/exercises/backprop").text


def test_the_drawing_stays_with_the_hand_in_it_stood_before(client, town):
    client.post("/exercises/backprop/sketch", data=DRAWN)
    before = town.hand_in(town.pair, "backprop", town.failed("backprop"))
    client.post("/exercises/backprop/sketch", data={"paper": "1"})
    page = client.get(f"/submissions/{before.id}").text
    assert "Drawn before it" in page
    assert "Your drawing: x to p, x to y, p to y" in page
    whole = town.hand_in(town.pair, None, town.failed("backprop"))
    assert "Drawn before it" not in client.get(f"/submissions/{whole.id}").text


def test_a_name_with_markup_stays_text(client):
    form = {"nodes": "<b>x</b>", "from": ["<b>x</b>"], "to": ["y"]}
    client.post("/exercises/backprop/sketch", data=form)
    page = client.get("/exercises/backprop/sketch").text
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x" not in page


def test_places_that_are_no_numbers_say_nothing(client):
    form = DRAWN | {"spots": "x nan 3\np 1\ny 100 100\n\x00"}
    client.post("/exercises/backprop/sketch", data=form)
    assert "translate(100 100)" in client.get("/exercises/backprop/sketch").text


def test_a_rung_without_a_graph_has_no_pad(client):
    assert client.get("/exercises/sgd/sketch").status_code == 404
    assert "Drawing pad" not in client.get("/exercises/sgd").text
