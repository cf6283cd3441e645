import threading
from datetime import timedelta

import pytest

from service import clock
from service.store import database, joining, people
from service.store.models import Course
from service.store.refusals import Refusal


def join(visit, town, name):
    form = {"code": town.course.join_code, "name": name}
    return visit().post("/join", data=form)


def test_a_code_opens_for_as_many_as_the_instructor_says(town, visit):
    boss = visit(town.instructor)
    form = {"hours": "3", "places": "2"}
    assert boss.post("/class/code/opening", data=form).status_code == 303
    assert "for 2 more students" in boss.get("/class/code/opening").text
    assert [join(visit, town, name).status_code for name in ("Xi", "Yu", "Zoe")] == [
        303,
        303,
        422,
    ]
    assert "no longer takes anybody" in join(visit, town, "Zoe").text


def test_a_refused_name_takes_no_place(town, visit):
    visit(town.instructor).post("/class/code/opening", data={"places": "1"})
    assert join(visit, town, "Ana").status_code == 422
    assert join(visit, town, "Zoe").status_code == 303


def test_a_code_closes_at_its_time_and_a_fresh_one_opens(town, visit, engine):
    with database.transaction(engine) as db:
        past = clock.now() - timedelta(seconds=1)
        db.query(Course).one().join_until = past
    assert join(visit, town, "Zoe").status_code == 422
    visit(town.instructor).post("/class/code")
    with database.reading(engine) as db:
        town.course = db.query(Course).one()
    assert join(visit, town, "Zoe").status_code == 303


def test_closing_holds_at_once_and_opening_again_lets_people_in(town, visit):
    boss = visit(town.instructor)
    boss.post("/class/code/close")
    assert "The code is closed" in boss.get("/class/code/opening").text
    assert join(visit, town, "Zoe").status_code == 422
    boss.post("/class/code/opening", data={"hours": "", "places": ""})
    assert join(visit, town, "Zoe").status_code == 303


@pytest.mark.parametrize("form", [{"hours": "2"}, {"places": "-1"}, {"places": "²"}])
def test_a_limit_that_is_none_is_refused_beside_its_field(form, town, visit):
    answer = visit(town.instructor).post("/class/code/opening", data=form)
    assert answer.status_code == 422
    assert "problem" in answer.text


def test_two_who_press_at_once_cannot_share_the_last_place(town, engine):
    with database.transaction(engine) as db:
        joining.limit(db, town.course.id, "", "3")
    told = []

    def try_it(number):
        try:
            with database.transaction(engine) as db:
                joining.take_place(db, town.course)
                people.add_student(db, town.course, f"Student {number}")
            told.append("in")
        except Refusal:
            told.append("refused")

    threads = [threading.Thread(target=try_it, args=(each,)) for each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["in"] * 3 + ["refused"] * 5
