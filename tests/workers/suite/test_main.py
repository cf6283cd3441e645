import json

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed")

from exercises import suite
from exercises.misconceptions.mutants.catalogue import VALUE_MUTANTS
from service import config
from service.store import database, suites
from workers.suite import __main__ as program

pytestmark = pytest.mark.torch


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    return config.read()


def test_a_suite_is_built_once_and_kept_until_its_code_changes(
    settings, capsys, monkeypatch
):
    assert program.main(["build", "--graphs", "40"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-1].endswith("is built")
    assert "suite 100/" in " ".join(told)
    with database.reading(database.make_engine(settings)) as db:
        stored = suites.active(db)
    probes = suite.load(stored.blob, stored.version).probes
    assert len(probes) >= len(suite.bank()) + len(suite.lessons()) + 40
    assert program.main(["build", "--if-missing"]) == 0
    assert capsys.readouterr().out == f"suite {stored.version[:12]} is ready\n"
    monkeypatch.setattr(suite, "recipe", lambda: "of another judge")
    assert program.main(["build", "--if-missing", "--graphs", "1"]) == 0
    assert capsys.readouterr().out.strip().endswith("is built")


@pytest.mark.usefixtures("settings")
def test_the_active_suite_is_shown_by_concept(capsys):
    program.main(["build", "--graphs", "5"])
    capsys.readouterr()
    assert program.main(["show"]) == 0
    told = capsys.readouterr().out
    assert " secret ones" in told
    assert "broadcasting" in told


@pytest.mark.usefixtures("settings")
def test_a_report_says_what_each_probe_kills_and_what_the_course_lets_live(capsys):
    program.main(["build", "--graphs", "5"])
    capsys.readouterr()
    assert program.main(["report", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["kills"]) == set(VALUE_MUTANTS)
    assert min(told["kills"].values()) > 0
    assert told["only_shown"] == ["max_ties_double", "readonly_accumulate"]
    assert told["survivors"] == []
    assert {name for row in told["probes"] for name in row["kills"]} == set(
        VALUE_MUTANTS
    )
    lived = {each["mutant"] for each in told["usual_survivors"]}
    assert {"neg_pass", "reshape_F", "leaf_overwrite", "zero_grad_noop"} <= lived
    assert all(each["killed_by"] for each in told["usual_survivors"])
    assert program.main(["report"]) == 0
    lines = capsys.readouterr().out
    assert "0 mistakes survive" in lines
    assert "re-expression" in lines


def test_without_a_suite_the_command_that_builds_one_is_named(settings, capsys):
    database.upgrade(settings)
    assert program.main(["show"]) == 2
    assert program.main(["report"]) == 2
    assert "pairgrad suite build" in capsys.readouterr().err
