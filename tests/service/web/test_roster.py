"""The roster: brought in whole or not at all, and people put together and apart."""

import io
import random
from datetime import timedelta

import pytest

from service import clock
from service.store import (
    database,
    joining,
    pairing,
    pairs,
    people,
    policies,
    roster_lines,
    rosters,
)
from service.store.models import Audit, Membership, Pair, Person
from service.store.policies import Rules
from service.store.refusals import Refusal


@pytest.fixture
def groups(town, engine):
    """Return a function: the names in each group of the class, sorted."""

    def look():
        with database.reading(engine) as db:
            found = rosters.of(db, town.course.id).groups
        return sorted(sorted(one.name for one in inside) for _, inside in found)

    return look


@pytest.mark.parametrize(
    "text",
    [
        "name,group\nCem,1\nDoa,1\nElif,\n",
        "\ufeffgroup;email;name\r\n1;c@x;Cem\r\n1;d@x;Doa\r\n;e@x;Elif\r\n",
        "Cem\t1\nDoa\t1\n\nElif\n",
    ],
    ids=["commas", "semicolons, other columns", "tabs, no header"],
)
def test_a_roster_is_read_as_programs_write_it(text):
    found = [(line.name, line.group, line.problem) for line in roster_lines.read(text)]
    assert found == [("Cem", "1", ""), ("Doa", "1", ""), ("Elif", "", "")]


def test_each_line_says_its_own_problem():
    lines = roster_lines.read(
        "name,group\nCem,1\n,2\ncem,3\n" + "x" * 61 + ",\nA,9\nB,9\nC,9\nD,9\n"
    )
    told = {line.number: line.problem for line in lines if line.problem}
    assert told == {
        3: "There is no name.",
        4: "cem stands in line 2 already: add a letter.",
        5: "That name is longer than 60 characters.",
        9: "9 has more than 3 members.",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no line yet"),
        ("\n\n", "no line yet"),
        ("a\n" * 1001, "more than 1000"),
        ('"a\n' + "x" * 200_000, "no table"),
    ],
)
def test_what_is_no_roster_is_refused(text, says):
    with pytest.raises(Refusal, match=says):
        roster_lines.read(text)


def test_a_list_is_shown_first_and_then_taken_as_a_whole(town, engine, visit, groups):
    client = visit(town.instructor)
    form = {"course": town.course.id, "source": "Cem,1\nDoa,1\nAna,\nElif,2\n"}
    page = client.post("/class/roster/import", data=form).text
    assert "3 new students" in page
    assert "is in the class already" in page
    assert groups() == [["Ana", "Ben"]]
    answer = client.post("/class/roster/import", data={**form, "do": "import"})
    assert answer.status_code == 303
    assert groups() == [["Ana", "Ben"], ["Cem", "Doa"], ["Elif"]]
    client.post("/class/roster/import", data={**form, "do": "import"})
    assert groups() == [["Ana", "Ben"], ["Cem", "Doa"], ["Elif"]]


def test_one_bad_line_keeps_all_of_them_out(town, engine, visit):
    client = visit(town.instructor)
    form = {"course": town.course.id, "source": "Cem,1\nCem,2\n<b>Doa</b>,3\n"}
    page = client.post("/class/roster/import", data=form).text
    assert "1 line to mend" in page
    assert "&lt;b&gt;Doa" in page
    answer = client.post("/class/roster/import", data={**form, "do": "import"})
    assert answer.status_code == 422
    assert "Nothing was imported" in answer.text
    with database.reading(engine) as db:
        assert db.query(Person).filter_by(name="Cem").count() == 0


def test_a_file_may_bring_the_list_and_a_strange_one_says_so(town, visit):
    client = visit(town.instructor)
    for data, says in (("Jürgen,1\n".encode(), "Jürgen"), (b"\xff\xfeC", "UTF-8")):
        file = (io.BytesIO(data), "roster.csv")
        form = {"course": town.course.id, "file": file}
        assert says in client.post("/class/roster/import", data=form).text


