import pytest

pytest.importorskip("torch", reason="PyTorch is not installed")

from exercises import suite
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
    assert "suite 120/" in " ".join(told)
    with database.reading(database.make_engine(settings)) as db:
        stored = suites.active(db)
    assert len(suite.load(stored.blob, stored.version).probes) == (
        len(suite.bank()) + len(suite.lessons()) + 40
    )
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
    assert "5 secret ones" in told
    assert "broadcasting" in told


def test_without_a_suite_the_command_that_builds_one_is_named(settings, capsys):
    database.upgrade(settings)
    assert program.main(["show"]) == 2
    assert "pairgrad suite build" in capsys.readouterr().err
