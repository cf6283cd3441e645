import re
from datetime import timedelta

import pytest

from service import clock
from service.store import database, links, pairs, people
from service.store.models import Session, SignIn
from service.store.refusals import Refusal


def test_looking_at_a_link_does_not_use_it_up(app, town, engine):
    with database.transaction(engine) as db:
        token = links.single_use(db, town.ana.id)
    preview, browser = app.test_client(), app.test_client()
    for _ in range(3):
        assert "Sign in as Ana?" in preview.get(f"/in/{token}").text
    assert browser.post(f"/in/{token}").status_code == 303
    assert browser.get("/ladder").status_code == 200
    assert preview.get("/ladder").status_code == 303
    assert app.test_client().post(f"/in/{token}").status_code == 404


def test_a_link_expires(app, town, engine):
    with database.transaction(engine) as db:
        token = links.single_use(db, town.ana.id)
        row = db.query(SignIn).one()
        row.expires_at = clock.now() - timedelta(seconds=1)
    assert app.test_client().post(f"/in/{token}").status_code == 404


def test_a_personal_link_works_again_until_a_new_one_is_made(app, town, engine):
    with database.transaction(engine) as db:
        token = links.rejoin(db, town.ana.id)
    for _ in range(2):
        assert app.test_client().post(f"/in/{token}").status_code == 303
    with database.transaction(engine) as db:
        links.rejoin(db, town.ana.id)
    assert app.test_client().post(f"/in/{token}").status_code == 404


def test_no_secret_is_stored_as_it_is(town, engine, visit):
    client = visit(town.ana)
    with client.session_transaction() as cookie:
        key = cookie["key"]
    with database.reading(engine) as db:
        assert key not in {row.id_sha256 for row in db.query(Session)}
        assert {len(row.token_sha256) for row in db.query(SignIn)} == {64}


def test_signing_in_changes_the_session_key_and_signing_out_ends_it(town, visit):
    client = visit(town.ana)
    with client.session_transaction() as cookie:
        key = cookie["key"]
    client.post("/sign-out")
    assert client.get("/ladder").status_code == 303
    with client.session_transaction() as cookie:
        cookie["key"] = key
    assert client.get("/ladder").status_code == 303


def test_a_student_joins_with_code_and_name_and_gets_a_personal_link(app, town):
    client = app.test_client()
    code = town.course.join_code
    shown = f"{code[:4].lower()} - {code[4:]}"
    answer = client.post("/join", data={"code": shown, "name": "  Zoë \u202e Q "})
    assert answer.location == "/pair"
    page = client.get("/pair").text
    assert "Hello Zoë Q" in page
    link = page.split('value="http://localhost', 1)[1].split('"')[0]
    assert app.test_client().post(link).status_code == 303


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"code": "WRONG", "name": "Zoë"}, "code", "No class has the code WRONG"),
        ({"code": "", "name": "Zoë"}, "code", "No class has the code"),
        ({"name": " "}, "name", "Please type a name"),
        ({"name": "x" * 61}, "name", "longer than 60"),
        ({"name": "ana"}, "name", "ana is in this class already"),
    ],
)
def test_a_wrong_join_names_the_field_and_keeps_what_was_typed(
    app, town, sent, field, words
):
    sent = {"code": town.course.join_code} | sent
    page = app.test_client().post("/join", data=sent)
    assert page.status_code == 422
    assert words in page.text
    assert f'aria-describedby="{field}-problem"' in page.text
    assert f'value="{sent["name"]}"' in page.text


def test_two_computers_find_each_other_by_a_code(town, engine, visit):
    with database.transaction(engine) as db:
        cleo, dan = (people.add_student(db, town.course, n) for n in ("Cleo", "Dan"))
    first, second = visit(cleo), visit(dan)
    first.post("/pair/code")
    with database.reading(engine) as db:
        code = pairs.waiting_code(db, pairs.of(db, cleo.id).id).code
    assert code in first.get("/pair").text
    wrong = second.post("/pair/join", data={"code": "2222"})
    assert wrong.status_code == 422
    assert 'value="2222"' in wrong.text
    assert "No pair 2222 is waiting" in wrong.text
    assert second.post("/pair/join", data={"code": code.lower()}).status_code == 303
    assert "Cleo + Dan" in first.get("/pair/waiting").text
    assert "Cleo + Dan" in second.get("/ladder").text


