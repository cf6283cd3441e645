"""The ladder, the class board and the leaderboards, from the same rows."""

import re

from service.store import database, leaderboard, pairs, people, progress, stretch


def test_a_rung_is_passed_once_all_its_units_are(town, engine, judged):
    part, whole = judged("multiply_back0"), judged("multiply_back0", "multiply_back1")
    town.hand_in(town.pair, "multiply_back", part)
    with database.reading(engine) as db:
        seen = progress.of_pair(db, town.pair.id)["multiply_back"]
    assert (seen.state, seen.attempts) == ("tried", 1)
    town.hand_in(town.pair, "multiply_back", whole)
    with database.reading(engine) as db:
        seen = progress.of_pair(db, town.pair.id)["multiply_back"]
    assert (seen.state, seen.attempts) == ("passed", 2)


def test_passing_stays_passed_and_a_whole_file_counts_for_its_rungs(
    town, engine, judged
):
    town.hand_in(town.pair, None, judged("log_back", "unbroadcast"))
    town.hand_in(town.pair, "log_back", town.verdict_saying("now it is wrong"))
    with database.reading(engine) as db:
        seen = progress.of_pair(db, town.pair.id)
    assert [seen[slug].state for slug in ("log_back", "unbroadcast", "relu")] == [
        "passed",
        "passed",
        "open",
    ]
    assert [seen[slug].attempts for slug in ("log_back", "unbroadcast")] == [2, 1]
    assert progress.next_rung(seen) == "multiply_back"


def test_what_was_not_attempted_or_is_not_python_costs_nothing(town, engine, judged):
    town.hand_in(town.pair, "log_back", judged("log_back", state="unparsable"))
    town.hand_in(town.pair, "log_back", judged("log_back", state="not_attempted"))
    with database.reading(engine) as db:
        seen = progress.of_pair(db, town.pair.id)["log_back"]
    assert (seen.state, seen.attempts) == ("open", 0)


def test_a_class_is_read_in_a_fixed_number_of_queries(town, engine, queries):
    def count():
        queries.clear()
        with database.reading(engine) as db:
            progress.of_course(db, town.course.id)
        return len(queries)

    alone = count()
    town.populate()
    assert count() == alone


def test_the_board_shows_every_pair_with_its_way_to_a_submission(town, visit):
    town.populate()
    page = visit(town.instructor).get("/class").text
    assert page.count('<th scope="row"') == 9
    links = re.findall(r'href="(/class/attempts/[^"]+)"', page)
    assert visit(town.instructor).get(links[0]).status_code == 200


def test_equal_accuracy_shares_a_rank_and_baselines_have_none(town, engine, run_of):
    with database.transaction(engine) as db:
        others = [
            pairs.make(db, people.add_student(db, town.course, name))
            for name in ("Cleo", "Dan", "Eli")
        ]
        stretch.replace_baseline(db, run_of(None, 900, baseline="PyTorch"))
        for pair, correct in zip(others, (880, 880, 870), strict=True):
            stretch.add_run(db, run_of(pair.id, correct))
        stretch.add_run(db, run_of(others[2].id, 875))
        worse = run_of(others[0].id, 999)
        worse.counts = False
        stretch.add_run(db, worse)
    with database.reading(engine) as db:
        board = leaderboard.board(db, town.course.id, "practice")
    assert [(e.rank, e.run.correct) for e in board] == [
        (None, 900),
        (1, 880),
        (1, 880),
        (3, 875),
    ]
    assert [e.pair.name for e in board[1:]] == ["Cleo", "Dan", "Eli"]


def test_practice_and_mnist_have_boards_of_their_own(town, visit, engine, run_of):
    with database.transaction(engine) as db:
        stretch.add_run(db, run_of(town.pair.id, 880))
        stretch.add_run(db, run_of(town.pair.id, 970, data="mnist"))
    page = visit(town.ana).get("/leaderboard").text
    mnist, practice = page.split('id="board-mnist"')[1].split('id="board-practice"')
    assert "97.00 %" in mnist
    assert "88.00 %" not in mnist
    assert "88.00 %" in practice
    assert "never with MNIST" in practice


def test_the_board_shows_nicknames_never_names(town, visit):
    town.populate()
    page = visit(town.ana).get("/leaderboard/rows").text
    names = [person for pair in town.others for person in pair.name.split(" + ")]
    listed = set(re.findall(r'<th scope="row">([^<]+)</th>', page))
    assert town.pair.nickname not in listed
    assert {pair.nickname for pair in town.others[3:]} <= listed
    assert not any(re.search(rf"\b{name}\b", page) for name in names)


def test_the_leaderboard_opens_with_the_pairs_own_results(town, visit, engine, run_of):
    town.populate()
    with database.transaction(engine) as db:
        stretch.add_run(db, run_of(town.pair.id, 890))
    page = visit(town.ana).get("/leaderboard").text
    own, boards = page.split('id="board-', 1)
    assert town.pair.nickname in own
    assert "89.00 %" in own
    assert not any(pair.nickname in own for pair in town.others)
    assert ">you<" in boards


def test_a_pair_may_stay_off_the_board(town, visit, engine, run_of):
    with database.transaction(engine) as db:
        stretch.add_run(db, run_of(town.pair.id, 880))
    client = visit(town.ana)
    assert town.pair.nickname in visit(town.instructor).get("/leaderboard/rows").text
    client.post("/pair/nickname", data={"nickname": "Quiet Ones"})
    page = visit(town.instructor).get("/leaderboard/rows").text
    assert "Quiet Ones" not in page
    assert "No audited run yet" in page
