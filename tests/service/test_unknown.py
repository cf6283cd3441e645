"""Wrong engines without a name are kept, grouped and listed."""

import json

import pytest
from click.testing import CliRunner

from exercises.nouns import State
from exercises.report import as_json
from exercises.verdicts import Counterexample, UnitVerdict, Verdict
from service.cli import commands
from service.config import Settings
from service.store import demo, leases, pairs, people, results, submissions, suites
from service.store.database import make_engine, transaction, upgrade

CASE = Counterexample("a = Tensor(2.0)\na.log().backward()", "0.5", "0.25")


def behaviour(number):
    array = {"shape": [1], "numbers": [number]}
    return {"v": 1, "wrong": [{"place": 3, "raised": None, "arrays": [array]}]}


@pytest.fixture
def data(tmp_path):
    """Return a data folder in which three pairs handed in wrong engines."""
    settings = Settings(data=tmp_path / "data", broker="none")
    upgrade(settings)
    engine = make_engine(settings)
    with transaction(engine) as db:
        course = demo.ensure(db).course
        suites.store(db, "v", b"")
        couples = [
            pairs.make(db, people.add_student(db, course, name))
            for name in ("Cleo", "Dan", "Eli")
        ]
    for pair, number in zip(couples, (0.25, 0.2500001, 7.0), strict=True):
        hand_in(engine, pair, number)
    engine.dispose()
    return settings.data


def hand_in(engine, pair, number):
    failed = UnitVerdict(
        name="assembled",
        state=State.FAILED,
        counterexample=CASE,
        behaviour=behaviour(number),
    )
    verdict = Verdict(
        file="day.py",
        tier="A",
        suite_version="v",
        headline="",
        units=(),
        assembled=failed,
    )
    with transaction(engine) as db:
        submissions.record(
            db,
            pair_id=pair.id,
            author_id=pairs.members(db, pair.id)[0].id,
            drawer_id=None,
            rung=None,
            filename="day.py",
            source="x = 1",
            client_token=pair.id,
        )
    with transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        assert results.store_verdict(db, claim, verdict, as_json(verdict))


def test_the_behaviour_that_most_pairs_share_comes_first_with_its_case(data):
    told = CliRunner().invoke(
        commands, ["misconceptions", "unknown", "--data", str(data)]
    )
    assert told.exit_code == 0, told.output
    first, second = told.output.split("\n\n")
    assert first.startswith("2 pairs share this behaviour: ")
    assert "a.log().backward()" in first
    assert "expected 0.5" in first
    assert second.startswith("1 pair shares this behaviour: ")


def test_json_gives_one_object_a_line(data):
    told = CliRunner().invoke(
        commands, ["misconceptions", "unknown", "--data", str(data), "--json"]
    )
    lines = [json.loads(line) for line in told.output.splitlines()]
    assert [len(line["pairs"]) for line in lines] == [2, 1]
    assert lines[0]["code"] == CASE.code


def test_without_any_it_says_so(tmp_path):
    settings = Settings(data=tmp_path / "data", broker="none")
    upgrade(settings)
    told = CliRunner().invoke(
        commands, ["misconceptions", "unknown", "--data", str(settings.data)]
    )
    assert "none was graded" in told.output