def test_a_code_is_used_once_and_is_good_for_one_class(town, engine):
    with database.transaction(engine) as db:
        other = people.make_course(db, "Elsewhere")
        cleo, dan = (people.add_student(db, town.course, n) for n in ("Cleo", "Dan"))
        stranger = people.add_student(db, other, "Eve")
        code = pairs.invite(db, pairs.make(db, cleo)).code
        with pytest.raises(Refusal):
            pairs.join_by_code(db, stranger, code)
        with pytest.raises(Refusal, match="your own code"):
            pairs.join_by_code(db, cleo, code)
        pairs.join_by_code(db, dan, code)
        fred = people.add_student(db, town.course, "Fred")
        with pytest.raises(Refusal):
            pairs.join_by_code(db, fred, code)


def test_a_group_has_three_members_at_most(town, engine):
    with database.transaction(engine) as db:
        pair = pairs.of(db, town.ana.id)
        pairs.add(db, pair, people.add_student(db, town.course, "Cleo"))
        with pytest.raises(Refusal, match="full: Ana, Ben, Cleo"):
            pairs.add(db, pair, people.add_student(db, town.course, "Dan"))


def test_one_computer_holds_both_names_and_the_driver_is_the_author(
    town, engine, visit
):
    with database.transaction(engine) as db:
        cleo = people.add_student(db, town.course, "Cleo")
    client = visit(cleo)
    assert client.post("/pair/shared", data={"partner": "Dan"}).status_code == 303
    client.post("/pair/switch")
    client.post("/exercises/log_back", data={"source": "def log_back(): ..."})
    page = client.get("/submissions").text
    assert "Cleo + Dan" in page
    assert re.search(r"Dan wrote<span[^>]*>, Cleo drew", page)


def test_someone_alone_keeps_the_history_when_a_partner_comes(town, engine, visit):
    with database.transaction(engine) as db:
        cleo, dan = (people.add_student(db, town.course, n) for n in ("Cleo", "Dan"))
    client = visit(cleo)
    client.post("/pair/alone")
    client.post("/exercises/log_back", data={"source": "def log_back(): ..."})
    client.post("/pair/code")
    with database.reading(engine) as db:
        code = pairs.waiting_code(db, pairs.of(db, cleo.id).id).code
    partner = visit(dan)
    partner.post("/pair/join", data={"code": code})
    assert "The gradient of a logarithm" in partner.get("/submissions").text


def test_an_instructor_signs_in_by_password_only_once_one_is_set(town, visit, app):
    client = visit(town.instructor)
    form = {"name": "Ida", "password": "correct horse"}
    assert app.test_client().post("/sign-in", data=form).status_code == 422
    assert client.post("/class/password", data={"password": "short"}).status_code == 422
    assert client.post("/class/password", data=form).status_code == 303
    browser = app.test_client()
    assert browser.post("/sign-in", data=form | {"password": "no"}).status_code == 422
    assert browser.post("/sign-in", data=form).status_code == 303
    assert browser.get("/class").status_code == 200


def test_demo_people_switch_in_one_browser_and_nobody_else_does(town, engine, visit):
    with database.transaction(engine) as db:
        cleo = people.add_student(db, town.course, "Cleo")
    client = visit(town.ana)
    assert client.post(f"/demo/{town.instructor.id}").status_code == 303
    assert client.get("/class").status_code == 200
    assert client.post(f"/demo/{town.ben.id}").status_code == 303
    assert client.get("/ladder").status_code == 200
    assert client.post(f"/demo/{cleo.id}").status_code == 404
    real = visit(cleo)
    assert real.post(f"/demo/{town.instructor.id}").status_code == 404
    assert "Demo: be someone else" not in real.get("/pair").text


def test_demo_switching_is_for_this_machine_only(town, visit):
    client = visit(town.ana)
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    path = f"/demo/{town.instructor.id}"
    assert client.post(path, environ_base=elsewhere).status_code == 404