def test_whoever_is_expected_comes_in_once_under_that_name(town, engine, visit):
    with database.transaction(engine) as db:
        roster_lines.take(
            db, town.course, roster_lines.read("Cem,1\nDoa,1"), actor_id=None
        )
    form = {"code": town.course.join_code, "name": "cem"}
    assert visit().post("/join", data=form).status_code == 303
    again = visit().post("/join", data=form)
    assert again.status_code == 422
    assert "is in this class already" in again.text
    with database.reading(engine) as db:
        cem = db.query(Person).filter_by(name="Cem").one()
        assert {one.name for one in pairs.members(db, pairs.of(db, cem.id).id)} == {
            "Cem",
            "Doa",
        }


def test_who_came_by_a_link_is_not_expected_any_more(town, engine, visit):
    with database.transaction(engine) as db:
        roster_lines.take(db, town.course, roster_lines.read("Cem"), actor_id=None)
        cem = db.query(Person).filter_by(name="Cem").one()
    visit(cem)
    form = {"code": town.course.join_code, "name": "Cem"}
    assert visit().post("/join", data=form).status_code == 422


def test_who_has_a_code_that_opens_is_offered_the_names_still_to_come(
    town, engine, visit
):
    with database.transaction(engine) as db:
        roster_lines.take(db, town.course, roster_lines.read("Cem\nDoa"), actor_id=None)
    link = f"/join/{town.course.join_code}"
    page = visit().get(link).text
    assert [name in page for name in ("Cem", "Doa", "Ana")] == [True, True, False]
    visit().post("/join", data={"code": town.course.join_code, "name": "Cem"})
    page = visit().get(link).text
    assert [name in page for name in ("Cem", "Doa")] == [False, True]
    empty = visit().post("/join", data={"code": town.course.join_code, "name": ""})
    assert '<option value="Doa">' in empty.text


def test_nobody_without_a_code_that_opens_is_told_a_name(town, engine, visit):
    with database.transaction(engine) as db:
        roster_lines.take(db, town.course, roster_lines.read("Cem"), actor_id=None)
    wrong = visit().post("/join", data={"code": "ABCDEFGH", "name": ""})
    pages = [visit().get("/").text, visit().get("/join/ABCDEFGH").text, wrong.text]
    with database.transaction(engine) as db:
        joining.close(db, town.course.id)
    link = f"/join/{town.course.join_code}"
    closed = visit().post("/join", data={"code": town.course.join_code, "name": "Cem"})
    for page in [*pages, visit().get(link).text, closed.text.partition("name=")[0]]:
        assert "Cem" not in page
    assert "<datalist" not in closed.text


def test_a_class_may_take_its_roster_only(town, engine, visit):
    with database.transaction(engine) as db:
        policies.keep(db, town.course.id, Rules(roster_only=True))
        roster_lines.take(db, town.course, roster_lines.read("Cem"), actor_id=None)
    form = {"code": town.course.join_code, "name": "Mallory"}
    answer = visit().post("/join", data=form)
    assert answer.status_code == 422
    assert "not on the roster" in answer.text
    client = visit()
    assert client.post("/join", data={**form, "name": "Cem"}).status_code == 303
    answer = client.post("/pair/shared", data={"partner": "Mallory"})
    assert "not on the roster" in answer.text


def test_a_group_is_put_together_and_split_by_hand_and_keeps_its_work(
    town, engine, visit, groups, judged
):
    town.hand_in(town.pair, "log_back", judged("log_back"))
    client = visit(town.instructor)
    client.post(
        "/class/roster/groups", data={"course": town.course.id, "pair": town.pair.id}
    )
    assert groups() == []
    both = {"course": town.course.id, "person": [town.ben.id, town.ana.id]}
    client.post("/class/roster/groups", data=both)
    assert groups() == [["Ana", "Ben"]]
    with database.reading(engine) as db:
        assert pairs.of(db, town.ana.id).id == town.pair.id
        assert db.query(Membership).count() == 4
        said = [row.action for row in db.query(Audit)]
    assert "split a group" in said
    assert "put a group together" in said
    none = {"course": town.course.id}
    assert client.post("/class/roster/groups", data=none).status_code == 422


