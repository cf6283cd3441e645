import pytest

from service.store import database, visits
from service.web import browsers


def sessions_of(engine, person):
    with database.reading(engine) as db:
        return visits.of(db, person.id)


def test_the_page_lists_every_browser_and_says_which_one_this_is(town, visit):
    elsewhere = town.session_of(town.ana)
    page = visit(town.ana).get("/sessions").text
    assert "Firefox on Linux" in page
    assert "192.0.2.7" in page
    assert page.count("this one") == 1
    assert elsewhere.id in page


def test_a_session_ended_from_elsewhere_is_signed_out_at_once(town, visit, engine):
    here, left_behind = visit(town.ana), visit(town.ana)
    assert left_behind.get("/ladder").status_code == 200
    open_ones = sessions_of(engine, town.ana)
    assert here.post(f"/sessions/{open_ones[0].id}/end").status_code == 303
    assert left_behind.get("/ladder").status_code == 303
    assert here.get("/ladder").status_code == 200


def test_ending_the_one_in_use_is_signing_out(town, visit, engine):
    here = visit(town.ana)
    mine = sessions_of(engine, town.ana)[0]
    assert here.post(f"/sessions/{mine.id}/end").headers["Location"] == "/"
    assert here.get("/ladder").status_code == 303


def test_another_persons_session_cannot_be_ended(town, visit, engine):
    anas = town.session_of(town.ana)
    for other in (town.ben, town.instructor):
        assert visit(other).post(f"/sessions/{anas.id}/end").status_code == 404
    assert [one.id for one in sessions_of(engine, town.ana)] == [anas.id]


def test_everywhere_else_is_ended_and_here_is_not(town, visit, engine):
    here, *others = (visit(town.ana) for _ in range(3))
    bens = visit(town.ben)
    here.post("/sessions/end-others")
    assert [one.get("/ladder").status_code for one in others] == [303, 303]
    assert here.get("/ladder").status_code == bens.get("/ladder").status_code == 200


def test_a_new_password_signs_out_whoever_knew_the_old_one(town, visit):
    here, elsewhere = visit(town.instructor), visit(town.instructor)
    form = {"password": "correct horse battery"}
    assert here.post("/class/password", data=form).status_code == 303
    assert here.get("/class").status_code == 200
    assert elsewhere.get("/class").status_code == 303


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 "
                "Safari/537.36 Edg/140.0"
            ),
            "Edge on Windows",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 "
                "Version/18.0 Mobile Safari/604"
            ),
            "Safari on iPhone",
        ),
        ("curl/8.5", "A program"),
        ("", "A program"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(agent, name):
    assert browsers.name(agent) == name
