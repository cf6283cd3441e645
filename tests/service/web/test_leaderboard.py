"""One query, two tracks, figures with their uncertainty, and what may be exported."""

import pytest

from service.store import database, leaderboard, stretch
from service.store.models import Pair


def kept(engine, *runs):
    with database.transaction(engine) as db:
        for run in runs:
            stretch.add_run(db, run)


def board(engine, town, **which):
    with database.reading(engine) as db:
        return leaderboard.board(db, town.course.id, "practice", **which)


def test_a_board_of_many_runs_is_one_query(town, engine, queries, run_of):
    town.populate()
    kept(engine, *(run_of(town.pair.id, 500 + each) for each in range(50)))
    queries.clear()
    entries = board(engine, town)
    assert len([each for each in queries if "stretch_run" in each]) == 1
    (own,) = [each for each in entries if each.pair and each.pair.id == town.pair.id]
    assert (own.run.correct, own.runs) == (549, 50)


def test_the_earlier_of_two_equal_runs_stands(town, engine, run_of):
    kept(engine, *(run_of(town.pair.id, 800) for _ in range(2)))
    (entry,) = board(engine, town)
    with database.reading(engine) as db:
        first = leaderboard.runs_of(db, town.pair.id)[-1]
    assert entry.run.seq == first.seq


def test_the_tracks_never_rank_together(town, engine, run_of, visit):
    kept(engine, run_of(town.pair.id, 880), run_of(town.pair.id, 960, track="open"))
    assert [each.run.correct for each in board(engine, town)] == [880]
    assert [each.run.correct for each in board(engine, town, track="open")] == [960]
    page = visit(town.ana).get("/leaderboard").text
    official, own = page.split('id="board-practice-open"')
    assert "88.00 %" in official.split('id="board-practice"')[1]
    assert "96.00 %" in own
    assert "gradients not audited" in own


@pytest.mark.parametrize(
    ("correct", "margin"), [(500, 0.0309), (900, 0.0186), (1000, 0.0019)]
)
def test_accuracy_has_the_half_width_of_its_interval(
    town, engine, run_of, correct, margin
):
    kept(engine, run_of(town.pair.id, correct))
    (entry,) = board(engine, town)
    assert entry.margin == pytest.approx(margin, abs=1e-4)


def test_time_is_told_as_a_multiple_and_never_in_seconds(town, engine, run_of, visit):
    unmeasured = run_of(town.others[0].id if town.others else None, 1, baseline="Old")
    unmeasured.reference_seconds = None
    kept(engine, run_of(town.pair.id, 880), unmeasured)
    with_time, without = board(engine, town)
    assert with_time.ratio == pytest.approx(21.5 / 11)
    assert without.ratio is None
    page = visit(town.ana).get("/leaderboard/rows").text
    assert ">2.0 \N{MULTIPLICATION SIGN}<" in page
    assert "21.5 s" not in page


def test_the_instructor_sees_names_and_exports_them_as_no_formula(
    town, engine, run_of, visit
):
    kept(engine, run_of(town.pair.id, 880))
    with database.transaction(engine) as db:
        db.get_one(Pair, town.pair.seq).nickname = "=HYPERLINK(1)"
    client = visit(town.instructor)
    assert town.pair.name in client.get("/leaderboard").text
    told = client.get("/leaderboard/practice/official.csv").text
    assert "'=HYPERLINK(1)" in told
    assert town.pair.name in told
    entries = client.get("/leaderboard/practice/official.json").json["entries"]
    assert entries[0]["time_ratio"] == pytest.approx(21.5 / 11)
    assert client.get("/leaderboard/letters/official.csv").status_code == 404


def test_a_pair_sees_no_export_and_gets_none(town, visit):
    client = visit(town.ana)
    assert "as CSV" not in client.get("/leaderboard").text
    assert client.get("/leaderboard/practice/open.csv").status_code == 404


def test_an_address_decides_the_class_of_a_board_and_nothing_else(town, visit):
    asked = {"track": "x", "data": "y", "_scheme": "javascript", "_external": "1"}
    for path in ("/leaderboard", "/leaderboard/rows"):
        for someone in (town.instructor, town.ana):
            answer = visit(someone).get(path, query_string=asked)
            assert answer.status_code == 200
            assert "javascript:" not in answer.text
