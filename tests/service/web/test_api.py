"""The API: a token opens what it says, a cookie opens nothing, the document is true."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import update
from werkzeug.serving import make_server

from service import clock
from service.store import database, pairs, people, tokens
from service.store.models import ApiToken
from service.web.api import document

ALL = list(HealthCheck)
EVERYTHING = [scope.value for scope in tokens.Scope]
FILE = {"filename": "day.py", "source": "def log_back(g, out, x):\n    return g / x\n"}
SCRIPT = Path(__file__).parents[3] / "service" / "web" / "submit.py"


@pytest.fixture
def token_of(engine):
    """Return a function that makes a token for a person."""

    def make(person, *scopes):
        with database.transaction(engine) as db:
            return tokens.make(db, person, "laptop", scopes or EVERYTHING, 30)[1]

    return make


@pytest.fixture
def call(app):
    """Return a function that calls the API as a program does: without any cookie."""

    def ask(method, path, token="", **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = app.test_client(use_cookies=False)
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return ask


def test_a_file_is_taken_and_its_verdict_read(town, token_of, call):
    token = token_of(town.ana)
    taken = call("POST", "/submissions", token, json=FILE)
    assert taken.status_code == 202
    sent = taken.json
    assert (sent["phase"], sent["attempt"], sent["verdict"]) == ("queued", 1, None)
    read = call("GET", f"/submissions/{sent['id']}", token)
    assert read.json["id"] == sent["id"]
    listed = call("GET", "/submissions", token).json["submissions"]
    assert sent["id"] in {one["id"] for one in listed}


def test_the_same_client_token_is_the_same_submission(town, token_of, call):
    token = token_of(town.ana)
    twice = FILE | {"client_token": str(uuid4())}
    first, second = (call("POST", "/submissions", token, json=twice) for _ in "12")
    assert first.json["id"] == second.json["id"]


def test_a_graded_submission_shows_the_smallest_case(town, token_of, call):
    wrong, _ = town.some_verdicts()
    told = call("GET", f"/submissions/{wrong.id}", token_of(town.ana)).json
    assert told["phase"] == "done"
    (unit, *_) = [each for each in told["verdict"]["units"] if each["counterexample"]]
    assert set(unit["counterexample"]) == {"code", "expected", "got"}
    assert told["page"].endswith(f"/submissions/{wrong.id}")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer pg_wrong", "Basic YTpi"])
def test_without_a_valid_token_there_is_a_sentence_and_401(app, header):
    client = app.test_client(use_cookies=False)
    answer = client.get("/api/v1/submissions", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "/tokens" in answer.json["then"]


def test_a_cookie_opens_nothing_of_the_api(visit, town):
    assert visit(town.ana).get("/api/v1/submissions").status_code == 401


def test_a_token_opens_no_page(app, town, token_of):
    client = app.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {token_of(town.ana)}"}
    assert client.get("/ladder", headers=headers).status_code == 303


def test_a_token_opens_only_its_scopes(town, token_of, call):
    token = token_of(town.ana, "results")
    assert call("POST", "/submissions", token, json=FILE).status_code == 403
    assert call("GET", "/submissions", token).status_code == 200


def test_a_student_cannot_make_a_token_for_the_roster(town, token_of, call):
    assert call("GET", "/pairs", token_of(town.ana)).status_code == 403
    told = call("GET", "/pairs", token_of(town.instructor)).json
    assert [one["name"] for one in told["pairs"]] == [town.pair.name]


def test_an_instructor_reads_grades_with_what_each_unit_gives(town, token_of, call):
    town.some_verdicts()
    told = call("GET", "/grades", token_of(town.instructor)).json
    (mine,) = [one for one in told["grades"] if one["pair"]["name"] == town.pair.name]
    assert mine["points"] == sum(unit["points"] for unit in mine["units"]) > 0
    assert told["possible"] == sum(unit["possible"] for unit in mine["units"])
    assert mine["all_explained"] is False


def test_revoked_and_expired_tokens_open_nothing(town, token_of, call, engine):
    revoked, expired = token_of(town.ana), token_of(town.ana)
    with database.transaction(engine) as db:
        newest, older = tokens.of(db, town.ana.id)
        assert tokens.revoke(db, town.ana.id, older.id)
        past = clock.now() - timedelta(seconds=1)
        db.execute(
            update(ApiToken).where(ApiToken.id == newest.id).values(expires_at=past)
        )
    for token in (revoked, expired):
        assert call("GET", "/submissions", token).status_code == 401


def test_another_pairs_submission_does_not_exist(town, token_of, call, engine):
    wrong, _ = town.some_verdicts()
    with database.transaction(engine) as db:
        stranger = people.add_student(db, town.course, "Chiara")
        pairs.make(db, stranger)
    token = token_of(stranger)
    assert call("GET", f"/submissions/{wrong.id}", token).status_code == 404
    assert call("GET", f"/submissions?pair={town.pair.id}", token).json == {
        "submissions": []
    }


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "filename"),
        ({"filename": "a.py", "source": 3}, "source"),
        (FILE | {"rung": "no_such"}, "rung"),
        ({"filename": "day.ipynb", "source": "{"}, "source"),
        (FILE | {"source": "\ud800"}, "source"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(town, token_of, call, sent, field):
    answer = call("POST", "/submissions", token_of(town.ana), json=sent)
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_ten_megabytes_are_refused_in_words(town, token_of, call):
    huge = FILE | {"source": "x" * 10_000_000}
    answer = call("POST", "/submissions", token_of(town.ana), json=huge)
    assert answer.status_code == 413
    assert "256 KiB" in answer.json["then"]


def test_a_token_is_shown_once_and_kept_only_as_a_digest(town, visit, engine):
    page = visit(town.ana).post(
        "/tokens", data={"name": "laptop", "days": "30", "scopes": ["results"]}
    )
    (secret,) = set(tokens_in(page.text))
    assert secret not in visit(town.ana).get("/tokens").text
    with database.reading(engine) as db:
        (row,) = tokens.of(db, town.ana.id)
        assert secret not in (row.shown, row.token_sha256)
        assert tokens.find(db, secret).scopes == {"results"}


def tokens_in(text):
    return [
        word for word in text.split('"') if word.startswith("pg_") and len(word) > 20
    ]


@pytest.mark.parametrize(
    "form",
    [
        {"name": "x", "days": "30"},
        {"name": "", "days": "30", "scopes": ["results"]},
        {"name": "x", "days": "forever", "scopes": ["results"]},
        {"name": "x", "days": "30", "scopes": ["roster"]},
    ],
)
def test_a_token_that_could_do_nothing_is_refused(town, visit, form):
    assert visit(town.ana).post("/tokens", data=form).status_code == 422


def test_another_persons_token_cannot_be_revoked(town, visit, token_of, engine):
    token_of(town.ana)
    with database.reading(engine) as db:
        (row,) = tokens.of(db, town.ana.id)
    assert visit(town.ben).post(f"/tokens/{row.id}/revoke").status_code == 404
    assert visit(town.ana).post(f"/tokens/{row.id}/revoke").status_code == 303


def test_the_document_names_every_route_of_the_api(app):
    routed = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods & {"GET", "POST"}
    }
    written = {
        (path, method)
        for path, methods in document.openapi("")["paths"].items()
        for method in methods
    }
    assert routed == written


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_what_the_document_says(app, town, token_of, mode):
    """Schemathesis makes up requests, good ones and bad ones, and checks each answer."""
    town.some_verdicts()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for operation in schema.get_all_operations():
        asked = operation.ok()
        if mode is GenerationMode.NEGATIVE and not asked.body:
            continue  # of an address that is any text nothing is malformed
        for token in (token_of(town.ana), token_of(town.instructor)):
            ask(asked.as_strategy(generation_mode=mode), token)


def ask(requests, token):
    @given(case=requests)
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=ALL)
    def check(case):
        headers = {"Authorization": f"Bearer {token}"}
        case.validate_response(
            case.call(headers=headers),
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    check()


@pytest.fixture
def served(app):
    """Return the address of a site that really listens."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_script_hands_in_waits_and_prints_the_verdict(
    served, town, token_of, tmp_path
):
    file = tmp_path / "backprop.py"
    file.write_text(FILE["source"])
    token = token_of(town.ana)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(submit, served, file, token)
        town.grade_next()
        done = running.result()
    assert done.returncode == 1, done.stderr
    assert "x is used three times" in done.stdout
    assert "expected [4, 3]" in done.stdout
    assert f"{served}/submissions/" in done.stdout


@pytest.mark.parametrize(
    ("token", "name", "says"),
    [("pg_wrong", "day.py", "valid token"), ("pg_any", "missing.py", "cannot read")],
)
def test_the_script_says_in_words_what_is_wrong(served, tmp_path, token, name, says):
    (tmp_path / "day.py").write_text(FILE["source"])
    ended = submit(served, tmp_path / name, token)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert says in ended.stderr


def submit(site, file, token):
    command = [sys.executable, SCRIPT, file, "--token", token, "--site", site]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_that_is_served_knows_the_sites_address(app):
    text = app.test_client().get("/submit.py").text
    assert "SITE = 'http://localhost'" in text
    compile(text, "submit.py", "exec")


def test_the_document_is_json(app):
    assert json.loads(app.test_client().get("/api/v1/openapi.json").text)
