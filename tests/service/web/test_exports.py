"""What leaves as a file: the columns of the page, no formula, and the same numbers."""

import csv
import io
import json
from pathlib import Path

import pytest

from exercises.catalogue import UNITS
from service.store import database, grades, pairing, pairs, people
from service.store.models import Audit, Pair
from service.web.exports import COLUMNS

PAGE = Path(__file__).parents[3] / "docs" / "grades.md"


@pytest.fixture
def fetch(town, visit):
    def get(name):
        address = f"/class/export/{name}?course={town.course.id}"
        return visit(town.instructor).get(address)

    return get


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_stands_in_the_page_about_grades(column):
    assert f"| `{column}` |" in PAGE.read_text()


def test_the_table_of_grades_adds_up_and_is_logged(town, engine, judged, fetch):
    town.hand_in(town.pair, None, judged("log_back", "relu"))
    answer = fetch("grades.csv")
    assert answer.headers["Cache-Control"] == "no-store"
    rows = table(answer)
    assert [row["name"] for row in rows] == ["Ana", "Ben"]
    for row in rows:
        assert float(row["points"]) == sum(float(row[unit]) for unit in UNITS) == 4
        assert float(row["possible"]) == grades.POSSIBLE / 100
        assert row["everyone_can_explain"] == "no"
    with database.reading(engine) as db:
        assert "exported grades" in {row.action for row in db.query(Audit)}


def test_names_that_are_formulas_leave_as_text(town, engine, fetch):
    with database.transaction(engine) as db:
        people.add_student(db, town.course, "=cmd|' /C calc'!A0")
    for name in ("grades.csv", "roster.csv"):
        assert "'=cmd" in fetch(name).text
        assert "\n=cmd" not in fetch(name).text


def test_the_json_says_what_counts_and_why(town, judged, fetch):
    sent = town.hand_in(town.pair, "log_back", judged("log_back"))
    told = json.loads(fetch("grades.json").text)
    assert told["rules"] == {"late_percent": 100, "grace_minutes": 0, "zone": "UTC"}
    unit = told["students"][0]["units"]["log_back"]
    assert unit == {
        "points": 3.0,
        "possible": 3.0,
        "state": "passed",
        "why": "best",
        "late": False,
        "submission": sent.id,
    }


def test_everything_handed_in_leaves_line_by_line(town, judged, fetch):
    town.hand_in(town.pair, "log_back", judged("log_back"), source="# a\n")
    town.hand_in(town.pair, "relu", source="# b\n")
    lines = [json.loads(line) for line in fetch("submissions.jsonl").text.splitlines()]
    assert [line["source"] for line in lines] == ["# a\n", "# b\n"]
    assert lines[0]["units"] == {"log_back": "passed"}
    assert (lines[1]["phase"], lines[1]["units"]) == ("queued", {})


def test_the_exported_roster_is_read_back_without_a_change(town, visit, fetch):
    text = fetch("roster.csv").text
    form = {"course": town.course.id, "source": text}
    page = visit(town.instructor).post("/class/roster/import", data=form).text
    assert "0 new students" in page


def test_who_changes_groups_keeps_what_was_passed_with_them(
    town, engine, judged, fetch
):
    town.hand_in(town.pair, "log_back", judged("log_back"))
    with database.transaction(engine) as db:
        cem = people.add_student(db, town.course, "Cem")
        mine = db.query(Pair).filter_by(id=town.pair.id).one()
        fresh = pairing.together(db, [town.ben, cem], actor_id=town.instructor.id)
        pairs.add(db, mine, people.add_student(db, town.course, "Doa"))
    town.hand_in(town.pair, "relu", judged("relu"))
    town.hand_in(fresh, "exp_back", judged("exp_back"))
    earned = {row["name"]: float(row["points"]) for row in table(fetch("grades.csv"))}
    log, relu, exp = (UNITS[one].points for one in ("log_back", "relu", "exp_back"))
    assert earned == {
        "Ana": log + relu,
        "Ben": log + exp,
        "Cem": exp,
        "Doa": log + relu,
    }
