"""Every route, as everyone: generated from the application's own map of addresses."""

import random

import pytest

from service.store import database, pairs, people
from service.store.models import Pair
from service.web import who

# What a stranger, a student without a pair, the pair itself, another pair and an
# instructor get, in this order. 303: sent elsewhere; 404: it does not exist for them.
EVERYONE = (200, 200, 200, 200, 200)
SIGNED_IN = (303, 200, 200, 200, 200)
SIGNED_IN_STUDENT = (303, 200, 200, 200, 404)
STUDENT_ACTS = (303, 303, 303, 303, 404)
STUDENT_REFUSED = (303, 422, 422, 422, 404)
OWN_PAGE = (303, 303, 200, 200, 404)
OWN_ACT = (303, 303, 303, 303, 404)
OWN_REFUSED = (303, 303, 422, 422, 404)
MINE_OR_INSTRUCTOR = (303, 303, 200, 404, 200)
SHARED_PAGE = (303, 303, 200, 200, 200)
INSTRUCTOR_PAGE = (303, 404, 404, 404, 200)
INSTRUCTOR_ACTS = (303, 404, 404, 404, 303)
NOT_HERE = (404, 404, 404, 404, 404)
NO_TOKEN = (401, 401, 401, 401, 401)
INSTRUCTOR_REFUSED = (303, 404, 404, 404, 422)

