"""One attempt as an instructor reads it, and comments on its lines."""

from service.store import alike, database, messages
from service.store.models import Grading, Purpose

THEIRS = "x = 1\n\ndef log_back(g, o, y):\n    return g / y\n"


def test_the_page_shows_the_verdict_as_the_pair_saw_it_the_diff_and_the_runs(
    town, visit
):
    town.some_verdicts()
    drawn = town.failing_graph()
    page = visit(town.instructor).get(f"/class/attempts/{drawn.id}").text
    assert "x.grad is [2, 2], expected [4, 3]." in page
    assert "grad_out * x" in page
    assert "Attempt before" in page
    assert "w on h" in page


def test_a_private_replay_is_a_run_of_its_own_that_the_pair_does_not_see(town, visit):
    wrong, _ = town.some_verdicts()
    ida = visit(town.instructor)
    before = visit(town.ana).get("/submissions").text.count("<tr>")
    assert ida.post(f"/class/attempts/{wrong.id}/replay").status_code == 303
    assert "private replay" in ida.get(f"/class/attempts/{wrong.id}").text
    assert visit(town.ana).get("/submissions").text.count("<tr>") == before
    with database.reading(town.engine) as db:
        assert db.query(Grading).filter_by(purpose=Purpose.REPLAY).count() == 1


def test_a_comment_stands_at_its_line_and_with_the_pair(town, visit):
    wrong, _ = town.some_verdicts()
    ida = visit(town.instructor)
    told = {"line": "6", "text": "Which x is this?"}
    ida.post(f"/class/attempts/{wrong.id}/comment", data=told)
    assert "not read yet" in ida.get(f"/class/attempts/{wrong.id}").text
    seen = visit(town.ana).get(f"/submissions/{wrong.id}").text
    assert "Line 6 of your code" in seen
    assert "Which x is this?" in seen


def test_the_same_code_gets_the_same_comment_at_its_own_line_once(town, visit):
    town.populate()
    wrong, _ = town.some_verdicts()
    same, other = town.others[:2]
    for rung in ("log_back", "relu"):
        copied = town.hand_in(same, rung, source=THEIRS)
    town.hand_in(other, "log_back", source=THEIRS.replace("/", "*"))
    with database.reading(town.engine) as db:
        found = alike.same_code(db, wrong, 6)
    mine = {
        (each.submission_id, each.line) for each in found if each.pair_id == same.id
    }
    assert (copied.id, 4) in mine
    told = {"line": "6", "text": "Why divided?", "alike": "1"}
    visit(town.instructor).post(f"/class/attempts/{wrong.id}/comment", data=told)
    with database.reading(town.engine) as db:
        (letters,) = messages.sent(db, town.course.id)
        assert [one.pair.id for one in letters].count(same.id) == 1
        assert town.pair.id in {one.pair.id for one in letters}


def test_an_empty_comment_is_refused_and_the_line_is_kept(town, visit):
    wrong, _ = town.some_verdicts()
    page = f"/class/attempts/{wrong.id}/comment"
    answer = visit(town.instructor).post(page, data={"line": "4", "text": ""})
    assert answer.status_code == 422
    assert 'value="4"' in answer.text


def test_code_stays_text(town, visit):
    sent = town.hand_in(town.pair, "relu", source="# <script>alert(1)</script>\n")
    page = visit(town.instructor).get(f"/class/attempts/{sent.id}").text
    assert "<script>alert" not in page


def test_hints_are_told_apart_by_whether_they_were_open_before_the_attempt(town, visit):
    ana, ida = visit(town.ana), visit(town.instructor)
    ana.post("/exercises/log_back/hints", data={"number": "1"})
    sent = town.hand_in(town.pair, "log_back", source=THEIRS)
    ana.post("/exercises/log_back/hints", data={"number": "2"})
    ana.post("/exercises/relu/hints", data={"number": "1"})
    page = ida.get(f"/class/attempts/{sent.id}").text
    told = page.partition("Hints opened: ")[2].partition("</p>")[0]
    assert told.startswith("1 by Ana")
    assert [told.count(f"({when} this attempt)") for when in ("before", "after")] == [
        1,
        1,
    ]


def test_an_attempt_without_hints_says_nothing_of_them(town, visit):
    sent = town.hand_in(town.pair, "log_back", source=THEIRS)
    assert (
        "Hints opened"
        not in visit(town.instructor).get(f"/class/attempts/{sent.id}").text
    )
