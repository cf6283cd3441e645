"""Asking for help and disputing a verdict, from both sides of the desk."""

from service.store import database, disputes, pairs, progress
from service.store.models import Grading, Purpose


def test_a_pair_sees_its_place_and_who_is_coming(town, visit, engine):
    ana, ida = visit(town.ana), visit(town.instructor)
    assert "Ask<span" in ana.get("/ladder").text
    ana.post("/help", data={"about": "the third gradient"})
    assert "1st<span" in ana.get("/ladder").text
    board = ida.get("/class").text
    assert "the third gradient" in board
    address = board.split('action="/class/hands/')[1].split('"')[0]
    ida.post(f"/class/hands/{address}", data={"do": "take"})
    assert "Ida is coming" in ana.get("/help/button").text
    ana.post("/help/withdraw")
    assert "Ask<span" in ana.get("/help/button").text
    assert "the third gradient" not in ida.get("/class").text


def test_a_reason_is_asked_for_and_the_page_keeps_what_was_typed(town, visit):
    wrong, _ = town.some_verdicts()
    answer = visit(town.ana).post(
        f"/submissions/{wrong.id}/dispute", data={"reason": " "}
    )
    assert answer.status_code == 422
    assert "Say why the verdict is wrong" in answer.text


def test_another_pairs_verdict_cannot_be_disputed(town, visit):
    wrong, _ = town.some_verdicts()
    town.populate()
    with database.reading(town.engine) as db:
        other = pairs.members(db, town.others[0].id)[0]
    answer = visit(other).post(
        f"/submissions/{wrong.id}/dispute", data={"unit": "backprop", "reason": "x"}
    )
    assert answer.status_code == 404
    with database.reading(town.engine) as db:
        assert disputes.of_submission(db, wrong.id) is None


def test_a_dispute_is_replayed_answered_and_decided(town, visit, engine):
    wrong, _ = town.some_verdicts()
    ana, ida = visit(town.ana), visit(town.instructor)
    told = {"unit": "backprop", "reason": "PyTorch says <b>[2, 2]</b>"}
    assert ana.post(f"/submissions/{wrong.id}/dispute", data=told).status_code == 303
    assert "PyTorch says &lt;b&gt;" in ida.get("/class/disputes").text
    with database.reading(engine) as db:
        dispute = disputes.of_submission(db, wrong.id).dispute
    page = f"/class/disputes/{dispute.id}"
    ida.post(f"{page}/replay")
    assert "Waiting for a worker" in ida.get(page).text
    with database.reading(engine) as db:
        replay = db.query(Grading).filter_by(purpose=Purpose.REPLAY).one()
        assert replay.submission_id == wrong.id
    assert ida.post(page, data={"reply": ""}).status_code == 422
    ida.post(page, data={"reply": "You are right.", "state": "passed"})
    seen = ana.get(f"/submissions/{wrong.id}").text
    assert "Your instructor has answered" in seen
    assert "You are right." in seen
    with database.reading(engine) as db:
        assert progress.of_pair(db, town.pair.id)["backprop"].state == "passed"
