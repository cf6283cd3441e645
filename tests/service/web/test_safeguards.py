import re
from pathlib import Path

import pytest

from service import config, web
from service.store import database, links
from service.web import assets, create_app
from service.web.who import Door

PAGES = ["/", "/sign-in", "/ladder", "/pair", "/exercises/backprop", "/leaderboard"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_strict_policy_and_nothing_inline(town, visit, path):
    answer = visit(town.ana).get(path, follow_redirects=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)[1]
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in tag and " src=" in tag for tag in scripts)
    assert not re.search(
        r"""\son[a-z]+=["']|\sstyle=|<style|javascript:""", answer.text
    )
    assert not re.search(r"""(src|href|action)="(https?:)?//""", answer.text)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Fragment" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_pages_never_share_a_nonce(visit):
    client = visit()
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in "ab")
    assert first != second


def test_errors_carry_the_policy_too(visit):
    assert "default-src" in visit().get("/none").headers["Content-Security-Policy"]


def test_a_form_without_its_token_changes_nothing(settings, engine, town):
    app = create_app(settings, engine)
    with database.transaction(engine) as db:
        token = links.single_use(db, town.ana.id)
    client = app.test_client()
    answer = client.post(f"/in/{token}")
    assert answer.status_code == 400
    assert "its form has expired" in answer.text
    page = client.get(f"/in/{token}").text
    field = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"csrf_token": field}
    assert client.post(f"/in/{token}", data=form).status_code == 303


def test_every_form_that_changes_something_carries_a_token(app):
    app.config["WTF_CSRF_ENABLED"] = True
    for path in PAGES:
        page = app.test_client().get(path, follow_redirects=True).text
        for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
            assert 'method="post"' in form
            assert 'name="csrf_token"' in form


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app, town, engine):
    with database.transaction(engine) as db:
        token = links.single_use(db, town.ana.id)
    cookie = app.test_client().post(f"/in/{token}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path, engine):
    public = config.read({}, data=tmp_path, public_url="https://grad.example")
    app = create_app(public, engine)
    answer = app.test_client().get("/", base_url="https://grad.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-pairgrad=")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_another_name_for_this_host_is_refused(visit):
    answer = visit().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_guessing_is_throttled_and_says_how_long(tmp_path, engine):
    app = create_app(config.read({}, data=tmp_path, broker="none"), engine)
    app.config.update(WTF_CSRF_ENABLED=False)
    client = app.test_client()
    form = {"code": "WRONG", "name": "Eve"}
    codes = [client.post("/join", data=form).status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2
    answer = client.post("/join", data=form)
    assert "your text is kept" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_an_account_is_throttled_from_wherever_it_is_tried(tmp_path, engine):
    app = create_app(config.read({}, data=tmp_path, broker="none"), engine)
    app.config.update(WTF_CSRF_ENABLED=False)
    codes = [
        app.test_client()
        .post(
            "/sign-in",
            data={"name": "ida ", "password": "x" * 2000},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
        .status_code
        for number in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_a_pair_hands_in_once_in_three_seconds(tmp_path, engine, town):
    app = create_app(config.read({}, data=tmp_path, broker="none"), engine)
    app.config.update(WTF_CSRF_ENABLED=False)
    clients = []
    for person in (town.ana, town.ben):
        with database.transaction(engine) as db:
            token = links.single_use(db, person.id)
        clients.append(app.test_client())
        clients[-1].post(f"/in/{token}")
    code = {"source": "def log_back(): ..."}
    answers = [one.post("/exercises/log_back", data=code) for one in clients]
    assert [answer.status_code for answer in answers] == [303, 429]


def test_without_a_build_no_page_asks_for_a_bundle(town, visit, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILT", tmp_path / "none")
    answer = visit(town.ana).get("/exercises/backprop")
    assert "built/" not in answer.text
    assert "style-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "<textarea" in answer.text


def test_with_a_build_the_editor_page_names_it(town, visit, tmp_path, monkeypatch):
    tmp_path.joinpath("manifest.json").write_text('{"editor": "editor-ABC.js"}')
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    client = visit(town.ana)
    assert "built/editor-ABC.js" in client.get("/exercises/backprop").text
    assert "built/" not in client.get("/ladder").text


def test_a_failure_of_ours_shows_a_number_and_nothing_else(app, monkeypatch):
    def broken():
        raise RuntimeError("secret detail")

    monkeypatch.setitem(app.view_functions, "health.alive", broken)
    broken.door = Door.ANYONE
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 500
    assert "Our fault" in answer.text
    assert "secret detail" not in answer.text
    assert re.search(r"<code>[0-9a-f]{8}</code>", answer.text)


def test_no_address_is_built_from_whatever_was_asked():
    # url_for takes _scheme and _external from such a mapping, and fails on a name twice.
    folder = Path(web.__file__).parent
    passed_on = re.compile(r"\*\*\s*request\.")
    files = [*folder.rglob("*.py"), *(folder / "templates").rglob("*.html")]
    assert len(files) > 100
    assert [each.name for each in files if passed_on.search(each.read_text())] == []