def test_a_late_partner_comes_into_the_group_that_has_begun(
    town, engine, judged, groups
):
    with database.transaction(engine) as db:
        first = people.add_student(db, town.course, "Cem")
        begun = pairs.make(db, first)
        late = people.add_student(db, town.course, "Doa")
        made = pairing.together(db, [late, first], actor_id=town.instructor.id)
    assert made.id == begun.id


def test_nobody_of_another_class_is_put_into_a_group(town, engine, visit):
    with database.transaction(engine) as db:
        other = people.make_course(db, "Another class")
        eve = people.add_student(db, other, "Eve")
    answer = visit(town.instructor).post(
        "/class/roster/groups", data={"course": town.course.id, "person": [eve.id]}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 30])
def test_a_draw_leaves_nobody_out_and_nobody_alone(number):
    people = [Person(id=str(n), name=str(n)) for n in range(number)]
    found = pairing.at_random(people, {}, random.Random(1))
    assert sorted(one.id for group in found for one in group) == sorted(
        one.id for one in people
    )
    assert all(len(group) in {2, 3} for group in found) or number == 1


def test_a_draw_avoids_those_who_have_met_while_it_can():
    people = [Person(id=str(n), name=str(n)) for n in range(12)]
    known = {}
    for week in range(8):
        found = pairing.at_random(people, known, random.Random(week))
        assert pairing.again(found, known) == 0
        for group in found:
            known[frozenset(one.id for one in group)] = 1


def test_the_groups_shown_are_the_groups_made(town, engine, visit, groups):
    with database.transaction(engine) as db:
        for name in ("Cem", "Doa", "Elif", "Fay", "Gus"):
            people.add_student(db, town.course, name)
    client = visit(town.instructor)
    asked = {"course": town.course.id, "how": "rest", "seed": "7"}
    page = client.get("/class/roster/pairing", query_string=asked).text
    plan = page.split('name="plan" value="')[1].split('"')[0]
    assert groups() == [["Ana", "Ben"]]
    client.post("/class/roster/pairing", data={**asked, "plan": plan})
    made = groups()
    assert [len(one) for one in made] in ([2, 2, 3], [2, 3, 2])
    assert all(" + ".join(one) in page or len(one) > 1 for one in made)
    stale = client.post("/class/roster/pairing", data={**asked, "plan": plan})
    assert "The class has changed since you looked" in stale.text
    assert groups() == made


def test_last_weeks_groups_come_together_again(town, engine, visit, groups):
    last_week = clock.now() - timedelta(days=7)
    with database.transaction(engine) as db:
        for row in db.query(Membership):
            row.created_at = last_week - timedelta(hours=1)
        mine = db.query(Pair).filter_by(id=town.pair.id).one()
        pairing.split(db, mine, actor_id=town.instructor.id)
    assert groups() == []
    client = visit(town.instructor)
    asked = {
        "course": town.course.id,
        "how": "earlier",
        "day": last_week.date().isoformat(),
        "seed": "1",
    }
    page = client.get("/class/roster/pairing", query_string=asked).text
    plan = page.split('name="plan" value="')[1].split('"')[0]
    client.post("/class/roster/pairing", data={**asked, "plan": plan})
    assert groups() == [["Ana", "Ben"]]
    with database.reading(engine) as db:
        assert pairs.of(db, town.ana.id).id == town.pair.id
    for strange in ({"day": "soon"}, {"how": "by height"}):
        answer = client.get("/class/roster/pairing", query_string={**asked, **strange})
        assert answer.status_code == 422
