"""From the button beside a verdict through queue, worker and sandbox to the board."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from service.store import database, installation, training_check
from service.store.models import Grading, Progress, Result, StretchRun
from workers.desk import Desk
from workers.mnist import digits, practice
from workers.mnist.recipe import Recipe
from workers.sandbox.box import Box
from workers.serving import serve_next

CORPUS = Path(__file__).parents[2] / "corpus"
ENGINE = (CORPUS / "whole" / "right" / "plain.py").read_text()
OWN = (CORPUS / "stretch" / "open_run.py").read_text()
TIERS = {"A": "bwrap", "C": "/missing/bwrap"}


class Opener:
    """Open the real sandbox in one tier."""

    def __init__(self, tier):
        self.tier = tier

    def __call__(self, settings, folder):
        box = Box(
            data=settings.data,
            min_tier=self.tier,
            bwrap=TIERS[self.tier],
            stretch=folder,
        )
        return box.__enter__()


@pytest.fixture
def prepared(settings, engine, town):
    """Lay out digits for eight steps of the official recipe an epoch."""
    made = practice.make(5, training=4096, held_out=300)
    digits.save(made, settings.data, seed=7)
    with database.transaction(engine) as db:
        installation.put(db, "digits_practice", made.sha256)


@pytest.fixture
def ready(town, judged):
    """Hand in a whole file whose gradients are right."""
    right = judged("log_back")
    whole = replace(right, assembled=right.units[0])
    return town.hand_in(town.pair, None, whole, source=ENGINE + OWN)


@pytest.fixture
def press(town, visit, ready):
    """Return a browser of the pair, and what presses a board's button in it."""
    client = visit(town.ana)

    def send(board):
        return client.post(f"/submissions/{ready.id}/train", data={"track": board})

    return client, send


@pytest.fixture(params=TIERS)
def desk(request, settings, prepared):
    made = Desk(settings, ("stretch",), opener=Opener(request.param))
    assert made.tier == request.param
    yield made
    made.close()


def rows(engine, table):
    with database.reading(engine) as db:
        return list(db.scalars(select(table).options(undefer("*"))))


@pytest.mark.sandbox
@pytest.mark.parametrize("board", ["official", "large", "open"])
def test_a_button_ends_as_a_row_of_its_board(board, desk, engine, town, press):
    client, send = press
    page = send(board)
    assert page.status_code == 303
    assert serve_next(desk)
    (run,) = rows(engine, StretchRun)
    assert (run.reason, run.counts, run.track) == ("", True, board)
    assert run.correct > 0.15 * run.of
    assert run.seconds > 0
    audits = 0 if board == "open" else Recipe().epochs
    # Shown run by run, the labels of what an open run sees could be collected.
    assert ("mistakes" in run.findings) == (board != "open")
    assert run.audits_passed == run.audits >= audits
    tiers = {each.grading_id: each.tier for each in rows(engine, Result)}
    assert tiers[run.grading_id] == desk.tier
    shown = client.get(page.location).text
    assert f"{run.correct} of {run.of} right" in shown
    assert town.pair.nickname in client.get("/leaderboard").text


WRONG = ENGINE.replace("return x.T @ grad_out", "return 1.02 * (x.T @ grad_out)")


@pytest.fixture
def trained(settings, engine, town, visit, prepared):
    """Return what trains a submission: its row, its page, and the class's board."""

    def train(submission):
        client = visit(town.ana)
        page = client.post(f"/submissions/{submission.id}/train")
        desk = Desk(settings, ("stretch",), opener=Opener("C"))
        assert serve_next(desk)
        desk.close()
        with database.reading(engine) as db:
            (run,) = db.scalars(select(StretchRun).options(undefer("*")))
        board = visit(town.instructor).get("/leaderboard").text
        return run, client.get(page.location).text, board

    return train


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("source", "says"),
    [
        (ENGINE, "not every gradient check of this hand-in passes"),
        (WRONG, "The audit of step"),
    ],
)
def test_an_engine_that_fails_its_checks_trains_for_fun(
    source, says, town, trained, judged
):
    failed = judged("log_back", state="failed")
    whole = replace(failed, assembled=failed.units[0])
    sent = town.hand_in(town.pair, None, whole, source=source)
    run, page, board = trained(sent)
    assert not run.counts
    assert run.reason.startswith(says)
    assert run.findings["confusion"]
    assert says in page
    assert town.pair.nickname not in board
    with database.reading(town.engine) as db:
        assert training_check.of_pair(db, town.pair.id).state == "not_run"


@pytest.mark.sandbox
def test_a_sabotaged_rule_is_named_by_its_parameter(engine, town, judged, trained):
    right = judged("log_back")
    whole = replace(right, assembled=right.units[0])
    run, page, board = trained(town.hand_in(town.pair, None, whole, source=WRONG))
    assert "weight" in run.reason
    assert "audit failed" in page
    assert re.search(r"✗ Step \d+</strong> <span>[^<]*weight of layer", page)
    assert 'class="broke"' in page
    assert town.pair.nickname not in board
    with database.reading(engine) as db:
        marks = [mark for each in db.scalars(select(Progress)) for mark in each.marks]
    assert any(fault for _, fault in marks)


def test_without_an_engine_there_is_nothing_to_train(town, visit, judged):
    sent = town.hand_in(town.pair, "log_back", judged("log_back"))
    client = visit(town.ana)
    assert "for fun" not in client.get(f"/submissions/{sent.id}").text
    assert client.post(f"/submissions/{sent.id}/train").status_code == 404


def test_a_board_that_does_not_exist_queues_nothing(engine, press):
    _, send = press
    before = len(rows(engine, Grading))
    page = send("longest")
    assert page.status_code == 400
    assert "There is no such board, so nothing was queued." in page.text
    assert len(rows(engine, Grading)) == before


def test_the_button_for_an_own_run_says_what_it_may_use(town, visit, ready):
    page = visit(town.ana).get(f"/submissions/{ready.id}").text
    assert "Train your own OpenRun" in page
    assert "60 CPU seconds" in page
    assert "500,000 numbers to learn" in page


def test_two_networks_of_one_file_are_two_runs(engine, press):
    _, send = press
    for board in ("official", "large", "official"):
        send(board)
    queued = [each for each in rows(engine, Grading) if each.queue == "stretch"]
    assert [each.options for each in queued] == [
        {"board": "official"},
        {"board": "large"},
    ]
