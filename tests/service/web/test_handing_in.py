import io
import json
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from exercises.nouns import State
from service.store import database, history, leases
from service.store.models import Grading, Submission, WorkerRow

CODE = (
    "import numpy as np\n\n\ndef log_back(grad_out, out, x):\n    return grad_out / x\n"
)
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": CODE.splitlines(keepends=True),
            }
        ],
    }
)
FRAGMENT = {"X-Fragment": "1"}


def file(name, data):
    return {"file": (io.BytesIO(data), name)}


def stored(engine):
    with database.reading(engine) as db:
        return list(db.scalars(select(Submission).order_by(Submission.seq)))


def test_pasted_code_becomes_one_submission_and_the_browser_follows_it(
    town, visit, engine
):
    client = visit(town.ana)
    answer = client.post("/exercises/log_back", data={"source": CODE})
    (one,) = stored(engine)
    assert answer.location == f"/submissions/{one.id}"
    assert (one.rung, one.source, one.attempt) == ("log_back", CODE, 1)
    page = client.get(answer.location).text
    assert "Queued: you are next" in page
    assert 'http-equiv="refresh" content="2"' in page


@pytest.mark.parametrize(
    ("name", "data"), [("mine.py", CODE.encode()), ("day.ipynb", NOTEBOOK.encode())]
)
def test_a_file_is_taken_as_it_is(town, visit, engine, name, data):
    client = visit(town.ana)
    answer = client.post("/submissions", data=file(name, data))
    assert answer.status_code == 303
    (one,) = stored(engine)
    assert (one.rung, one.filename, one.source) == (None, name, data.decode())
    assert client.get(f"{answer.location}/source").data == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"source": " \n"}, "There is no code yet"),
        (file("a.py", b"\x00\x01\x02\xff\xfe" * 40), "not a text file"),
        (file("broken.ipynb", b'{"cells": ['), "notebook is damaged"),
        (file("big.py", b"# x\n" * 70_000), "the limit is 64 KB"),
    ],
    ids=["empty", "binary", "broken notebook", "too long"],
)
@pytest.mark.parametrize("path", ["/exercises/log_back", "/submissions"])
def test_what_cannot_be_code_gets_one_clear_sentence(town, visit, path, data, words):
    client = visit(town.ana)
    copies = {
        key: (io.BytesIO(value[0].getvalue()), value[1])
        if isinstance(value, tuple)
        else value
        for key, value in data.items()
    }
    answer = client.post(path, data=copies)
    assert answer.status_code == 422
    problem = answer.text.split('class="problem"', 1)[1].split("</p>")[0]
    assert words in problem
    assert "No attempt yet." in client.get("/submissions").text


