"""Signing in at the institution: only a proof opens, and only for whom it names."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service import clock, config, safety
from service.store import database, erasing, identities
from service.store.models import Audit, Person
from service.web import create_app
from tests.service.web.pretend_issuer import CLIENT, SECRET, PretendIssuer
from tests.service.web.test_every_page import looked_at

START, FIRST = "/sign-in/elsewhere", "/sign-in/elsewhere/first"
UNTRUSTED = "cannot be trusted"


@pytest.fixture
def issuer():
    made = PretendIssuer()
    yield made
    made.close()


@pytest.fixture
def settings(settings, issuer):
    return replace(
        settings,
        oidc_issuer=issuer.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_label="your campus account",
    )


def there_and_back(browser, issuer):
    """Sign in at the issuer; return what comes of it here."""
    return browser.get(issuer.agree(browser.get(START).headers["Location"]))


def known(engine, person, subject, address):
    with database.transaction(engine) as db:
        identities.connect(db, person.id, address, subject)


def test_a_new_student_joins_once_by_code_and_then_by_the_account_alone(
    town, visit, issuer, engine
):
    browser = visit()
    assert there_and_back(browser, issuer).headers["Location"] == FIRST
    assert 'value="Ada Lovelace"' in browser.get(FIRST).text
    form = {"code": town.course.join_code, "name": "Ada"}
    joined = browser.post("/sign-in/elsewhere/join", data=form)
    assert joined.headers["Location"] == "/pair"
    again = visit()
    assert there_and_back(again, issuer).headers["Location"] == "/"
    assert again.get("/pair").status_code == 200
    with database.reading(engine) as db:
        assert len(db.scalars(select(Person).where(Person.name == "Ada")).all()) == 1
        said = set(db.scalars(select(Audit.action)))
    assert {"joined the class", "signed in elsewhere"} <= said


def test_a_wrong_code_is_said_beside_it_and_the_proof_is_kept(town, visit, issuer):
    browser = visit()
    there_and_back(browser, issuer)
    refused = browser.post(
        "/sign-in/elsewhere/join", data={"code": "NOPE", "name": "A"}
    )
    assert refused.status_code == 422
    assert "code-problem" in refused.text
    form = {"code": town.course.join_code, "name": "Ada"}
    assert browser.post("/sign-in/elsewhere/join", data=form).status_code == 303


def test_an_instructor_connects_an_account_and_comes_in_by_it(town, visit, issuer):
    here = visit(town.instructor)
    assert there_and_back(here, issuer).headers["Location"] == FIRST
    assert f"Connect it with {town.instructor.name}" in here.get(FIRST).text
    assert here.post("/sign-in/elsewhere/connect").headers["Location"] == "/sessions"
    elsewhere = visit()
    there_and_back(elsewhere, issuer)
    assert elsewhere.get("/class").status_code == 200


def test_nothing_is_connected_without_a_word(town, visit, issuer, engine):
    here = visit(town.ana)
    there_and_back(here, issuer)
    here.get(FIRST)
    with database.reading(engine) as db:
        assert identities.of(db, town.ana.id) == []


def test_an_account_of_somebody_else_is_not_connected_twice(
    town, visit, issuer, engine
):
    here = visit(town.ana)
    there_and_back(here, issuer)
    known(engine, town.ben, "ada-7", issuer.address)
    refused = here.post("/sign-in/elsewhere/connect")
    assert refused.status_code == 422
    assert "connected with somebody here already" in refused.text
    with database.reading(engine) as db:
        assert identities.whose(db, issuer.address, "ada-7").id == town.ben.id


def test_a_disconnected_account_opens_nothing_and_only_its_owner_disconnects(
    town, visit, issuer, engine
):
    known(engine, town.ana, "ada-7", issuer.address)
    with database.reading(engine) as db:
        (mine,) = identities.of(db, town.ana.id)
    address = f"/sign-in/elsewhere/{mine.id}/disconnect"
    assert visit(town.ben).post(address).status_code == 404
    assert visit(town.ana).post(address).status_code == 303
    assert there_and_back(visit(), issuer).headers["Location"] == FIRST


def test_connecting_and_disconnecting_leave_a_line_each(town, visit, issuer, engine):
    boss = visit(town.instructor)
    there_and_back(boss, issuer)
    assert boss.post("/sign-in/elsewhere/connect").status_code == 303
    with database.reading(engine) as db:
        (mine,) = identities.of(db, town.instructor.id)
    assert boss.post(f"/sign-in/elsewhere/{mine.id}/disconnect").status_code == 303
    with database.reading(engine) as db:
        by_boss = select(Audit.action).where(Audit.actor_id == town.instructor.id)
        told = db.scalars(by_boss.order_by(Audit.seq)).all()
    assert told[-2:] == ["connected an account", "disconnected an account"]


def test_the_same_subject_of_another_issuer_is_somebody_else(
    town, visit, issuer, engine
):
    known(engine, town.instructor, "ada-7", "https://elsewhere.example")
    assert there_and_back(visit(), issuer).headers["Location"] == FIRST


def test_a_name_or_address_like_an_instructors_signs_nobody_in(town, visit, issuer):
    issuer.person = {
        "sub": "x",
        "name": town.instructor.name,
        "email": "boss@example.org",
    }
    browser = visit()
    assert there_and_back(browser, issuer).headers["Location"] == FIRST
    assert browser.get("/class").status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"iss": "https://evil.example"},
        {"nonce": "of another sign-in"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"sub": ""},
        {"sub": "s" * 256},
        {"azp": "another-client", "aud": [CLIENT, "another-client"]},
    ],
    ids=" ".join,
)
def test_a_token_that_is_not_for_this_sign_in_signs_nobody_in(
    town, visit, issuer, engine, claims
):
    known(engine, town.ana, "ada-7", issuer.address)
    issuer.claims = claims
    browser = visit()
    refused = there_and_back(browser, issuer)
    assert refused.status_code == 422
    assert UNTRUSTED in refused.text
    assert browser.get("/ladder").status_code == 303


@pytest.mark.parametrize(
    ("algorithm", "offered"),
    [("none", "RS256"), ("none", "none"), ("HS256", "RS256"), ("HS256", "HS256")],
)
def test_only_the_issuers_own_key_signs_whatever_its_papers_say(
    visit, issuer, algorithm, offered
):
    issuer.algorithm = algorithm
    issuer.papers = {"id_token_signing_alg_values_supported": ["RS256", offered]}
    browser = visit()
    refused = there_and_back(browser, issuer)
    assert (refused.status_code, UNTRUSTED in refused.text) == (422, True)
    assert "Begin again" in browser.get(FIRST).text


@pytest.mark.parametrize(
    "papers",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": ""},
    ],
    ids=lambda papers: next(iter(papers)),
)
def test_papers_of_another_or_without_https_are_not_followed(visit, issuer, papers):
    issuer.papers = papers
    refused = visit().get(START)
    assert (refused.status_code, UNTRUSTED in refused.text) == (422, True)


def test_a_key_that_was_changed_is_fetched_anew(town, visit, issuer, engine):
    known(engine, town.ana, "ada-7", issuer.address)
    assert there_and_back(visit(), issuer).headers["Location"] == "/"
    issuer.rotate()
    assert there_and_back(visit(), issuer).headers["Location"] == "/"


def test_an_answer_works_once_and_only_in_the_browser_that_asked(
    town, visit, issuer, engine
):
    known(engine, town.ana, "ada-7", issuer.address)
    browser, thief = visit(), visit()
    back = issuer.agree(browser.get(START).headers["Location"])
    assert "begun in another window" in thief.get(back).text
    assert browser.get(back).headers["Location"] == "/"
    assert browser.get(back).status_code == 422
    forged = visit()
    forged.get(START)
    assert forged.get(f"{START}/back?code=x&state=y").status_code == 422
    assert forged.get(f"{START}/back").status_code == 422


def test_an_answer_that_names_another_issuer_is_refused(visit, issuer):
    browser = visit()
    back = issuer.agree(browser.get(START).headers["Location"])
    refused = browser.get(f"{back}&iss=https://evil.example")
    assert (refused.status_code, UNTRUSTED in refused.text) == (422, True)


def test_who_changes_their_mind_there_is_told_that_nothing_happened(visit, issuer):
    browser = visit()
    browser.get(START)
    refused = browser.get(f"{START}/back?error=access_denied&state=x")
    assert "nothing has changed here" in refused.text


def test_an_issuer_that_is_away_is_said_and_the_rest_works(town, visit, issuer):
    issuer.server.shutdown()
    issuer.server.socket.close()
    away = visit().get(START)
    assert away.status_code == 503
    assert "does not answer at the moment" in away.text
    assert visit(town.ana).get("/ladder").status_code == 200


def test_a_proof_is_forgotten_after_a_quarter_of_an_hour(
    town, visit, issuer, monkeypatch
):
    browser = visit()
    there_and_back(browser, issuer)
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    form = {"code": town.course.join_code, "name": "Ada"}
    refused = browser.post("/sign-in/elsewhere/join", data=form)
    assert "more than a quarter of an hour" in refused.text


def test_begun_a_hundred_times_the_cookie_stays_small(visit, issuer):
    browser = visit()
    for _ in range(100):
        answer = browser.get(START)
    assert len(answer.headers["Set-Cookie"]) < 2000


def test_with_the_person_the_account_is_erased(town, visit, issuer, engine):
    known(engine, town.ana, "ada-7", issuer.address)
    with database.transaction(engine) as db:
        erasing.erase(db, db.get_one(Person, town.ana.seq))
    assert there_and_back(visit(), issuer).headers["Location"] == FIRST


def test_the_pages_offer_it_only_where_it_is_set(town, visit, settings, engine):
    for page in ("/", "/sign-in"):
        assert "Continue with your campus account" in visit().get(page).text
    assert "Connect your campus account" in visit(town.ana).get("/sessions").text
    plain = create_app(replace(settings, oidc_issuer=""), engine).test_client()
    assert "campus account" not in plain.get("/").text
    for address in (START, f"{START}/back", FIRST):
        assert plain.get(address).status_code == 404


def test_a_sign_in_set_by_halves_stops_the_start():
    half = config.read({}, oidc_issuer="http://sso.example")
    told = " ".join(safety.half_set(half))
    for part in ("CLIENT_ID", "CLIENT_SECRET", "not an https address"):
        assert part in told
    with pytest.raises(config.SettingError):
        safety.check(half)


def test_behind_a_proxy_the_way_back_is_the_public_address(settings, engine):
    public = replace(settings, public_url="https://pairs.example.org", proxy_hops=1)
    browser = create_app(public, engine).test_client()
    sent = browser.get(START, base_url="https://pairs.example.org").headers["Location"]
    assert "redirect_uri=https%3A%2F%2Fpairs.example.org%2Fsign-in" in sent


@pytest.mark.browser
def test_a_student_comes_in_by_keyboard_and_each_page_fits_a_phone(
    town, address, enter
):
    page = enter(None)
    page.goto(address)
    page.get_by_role("link", name="Continue with your campus account").press("Enter")
    page.get_by_role("link", name="I am Ada").press("Enter")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.keyboard.type(town.course.join_code)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/pair")
    page.goto(f"{address}/sessions")
    expect(page.get_by_role("link", name="Connect your campus account")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_step_after_a_first_sign_in_is_accessible_and_fits_a_phone(
    town, address, enter, signed_in
):
    page = enter(town.ana if signed_in else None)
    page.goto(f"{address}{START}")
    page.get_by_role("link", name="I am Ada").click()
    assert looked_at(page, f"{address}{FIRST}") == []
    assert looked_at(page, f"{address}{START}/back?code=x&state=y") == []
    assert looked_at(page, f"{address}/sessions" if signed_in else address) == []
