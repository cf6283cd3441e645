"""How the class got through: the numbers, their plots, and their files."""

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from service.store import database, statistics
from service.store.models import Submission
from service.web.bars import ROOM, plot


@pytest.fixture
def passage(town, engine):
    def look(unit="log_back"):
        with database.reading(engine) as db:
            found = statistics.of_course(db, town.course.id)
        return next(one for one in found if one.unit == unit)

    return look


def test_attempts_and_minutes_are_counted_to_the_first_pass(
    town, engine, judged, passage
):
    for state in ("failed", "did_not_load", "passed", "failed", "passed"):
        town.hand_in(town.pair, "log_back", judged("log_back", state=state))
    with database.transaction(engine) as db:
        for place, sent in enumerate(db.query(Submission).order_by(Submission.seq)):
            sent.created_at += timedelta(minutes=10 * place)
    found = passage()
    assert (found.tried, found.passed, found.to_pass) == (1, 1, (3,))
    assert round(found.usual_minutes) == 20


def test_a_unit_nobody_passed_has_no_median(town, judged, passage):
    assert (passage().tried, passage().usual_attempts) == (0, None)
    town.hand_in(town.pair, "log_back", judged("log_back", state="failed"))
    assert (passage().tried, passage().passed) == (1, 0)
    assert passage().usual_minutes is None


def test_the_page_and_its_files_say_the_same(town, judged, visit):
    town.populate()
    client = visit(town.instructor)
    page = client.get("/class/statistics").text
    answer = client.get("/class/statistics/units.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 29
    first = rows[0]
    told = f"{first['pairs_passed']} of {first['pairs_tried']}"
    assert page.count(f">{told}<") >= 2  # in the table and in the plot
    for name in ("attempts", "minutes", "passed"):
        drawing = ET.fromstring(client.get(f"/class/statistics/{name}.svg").text)
        assert len(drawing.findall(".//{*}rect")) == 1 + 29
    assert client.get("/class/statistics/height.svg").status_code == 404


def test_the_longest_bar_fills_the_room_and_nothing_divides_by_zero():
    bars = plot("t", [("a", 4.0, "4"), ("b", 1.0, "1"), ("c", None, "-")]).bars
    assert [bar.length for bar in bars] == [ROOM, ROOM / 4, 0]
    assert plot("t", [("a", 0.0, "0")]).bars[0].length == 0
    assert plot("t", []).bars == ()