def test_more_than_8_mib_gets_a_page_that_says_what_fits(town, visit, engine):
    client = visit(town.ana)
    head = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.py"\r\n\r\n'
    )
    answer = client.post(
        "/submissions",
        data=head + b"x" * 10_000_000 + b"\r\n--b--\r\n",
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 413
    assert "256 KiB, an uploaded file 8 MiB" in answer.text
    elsewhere = client.post("/pair/nickname", data={"nickname": "x" * 300_000})
    assert elsewhere.status_code == 413
    assert stored(engine) == []


def test_a_double_click_is_one_submission_and_a_new_token_makes_a_second(
    town, visit, engine
):
    client = visit(town.ana)
    form = {"source": CODE, "client_token": str(uuid4())}
    first = client.post("/exercises/log_back", data=form, headers=FRAGMENT)
    again = client.post("/exercises/log_back", data=form, headers=FRAGMENT)
    assert first.json["src"] == again.json["src"]
    form["client_token"] = first.json["client_token"]
    other = client.post("/exercises/log_back", data=form, headers=FRAGMENT)
    assert other.json["src"] != first.json["src"]
    assert len(stored(engine)) == 2


def test_a_script_gets_the_reason_as_data(town, visit):
    answer = visit(town.ana).post("/exercises/log_back", data={}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert answer.json["what"].startswith("There is no code yet")


def test_only_the_units_of_the_rung_are_graded_and_all_of_a_whole_file(
    town, visit, engine
):
    client = visit(town.ana)
    client.post("/exercises/multiply_back", data={"source": CODE})
    client.post("/submissions", data={"source": CODE})
    with database.reading(engine) as db:
        rung, whole = db.scalars(select(Grading).order_by(Grading.seq))
    assert rung.options["units"] == ["multiply_back0", "multiply_back1"]
    assert "units" not in whole.options


def test_an_engine_trains_for_a_board_only_if_every_piece_is_right_alone_too(
    town, visit, judged, engine
):
    # It could have kept our solution of the piece from where both were loaded.
    passed = judged("log_back", "multiply_back0")
    failed = replace(passed.units[0], state=State.FAILED)
    whole = replace(passed.units[0], name="assembled")
    taken = replace(passed, units=(failed, passed.units[1]), assembled=whole)
    sent = town.hand_in(town.pair, None, taken)
    client = visit(town.ana)
    assert "this run stays off the board" in client.get(f"/submissions/{sent.id}").text
    client.post(f"/submissions/{sent.id}/train")
    with database.reading(engine) as db:
        (run,) = db.scalars(select(Grading).where(Grading.queue == "stretch"))
    assert "for_fun" in run.options


def test_the_page_shows_the_smallest_failing_input_with_expected_and_got(town, visit):
    wrong, _ = town.some_verdicts()
    page = visit(town.ana).get(f"/submissions/{wrong.id}").text
    assert "kept one of its three gradients" in page
    assert "y.backward(end_grad=np.ones(2))" in page
    assert page.index("[4, 3]") < page.index("[2, 2]")
    assert "Sandbox tier A" in page
    assert 'http-equiv="refresh"' not in page


def test_train_is_offered_only_where_the_gradients_are_right(town, visit):
    wrong, whole = town.some_verdicts()
    client = visit(town.ana)
    assert "Train MNIST" not in client.get(f"/submissions/{wrong.id}").text
    assert client.post(f"/submissions/{wrong.id}/train").status_code == 404
    assert "Train MNIST" in client.get(f"/submissions/{whole.id}").text
    run = client.post(f"/submissions/{whole.id}/train").location
    assert "Queued: you are next" in client.get(run).text
    client.post(f"{run}/cancel")
    assert "cancelled" in client.get(run).text


def test_a_fault_of_ours_is_grey_and_costs_no_attempt(town, visit, engine):
    submission = town.hand_in(town.pair, "log_back")
    with database.transaction(engine) as db:
        grading = db.scalars(select(Grading)).one()
        grading.phase, grading.fault = "failed", "infrastructure"
        grading.fault_sentence = "The worker was lost three times."
    client = visit(town.ana)
    page = client.get(f"/submissions/{submission.id}").text
    assert "Our fault, nothing to do with your code. No attempt used." in page
    assert "The worker was lost three times." in page
    assert 'class="card ours"' in page
    assert "Attempt 1<" in client.get("/exercises/log_back").text


def test_strangers_text_stays_text(town, visit):
    evil = '<script>alert(1)</script>\x1b[31m\u202e"'
    submission = town.hand_in(
        town.pair, None, town.verdict_saying(evil), source=evil, filename=evil[:30]
    )
    page = visit(town.ana).get(f"/submissions/{submission.id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_draft_comes_back_and_the_starter_can_be_restored(town, visit):
    client = visit(town.ana)
    url = "/exercises/log_back"
    saved = client.post(f"{url}/draft", data={"source": "# half"}, headers=FRAGMENT)
    assert saved.json["saved"]
    assert "# half" in visit(town.ben).get(url).text
    client.post(f"{url}/draft", data={"source": "# half", "restart": "1"})
    assert "# half" not in client.get(url).text


def test_the_queue_position_is_a_number(town, visit, engine):
    for _ in range(2):
        latest = town.hand_in(town.pair, "log_back")
    page = visit(town.ana).get(f"/submissions/{latest.id}/result").text
    assert re.search(r"Queued: 1 ahead, about [1-9]\d* s", page)
    assert "<html" not in page
    with database.transaction(engine) as db:
        leases.claim(db, ("live",), worker="w", host="h")
        first = history.of_pair(db, town.pair.id)[-1].submission.id
    assert ">Grading</p>" in visit(town.ana).get(f"/submissions/{first}").text.replace(
        "</span> Grading", ">Grading"
    )


def test_the_banner_says_why_nothing_is_graded(town, visit, engine):
    client = visit(town.ana)
    assert "Nothing is graded right now" not in client.get("/ladder").text
    with database.transaction(engine) as db:
        row = db.scalars(select(WorkerRow)).one()
        row.tier, row.sentence = "none", "bubblewrap is not installed: apt-get ..."
    page = client.get("/ladder").text
    assert "Nothing is graded right now" in page
    assert "bubblewrap is not installed" in page
    assert client.get("/readyz").json["status"] == "not grading"


def test_a_weaker_sandbox_is_said_to_the_instructor(town, visit, engine):
    with database.transaction(engine) as db:
        row = db.scalars(select(WorkerRow)).one()
        row.tier, row.sentence = "C", "user namespaces are off here."
    assert "user namespaces are off here" in visit(town.instructor).get("/class").text
    assert "user namespaces" not in visit(town.ana).get("/ladder").text
