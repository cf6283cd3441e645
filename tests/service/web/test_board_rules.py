"""Until when a board ranks, under which names, and who led it when."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from service import clock, config
from service.store import board_rules, database, leaderboard, stretch
from service.store.board_rules import Naming, Rules, pseudonym
from service.store.database import make_engine, upgrade
from service.store.models import Audit, Pair, StretchRun


@pytest.fixture
def settings(tmp_path, database):
    return config.read(
        {}, data=tmp_path, throttle=False, broker="none", database_url=database
    )


@pytest.fixture
def engine(settings):
    """Return an engine of either database: the board's one query uses windows."""
    upgrade(settings)
    made = make_engine(settings)
    yield made
    made.dispose()


@pytest.fixture
def keep(engine, town):
    """Return a function that sets the rules of the board."""

    def set_rules(**fields):
        with database.transaction(engine) as db:
            board_rules.keep(db, town.course.id, Rules(**fields))

    return set_rules


@pytest.fixture
def run(engine, run_of):
    """Return a function that keeps a run that ended so long ago."""

    def ended(pair, correct, ago=timedelta(), **fields):
        with database.transaction(engine) as db:
            stretch.add_run(db, row := run_of(pair.id, correct, **fields))
            db.flush()
            change = update(StretchRun).where(StretchRun.seq == row.seq)
            db.execute(change.values(created_at=clock.now() - ago))

    return ended


@pytest.fixture
def board(engine, town):
    def entries(read=leaderboard.board):
        with database.reading(engine) as db:
            return read(db, town.course.id, "practice")

    return entries


HOUR = timedelta(hours=1)


def test_after_the_freeze_a_better_run_is_not_ranked(town, keep, run, board):
    run(town.pair, 880, 3 * HOUR)
    run(town.pair, 960, HOUR)
    keep(freeze_at=clock.now() - 2 * HOUR)
    assert [each.run.correct for each in board()] == [880]
    keep(freeze_at=clock.now() + HOUR)
    assert [each.run.correct for each in board()] == [960]


def test_a_frozen_board_says_so_and_its_own_pair_still_sees_its_run(
    town, keep, run, visit
):
    run(town.pair, 960, HOUR)
    keep(freeze_at=clock.now() - 2 * HOUR)
    page = visit(town.ana).get("/leaderboard").text
    assert "The board is frozen" in page
    assert "No run before the freeze." in page
    assert "after the freeze: not ranked" in page


def test_a_run_after_the_freeze_says_so_on_its_own_page(town, keep, visit):
    trained = town.train(town.some_verdicts()[1])
    client = visit(town.ana)
    assert "See the leaderboard" in client.get(f"/runs/{trained.id}").text
    keep(freeze_at=clock.now() - HOUR)
    assert "not ranked" in client.get(f"/runs/{trained.id}").text


@pytest.mark.parametrize("naming", list(Naming))
def test_pairs_stand_under_the_names_the_class_chose(town, keep, run, visit, naming):
    run(town.pair, 880)
    keep(naming=naming)
    wanted = {
        Naming.OWN: town.pair.nickname,
        Naming.GROUP: town.pair.name,
        Naming.PSEUDONYM: pseudonym(town.pair.seq),
    }
    page = visit(town.ana).get("/leaderboard/rows").text
    shown = {each for each, name in wanted.items() if name in page}
    assert naming in shown
    assert (Naming.GROUP in shown) == (naming == Naming.GROUP)
    assert town.pair.name in visit(town.instructor).get("/leaderboard/rows").text
    told = visit(town.instructor).get("/leaderboard/practice/official.json").json
    assert told["entries"][0]["name"] == wanted[naming]


def test_pseudonyms_are_all_different():
    assert len({pseudonym(seq) for seq in range(1, 600)}) == 599


def test_the_lead_is_told_from_the_first_run_on(town, run, board):
    town.populate()
    first, second, third = town.others[:3]
    run(first, 700)
    run(second, 690)
    run(third, 700)
    run(second, 720)
    hidden = town.others[4]
    led = [each.run.correct for each in board(leaderboard.tops)]
    assert led == sorted(set(led))
    assert hidden.on_board
    with_hidden = led[-1]
    assert with_hidden == max(each.run.correct for each in board() if each.pair)


def test_who_led_is_one_query_and_leaves_the_hidden_out(
    town, engine, run, board, queries
):
    town.others = []
    run(town.pair, 700, 2 * HOUR)
    run(town.pair, 650, HOUR)
    run(town.pair, 710)
    queries.clear()
    assert [each.run.correct for each in board(leaderboard.tops)] == [700, 710]
    assert len([each for each in queries if "stretch_run" in each]) == 1
    with database.transaction(engine) as db:
        db.execute(update(Pair).values(on_board=False))
    assert board(leaderboard.tops) == []


def test_the_board_shows_who_led_as_a_chart_with_a_table(town, run, visit):
    run(town.pair, 700, HOUR)
    page = visit(town.ana).get("/leaderboard").text
    tops = page.split("Who led, and since when")[1]
    assert 'data-key="top-practice-official"' in tops
    assert '<td class="figure">70.00 %</td>' in tops


def test_an_instructor_sets_the_rules_on_the_clock_of_the_class(town, engine, visit):
    client = visit(town.instructor)
    sent = {"freeze_at": "2026-11-24T18:00", "naming": "pseudonym"}
    address = "/class/settings/leaderboard"
    answer = client.post(address, data={**sent, "course": town.course.id})
    assert answer.status_code == 303
    with database.reading(engine) as db:
        rules = board_rules.of(db, town.course.id)
        (line,) = db.query(Audit).filter_by(action="set the leaderboard's rules")
    assert rules.naming is Naming.PSEUDONYM
    assert rules.freeze_at.isoformat() == "2026-11-24T18:00:00+00:00"
    assert line.object == town.course.id
    assert 'value="2026-11-24T18:00"' in client.get(answer.location).text


@pytest.mark.parametrize(
    ("field", "sent"), [("naming", "real"), ("freeze_at", "tomorrow")]
)
def test_a_rule_that_cannot_be_read_is_refused_beside_its_field(
    town, engine, visit, field, sent
):
    form = {"freeze_at": "", "naming": "own", "course": town.course.id, field: sent}
    answer = visit(town.instructor).post("/class/settings/leaderboard", data=form)
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    with database.reading(engine) as db:
        assert board_rules.of(db, town.course.id) == Rules()


def test_a_pair_is_told_that_its_nickname_is_not_what_the_class_sees(town, keep, visit):
    keep(naming=Naming.PSEUDONYM)
    page = visit(town.ana).get("/pair").text
    assert f"“{pseudonym(town.pair.seq)}”" in page


def test_the_open_board_has_no_column_of_audits(town, run, visit):
    run(town.pair, 880)
    run(town.pair, 900, track="open")
    official, own = visit(town.ana).get("/leaderboard").text.split("practice-open")[:2]
    assert ">Audits<" in official
    assert ">Audits<" not in own
