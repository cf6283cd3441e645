from dataclasses import replace

import pytest
from sqlalchemy import select

from exercises.explain.blame import compared
from exercises.explain.held import Held, Seen
from exercises.explain.stored import graph_of, names_of, with_graph
from exercises.explain.summary import summary
from exercises.interpret import interpret
from exercises.nouns import State
from exercises.scaffolding import solution
from exercises.verdicts import UnitVerdict, Verdict
from service.store import database, leases, pairs, people, results, submissions
from service.store.models import Grading, Phase, Purpose
from service.web.sections import BY_SLUG

EMPTY = Verdict(file="", tier="A", suite_version="", headline="", units=())
FORM = {"expression": "y = log(x * x) + sum(x + b)", "values": "x = [1, 2]\nb = [3]"}


@pytest.fixture
def client(app, town, visit):
    app.config["WTF_CSRF_ENABLED"] = False
    return visit(town.ana)


@pytest.fixture
def engine_ran(town, judged):
    """Hand in a whole file whose engine was asked."""
    ran = judged("backprop")
    from_file = UnitVerdict(name="assembled", state=State.FAILED)
    object.__setattr__(ran, "assembled", from_file)
    return town.hand_in(town.pair, None, ran, filename="day.py")


def tries(engine):
    with database.reading(engine) as db:
        wanted = select(Grading).where(Grading.purpose == Purpose.TRY)
        return list(db.scalars(wanted.order_by(Grading.seq)))


def serve(engine, spoil=0.0):
    """Answer the next question as an engine whose first gradient is off by ``spoil``."""
    with database.transaction(engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        spec = graph_of(claim.options)
        kept = [Held(each + spoil) for each in interpret(spec).gradients]
        seen = Seen(
            gradients={
                leaf.id: one for leaf, one in zip(spec.leaves, kept, strict=True)
            }
        )
        names = names_of(claim.options)
        said = summary(compared(spec, seen, called=names))
        report = {"drawing": with_graph(spec, seen, names), "log": ""}
        assert results.store(db, claim, headline=said, report=report, tier="A")


def test_the_right_answer_is_drawn_at_once_and_shared_by_its_address(client):
    answer = client.post("/try", data={**FORM, "draw": "1", "seed": "3"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "x is used in three places" in page
    assert "print(x.grad)" in page
    assert "csrf" not in answer.location


def test_what_is_not_understood_is_said_beside_the_field(client):
    page = client.get("/try", query_string={"expression": "x ** 2"}).text
    assert "x ** 2 is not understood here" in page
    assert 'aria-describedby="expression-problem"' in page
    assert client.post("/try", data={"expression": "x +"}).status_code == 422


def test_without_an_engine_there_is_nothing_to_ask(client):
    assert "Ask My engine" not in client.get("/try").text
    assert client.post("/try", data=FORM).status_code == 422


@pytest.mark.parametrize("spoil", [0.0, 1.5])
def test_the_pairs_own_engine_is_asked_and_no_attempt_is_used(
    client, engine, engine_ran, town, spoil
):
    listed = client.get("/submissions").text.count("/submissions/" + engine_ran.id)
    answer = client.post("/try", data=FORM)
    assert answer.status_code == 303
    assert "Queued" in client.get(answer.location).text
    serve(engine, spoil)
    page = client.get(answer.location + "/result").text
    assert ("agree, forward and backward" in page) is not bool(spoil)
    assert ("reference differ" in page) is bool(spoil)
    assert "Where <code>b.grad</code>" in client.get(answer.location + "?of=b").text
    with database.reading(engine) as db:
        assert submissions.charged(db, town.pair.id, None) == 1
    link = "/submissions/" + engine_ran.id
    assert client.get("/submissions").text.count(link) == listed


def test_another_pair_cannot_see_the_question(client, engine, engine_ran, town, visit):
    location = client.post("/try", data=FORM).location
    with database.transaction(engine) as db:
        both = [people.add_student(db, town.course, name) for name in ("Cleo", "Dov")]
        pairs.make(db, *both)
    for path in (location, location + "/result"):
        assert visit(both[0]).get(path).status_code == 404


def test_a_newer_question_takes_the_place_of_one_that_waits(client, engine, engine_ran):
    first = client.post("/try", data=FORM).location
    same = client.post("/try", data=FORM).location
    other = client.post("/try", data={**FORM, "values": "x = [3, 2]\nb = [3]"}).location
    assert first == same != other
    assert [each.phase for each in tries(engine)] == [Phase.CANCELLED, Phase.QUEUED]
    assert "newer question took its place" in client.get(first).text


def test_a_question_never_pushes_a_hand_in_out_of_the_queue(
    client, engine, engine_ran, town
):
    for rung in ("relu", "log_back", "exp_back"):
        town.hand_in(town.pair, rung)
    answer = client.post("/try", data=FORM)
    assert answer.status_code == 422
    assert "wait to be graded" in answer.text
    assert tries(engine) == []


def test_the_pieces_a_pair_has_right_are_asked_as_one_engine(client, engine, town):
    for slug in ("wrap_forward_fn", "backprop"):
        right = UnitVerdict(name=slug, state=State.PASSED)
        judged = replace(EMPTY, units=(right,))
        source = solution(BY_SLUG[slug])
        town.hand_in(town.pair, slug, judged, source=source)
    page = client.get("/try").text
    assert "Ask My engine" in page
    answer = client.post("/try", data={**FORM, "mine": "1"})
    assert answer.status_code == 303
    (asked,) = tries(engine)
    assert "def backprop" in asked.options["engine"]
    serve(engine, 0.0)
    told = client.get(answer.location + "/result").text
    assert "My engine</a> as it was then, 27 pieces of it ours" in told


def test_without_its_two_main_pieces_my_engine_is_not_asked(client, engine):
    answer = client.post("/try", data={**FORM, "mine": "1"})
    assert answer.status_code == 422
    assert tries(engine) == []