MATRIX = {
    ("GET", "signin.front"): (200, 303, 303, 303, 303),
    ("GET", "signin.join_link"): EVERYONE,
    ("POST", "signin.join"): (422, 422, 422, 422, 422),
    ("GET", "signin.confirm"): (404, 404, 404, 404, 404),
    ("POST", "signin.enter"): (404, 404, 404, 404, 404),
    ("GET", "signin.password_form"): EVERYONE,
    ("POST", "signin.by_password"): (422, 422, 422, 422, 422),
    ("POST", "signin.leave"): (303, 303, 303, 303, 303),
    ("POST", "signin.switch_demo"): (303, 404, 303, 404, 303),
    ("POST", "signin.theme"): (303, 303, 303, 303, 303),
    ("GET", "pairs.choose"): SIGNED_IN_STUDENT,
    ("GET", "pairs.waiting"): OWN_PAGE,
    ("POST", "pairs.share"): STUDENT_REFUSED,
    ("POST", "pairs.invite"): STUDENT_ACTS,
    ("POST", "pairs.join"): STUDENT_REFUSED,
    ("POST", "pairs.alone"): STUDENT_ACTS,
    ("POST", "pairs.leave"): OWN_ACT,
    ("POST", "pairs.switch"): OWN_ACT,
    ("GET", "pairs.roles"): OWN_PAGE,
    ("POST", "pairs.away"): OWN_REFUSED,
    ("POST", "pairs.rename"): OWN_REFUSED,
    ("POST", "pairs.personal_link"): (303, 303, 303, 303, 404),
    ("GET", "ladder.show"): OWN_PAGE,
    ("GET", "ladder.rungs"): OWN_PAGE,
    ("GET", "ladder.optional"): OWN_PAGE,
    ("GET", "exercise.show"): OWN_PAGE,
    ("POST", "exercise.take"): OWN_REFUSED,
    ("POST", "exercise.save"): OWN_PAGE,
    ("GET", "exercise.draft"): OWN_PAGE,
    ("GET", "exercise.history_of"): OWN_PAGE,
    ("GET", "notes.show"): OWN_PAGE,
    ("POST", "notes.save"): OWN_ACT,
    ("GET", "keyboard.show"): OWN_PAGE,
    ("GET", "keyboard.hints"): OWN_PAGE,
    ("POST", "keyboard.open_hint"): OWN_ACT,
    ("POST", "turns.here"): OWN_PAGE,
    ("POST", "turns.take"): OWN_ACT,
    ("POST", "turns.longer"): OWN_ACT,
    ("POST", "turns.last"): OWN_ACT,
    ("POST", "checks.ask"): OWN_REFUSED,
    ("GET", "checks.show"): (303, 303, 200, 404, 404),
    ("GET", "checks.result"): (303, 303, 200, 404, 404),
    ("GET", "pad.show"): OWN_PAGE,
    # Nothing is drawn in an empty form.
    ("POST", "pad.draw"): OWN_REFUSED,
    ("GET", "history.show"): OWN_PAGE,
    # Without two attempts to compare it shows all of them.
    ("GET", "history.compare"): OWN_ACT,
    # Nothing is released here, so there is nothing to open.
    ("GET", "solutions.show"): (303, 303, 404, 404, 404),
    ("POST", "solutions.look"): (303, 303, 404, 404, 404),
    ("GET", "solutions.release_form"): INSTRUCTOR_PAGE,
    ("POST", "solutions.release"): INSTRUCTOR_ACTS,
    ("POST", "history.restore"): (303, 303, 303, 404, 404),
    ("POST", "history.restore_aside"): (303, 303, 303, 404, 404),
    ("GET", "submissions.new"): OWN_PAGE,
    ("POST", "submissions.take"): OWN_REFUSED,
    ("GET", "submissions.show"): MINE_OR_INSTRUCTOR,
    ("GET", "submissions.result"): MINE_OR_INSTRUCTOR,
    ("GET", "submissions.source"): MINE_OR_INSTRUCTOR,
    # Without the name of a cause in its verdict there is nothing to answer.
    ("POST", "submissions.answer_cause"): (303, 303, 404, 404, 404),
    ("GET", "my_engine.show"): OWN_PAGE,
    ("GET", "my_engine.download"): OWN_PAGE,
    ("POST", "my_engine.take"): (303, 303, 303, 422, 404),
    ("POST", "my_engine.choose"): OWN_ACT,
    ("GET", "my_engine.starter"): EVERYONE,
    ("GET", "my_engine.starter_notebook"): EVERYONE,
    ("POST", "stretch.start"): (303, 303, 303, 404, 404),
    ("GET", "tryit.show"): OWN_PAGE,
    ("POST", "tryit.ask"): OWN_REFUSED,
    ("GET", "tryit.answer"): (303, 303, 200, 404, 404),
    ("GET", "tryit.result"): (303, 303, 200, 404, 404),
    ("GET", "provenance.show"): OWN_PAGE,
    ("POST", "provenance.begin"): OWN_ACT,
    ("GET", "provenance.question"): (303, 303, 200, 404, 404),
    ("POST", "provenance.answer"): (303, 303, 422, 404, 404),
    ("GET", "explain.index"): SIGNED_IN,
    ("GET", "explain.show"): SIGNED_IN,
    ("GET", "stretch.show"): MINE_OR_INSTRUCTOR,
    ("GET", "stretch.curve"): MINE_OR_INSTRUCTOR,
    ("POST", "stretch.cancel"): (303, 303, 303, 404, 404),
    ("GET", "leaderboard.show"): SHARED_PAGE,
    ("GET", "leaderboard.rows"): SHARED_PAGE,
    ("GET", "board_rules.show"): INSTRUCTOR_PAGE,
    ("POST", "board_rules.keep"): INSTRUCTOR_REFUSED,
    ("GET", "leaderboard.table"): INSTRUCTOR_PAGE,
    ("GET", "leaderboard.as_json"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.board"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.rows"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.to_visit"): INSTRUCTOR_PAGE,
    ("GET", "causes.index"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.pair_page"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.code"): INSTRUCTOR_PAGE,
    ("POST", "dashboard.renew_code"): INSTRUCTOR_ACTS,
    ("POST", "dashboard.add_class"): INSTRUCTOR_REFUSED,
    ("GET", "dashboard.everyone"): INSTRUCTOR_PAGE,
    ("POST", "dashboard.link"): INSTRUCTOR_PAGE,
    ("GET", "dashboard.password_form"): INSTRUCTOR_PAGE,
    ("POST", "dashboard.set_password"): INSTRUCTOR_REFUSED,
    # Programs come in by a token alone; what each opens is asked in test_api.
    ("GET", "api.openapi"): EVERYONE,
    ("GET", "api.rungs"): EVERYONE,
    ("POST", "api.submit"): NO_TOKEN,
    ("GET", "api.submissions"): NO_TOKEN,
    ("GET", "api.submission"): NO_TOKEN,
    ("GET", "api.board"): NO_TOKEN,
    ("GET", "api.roster"): NO_TOKEN,
    ("GET", "api.marks"): NO_TOKEN,
    ("GET", "api_tokens.index"): SIGNED_IN,
    ("POST", "api_tokens.make"): (303, 422, 422, 422, 422),
    ("POST", "api_tokens.revoke"): (303, 404, 303, 404, 404),
    ("GET", "api_tokens.script"): EVERYONE,
    ("GET", "exercises.index"): INSTRUCTOR_PAGE,
    ("GET", "pretend.show"): INSTRUCTOR_PAGE,
    ("GET", "pretend.progress"): INSTRUCTOR_PAGE,
    ("POST", "pretend.fill"): INSTRUCTOR_ACTS,
    ("POST", "pretend.remove"): (303, 404, 404, 404, 404),
    ("GET", "help.show"): OWN_PAGE,
    ("GET", "help.place"): OWN_PAGE,
    ("GET", "help.button"): OWN_PAGE,
    ("POST", "help.ask"): OWN_ACT,
    ("POST", "help.withdraw"): OWN_ACT,
    # Without saying what to do with the hand there is nothing to do.
    ("POST", "help.answer"): (303, 404, 404, 404, 404),
    ("GET", "confusion.show"): INSTRUCTOR_PAGE,
    ("GET", "confusion.cells"): INSTRUCTOR_PAGE,
    ("GET", "confusion.pairs"): INSTRUCTOR_PAGE,
    ("GET", "confusion.teach"): INSTRUCTOR_PAGE,
    ("POST", "confusion.name_it"): INSTRUCTOR_REFUSED,
    ("GET", "confusion.draft"): INSTRUCTOR_PAGE,
    ("GET", "drill.show"): INSTRUCTOR_PAGE,
    ("GET", "drill.runs"): INSTRUCTOR_PAGE,
    ("POST", "drill.replay"): INSTRUCTOR_ACTS,
    ("POST", "drill.comment"): INSTRUCTOR_REFUSED,
    ("GET", "messages.index"): OWN_PAGE,
    ("GET", "messages.latest"): OWN_PAGE,
    ("POST", "messages.read_it"): (303, 303, 303, 404, 404),
    ("GET", "messages.sent"): INSTRUCTOR_PAGE,
    ("POST", "messages.send"): INSTRUCTOR_REFUSED,
    ("GET", "disputes.show"): MINE_OR_INSTRUCTOR,
    # What passed is not disputed.
    ("POST", "disputes.begin"): (303, 303, 404, 404, 404),
    ("GET", "disputes.inbox"): INSTRUCTOR_PAGE,
    ("GET", "disputes.rows"): INSTRUCTOR_PAGE,
    ("GET", "disputes.case"): INSTRUCTOR_PAGE,
    ("GET", "disputes.replayed"): INSTRUCTOR_PAGE,
    ("POST", "disputes.replay"): INSTRUCTOR_ACTS,
    ("POST", "disputes.reply"): INSTRUCTOR_REFUSED,
    ("POST", "disputes.withdraw"): INSTRUCTOR_ACTS,
    ("GET", "grades.show"): OWN_PAGE,
    ("POST", "grades.pin"): OWN_ACT,
    ("GET", "grades.book"): INSTRUCTOR_PAGE,
    ("GET", "grades.of_pair"): INSTRUCTOR_PAGE,
    ("GET", "exports.grades_csv"): INSTRUCTOR_PAGE,
    ("GET", "exports.grades_json"): INSTRUCTOR_PAGE,
    ("GET", "exports.roster_csv"): INSTRUCTOR_PAGE,
    ("GET", "exports.submissions"): INSTRUCTOR_PAGE,
    ("GET", "roster.show"): INSTRUCTOR_PAGE,
    ("POST", "roster.take"): INSTRUCTOR_REFUSED,
    ("POST", "roster.change"): INSTRUCTOR_REFUSED,
    # Without a way to pair there is nothing to show.
    ("GET", "roster.preview"): INSTRUCTOR_REFUSED,
    ("POST", "roster.pair_up"): INSTRUCTOR_REFUSED,
    ("GET", "statistics.show"): INSTRUCTOR_PAGE,
    ("GET", "statistics.drawn"): INSTRUCTOR_PAGE,
    ("GET", "statistics.table"): INSTRUCTOR_PAGE,
    ("GET", "timetable.show"): INSTRUCTOR_PAGE,
    ("POST", "timetable.put"): INSTRUCTOR_REFUSED,
    ("POST", "timetable.turn"): (303, 404, 404, 404, 404),
    ("POST", "timetable.extend"): INSTRUCTOR_REFUSED,
    ("POST", "timetable.withdraw"): INSTRUCTOR_ACTS,
    ("GET", "class_settings.show"): INSTRUCTOR_PAGE,
    ("POST", "class_settings.keep"): INSTRUCTOR_REFUSED,
    ("POST", "class_settings.check_all"): INSTRUCTOR_ACTS,
    ("POST", "class_settings.post"): INSTRUCTOR_REFUSED,
    ("POST", "class_settings.end"): INSTRUCTOR_ACTS,
    ("GET", "regrading.index"): INSTRUCTOR_PAGE,
    # Without a scope there is nothing to grade, without a word nothing to do.
    ("POST", "regrading.begin"): (303, 404, 404, 404, 404),
    ("GET", "regrading.show"): INSTRUCTOR_PAGE,
    ("GET", "regrading.progress"): INSTRUCTOR_PAGE,
    ("POST", "regrading.decide"): (303, 404, 404, 404, 404),
    # Its topic is asked for apart, below: without one there is nothing to hear.
    ("GET", "live.events"): (303, 303, 404, 404, 404),
    ("GET", "sessions.index"): SIGNED_IN,
    # No issuer is set here; test_elsewhere sets one.
    ("GET", "elsewhere.leave"): NOT_HERE,
    ("GET", "elsewhere.back"): NOT_HERE,
    ("GET", "elsewhere.first"): NOT_HERE,
    ("POST", "elsewhere.join"): NOT_HERE,
    ("POST", "elsewhere.connect"): (303, 404, 404, 404, 404),
    ("POST", "elsewhere.disconnect"): (303, 404, 404, 404, 404),
    ("POST", "sessions.end"): (303, 404, 303, 404, 404),
    ("POST", "sessions.end_others"): (303, 303, 303, 303, 303),
    ("GET", "audit.index"): INSTRUCTOR_PAGE,
    ("GET", "joining.show"): INSTRUCTOR_PAGE,
    ("POST", "joining.limit"): INSTRUCTOR_ACTS,
    ("POST", "joining.close"): INSTRUCTOR_ACTS,
    ("GET", "operations.show"): INSTRUCTOR_PAGE,
    ("GET", "operations.now"): INSTRUCTOR_PAGE,
    ("POST", "operations.requeue"): INSTRUCTOR_ACTS,
    ("GET", "metrics.show"): EVERYONE,
    ("GET", "health.alive"): EVERYONE,
    ("GET", "health.ready"): EVERYONE,
}
ROLES = ("stranger", "unpaired", "own", "other", "instructor")


def routes(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & {"GET", "POST"}):
            if rule.endpoint != "static":
                yield method, rule


@pytest.fixture
def cast(town, engine):
    """Name the people of the matrix and the objects they reach for: the own pair's."""
    with database.transaction(engine) as db:
        course = town.course
        chiara, dong = (people.add_student(db, course, n) for n in ("Chiara", "Dong"))
        pairs.make(db, chiara, dong)
        lonely = people.add_student(db, course, "Ulla")
    actors = {
        "stranger": None,
        "unpaired": lonely,
        "own": town.ana,
        "other": chiara,
        "instructor": town.instructor,
    }
    return actors, town.objects()


def address(app, rule, values):
    wanted = {name: values[name] for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("").build(rule.endpoint, wanted)


def test_every_route_is_declared_in_the_matrix_and_no_other(app):
    assert {(method, rule.endpoint) for method, rule in routes(app)} == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(app, cast, visit, role):
    actors, values = cast
    wrong = {}
    for method, rule in routes(app):
        client = visit(
            actors[role]
        )  # afresh: some of these sign out, or leave the pair
        answer = client.open(address(app, rule, values), method=method, data={})
        if method == "POST" and role in {"own", "other"} and answer.status_code == 303:
            _pair_again(app, actors[role])
        expected = MATRIX[method, rule.endpoint][ROLES.index(role)]
        if answer.status_code != expected:
            wrong[method, rule.endpoint] = (answer.status_code, expected)
    assert wrong == {}


def _pair_again(app, person):
    _, engine = app.extensions["pairgrad"]
    with database.transaction(engine) as db:
        if pairs.of(db, person.id) is None:
            pair = db.query(Pair).order_by(Pair.seq).first()
            mine = pair if person.name == "Ana" else None
            pairs.add(db, mine, person) if mine else pairs.make(db, person)


def test_a_route_without_a_declared_door_stops_the_application(app):
    app.view_functions["careless"] = lambda: "everything"
    with pytest.raises(LookupError, match="careless"):
        who.guard(app)


STRANGE = ["", "../../etc/passwd", "%00", "\u202e", "a" * 3000, "💥", "-1", "{{7*7}}"]
FIELDS = [
    "code", "name", "partner", "nickname", "password", "source", "client_token",
    "answer", "choice", "person", "expression", "values", "seed", "of", "draw", "theme",
    "back", "course", "restart", "on_board", "topic", "rung", "action", "before",
    "hours", "places", "reason", "reply", "state", "do", "about", "scope",
    "text", "to", "line", "alike", "claim", "concept", "graph", "projector",
    "submission_id", "pair", "how", "day", "plan", "nodes", "from", "spots", "paper",
    "which", "until", "ends_at", "due_at",
    "zone", "grace_minutes", "sentence",
]  # fmt: skip


@pytest.mark.parametrize("role", ["stranger", "own", "instructor"])
def test_no_strange_input_makes_a_500(app, cast, visit, role):
    rng = random.Random(role)
    actors, values = cast
    for method, rule in routes(app):
        client = visit(actors[role])
        for _ in range(6):
            wild = {
                name: rng.choice([*STRANGE[1:], values[name]])
                for name in rule.arguments
            }
            sent = {name: rng.choice(STRANGE) for name in rng.sample(FIELDS, 5)}
            keyword = "query_string" if method == "GET" else "data"
            answer = client.open(
                address(app, rule, wild),
                method=method,
                headers={"X-Fragment": "1"} if rng.random() < 0.3 else {},
                **{keyword: sent},
            )
            assert answer.status_code < 500 or rule.endpoint == "live.events", rule
            answer.close()


def test_unknown_addresses_and_methods_get_a_page_of_ours(visit, town):
    client = visit(town.ana)
    for method, path, status in (
        ("GET", "/no/such/page", 404),
        ("DELETE", "/ladder", 405),
        ("PUT", "/submissions", 405),
    ):
        answer = client.open(path, method=method)
        assert answer.status_code == status
        assert "Number of this request" in answer.text
