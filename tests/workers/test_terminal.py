import json
import sys

import pytest
from sqlalchemy.exc import OperationalError

from exercises import suite as suites
from exercises.interpret import interpret
from exercises.nouns import Kind, State
from exercises.report import as_json
from exercises.suite import Case
from exercises.verdicts import Counterexample, UnitVerdict, Verdict
from service import config
from service.store import database
from service.store import suites as store
from workers import __main__ as program
from workers import installed
from workers.terminal import page

VERDICT = Verdict(
    file="pair.py",
    tier="A",
    suite_version="bank-0123456789abcdef",
    headline="1 of 2 exercises passed. First unbroadcast: it has shape (2,).",
    units=(
        UnitVerdict(name="log_back", state=State.PASSED, line=6, passed=7, total=7),
        UnitVerdict(
            name="unbroadcast",
            state=State.FAILED,
            kind=Kind.SHAPE,
            line=10,
            passed=10,
            total=22,
            sentence="it has shape (2,).",
            concept="broadcasting",
            counterexample=Counterexample("unbroadcast(a, b)", "[1.3]", "[0.6, 0.7]"),
        ),
        UnitVerdict(name="relu", state=State.NOT_ATTEMPTED),
    ),
    assembled=UnitVerdict(
        name="assembled", state=State.PASSED, passed=79, total=79, filled_in=("SGD",)
    ),
    remarks=("Your own check on line 60 fails.",),
    log="hello",
    milliseconds={"sandbox": 1.23456, "judge": 2.0, "total": 3.0},
)


def test_the_json_has_the_keys_of_the_terminal_contract():
    plain = json.loads(json.dumps(as_json(VERDICT)))
    assert {"file", "tier", "suite_version", "units", "assembled"} <= set(plain)
    assert set(plain["milliseconds"]) == {"sandbox", "judge", "total"}
    failed = plain["units"][1]
    assert failed["name"] == "unbroadcast"
    assert failed["state"] == "failed"
    assert failed["kind"] == "shape"
    assert failed["probes"] == {"passed": 10, "total": 22}
    assert failed["counterexample"] == {
        "code": "unbroadcast(a, b)",
        "expected": "[1.3]",
        "got": "[0.6, 0.7]",
        "drawing": None,
    }
    assert failed["misconceptions"] == []
    assert failed["filled_in"] == []
    assert plain["units"][0]["counterexample"] is None
    assert plain["units"][0]["kind"] is None
    assert plain["assembled"]["filled_in"] == ["SGD"]


def test_the_page_shows_headline_table_and_counterexample_without_colour():
    text = page(VERDICT, colour=False)
    assert "\033" not in text
    lines = text.splitlines()
    assert "1 of 2 exercises passed" in lines[2]
    assert any(line.split()[:3] == ["✗", "1.2", "unbroadcast"] for line in lines)
    for part in ("10/22", "line 10", "unbroadcast(a, b)", "[1.3]", "[0.6, 0.7]"):
        assert part in text
    assert "not attempted: relu" in text
    assert "filled in by us: SGD" in text
    assert "Your own check on line 60 fails." in text
    assert max(len(line) for line in lines) <= 88


def test_colour_is_never_the_only_sign():
    inked = page(VERDICT, colour=True)
    assert "\033[32m✓" in inked
    assert "\033[31m✗" in inked


@pytest.fixture
def settled(monkeypatch, tmp_path):
    """Keep the settings of the person who runs the tests out of it."""
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path / "data"))
    for name in ("MIN_TIER", "UNSAFE_NO_SANDBOX", "BWRAP"):
        monkeypatch.delenv(f"PAIRGRAD_{name}", raising=False)
    return tmp_path


@pytest.mark.sandbox
def test_several_files_give_one_json_object_per_line_in_order(settled, capsys):
    (settled / "b.py").write_text("def log_back(grad_out, out, x):\n    return x\n")
    (settled / "a.py").write_text("import numpy\n")
    paths = [str(settled / "b.py"), str(settled / "a.py")]
    assert program.main(["grade", *paths, "--json", "--unit", "log_back"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["file"] for each in said] == paths
    assert [unit["name"] for unit in said[0]["units"]] == ["log_back"]
    assert said[0]["units"][0]["state"] == "failed"
    assert said[1]["units"][0]["state"] == "not_attempted"


@pytest.mark.sandbox
def test_a_folder_is_opened_and_a_file_that_is_no_source_gives_status_two(
    settled, capsys
):
    (settled / "work").mkdir()
    (settled / "work" / "good.py").write_text("x = 1\n")
    (settled / "work" / "bad.ipynb").write_text("{")
    (settled / "work" / "notes.txt").write_text("not looked at")
    assert program.main(["grade", str(settled / "work"), "--json"]) == 2
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert "good.py" in shown.out
    assert "bad.ipynb" in shown.err
    assert "Traceback" not in shown.err


def test_a_missing_file_gives_status_two_and_a_reason(settled, capsys):
    assert program.main(["grade", str(settled / "none.py")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_gives_status_two(settled, monkeypatch, capsys):
    monkeypatch.setenv("PAIRGRAD_MIN_TIER", "Z")
    (settled / "a.py").write_text("x = 1\n")
    assert program.main(["grade", str(settled / "a.py")]) == 2
    assert "PAIRGRAD_MIN_TIER" in capsys.readouterr().err


def test_an_unknown_unit_is_refused_by_name(settled, capsys):
    with pytest.raises(SystemExit) as stopped:
        program.main(["grade", str(settled / "a.py"), "--unit", "log_bak"])
    assert stopped.value.code == 2
    assert "log_bak" in capsys.readouterr().err


def test_a_terminal_sees_how_far_several_files_are(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    program._progress(3, 12, "pair.py")
    assert f"{'█' * 6}{'░' * 18} 3/12 pair.py" in capsys.readouterr().err
    program._progress(0, 1, "pair.py")
    assert capsys.readouterr().err == ""


@pytest.fixture
def settings(settled):
    return config.read()


def stored_suite(settings):
    """Store a suite of two public graphs as `pairgrad suite build` would."""
    cases = [Case(spec, interpret(spec)) for spec in suites.bank()[:2]]
    blob = suites.dump(cases)
    version = suites.version_of(blob)
    database.upgrade(settings)
    with database.transaction(database.make_engine(settings)) as db:
        store.store(db, version, blob)
    return version


def test_the_suite_is_the_installations_own_where_there_is_one(settings):
    version = stored_suite(settings)
    found = installed.suite(settings)
    assert found.version == version
    assert len(found.probes) == 2


def test_without_an_installation_the_public_bank_is_asked_and_no_file_is_made(settings):
    assert installed.suite(settings) is None
    assert not settings.data.exists()


def test_an_installation_without_a_suite_has_none(settings):
    database.upgrade(settings)
    assert installed.suite(settings) is None


def test_reading_the_suite_writes_nothing(settings):
    stored_suite(settings)
    before = (settings.data / "pairgrad.sqlite3").read_bytes()
    engine = database.read_only_engine(settings)
    with pytest.raises(OperationalError, match="readonly"), engine.begin() as link:
        link.exec_driver_sql("DELETE FROM suite")
    engine.dispose()
    assert (settings.data / "pairgrad.sqlite3").read_bytes() == before


def test_a_database_that_cannot_be_read_gives_status_two_and_the_remedy(
    settings, capsys
):
    settings.data.mkdir()
    (settings.data / "pairgrad.sqlite3").write_text("not a database")
    (settings.data / "a.py").write_text("x = 1\n")
    assert program.main(["grade", str(settings.data / "a.py")]) == 2
    told = capsys.readouterr().err
    assert "cannot be read" in told
    assert "--data" in told
    assert "Traceback" not in told
