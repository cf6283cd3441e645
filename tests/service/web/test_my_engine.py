"""My engine as pages: what is in it, where from, and what handing it in does."""

from html import unescape

from exercises import scaffolding
from exercises.catalogue import UNITS
from exercises.extract import read
from service.store import database, drafts, passing

ONE = (
    "import numpy as np\n\n\ndef log_back(grad_out, out, x):\n    return grad_out / x\n"
)
OTHER = ONE.replace("/ x", "* (1 / x)")


def whole_day():
    folder = scaffolding.FOLDER / "solved"
    texts = [(folder / f"{unit}.py").read_text() for unit in UNITS]
    return "\n\n".join(["import numpy as np", *texts])


def test_the_newest_passing_definition_is_in_the_file_and_a_later_failure_is_not(
    town, visit, judged
):
    town.hand_in(town.pair, "log_back", judged("log_back"), source=ONE)
    newest = town.hand_in(town.pair, "log_back", judged("log_back"), source=OTHER)
    failed = judged("log_back", state="failed")
    town.hand_in(town.pair, "log_back", failed, source=ONE.replace("/ x", "* x"))
    client = visit(town.ana)
    told = client.get("/engine.py").text
    assert "return grad_out * (1 / x)" in told
    assert "return grad_out / x" not in told
    page = client.get("/engine").text
    assert f"/submissions/{newest.id}" in page
    assert "1 of 29 pieces are yours" in page
    assert 'Missing: <a href="#unbroadcast">' in page


def test_a_pair_may_choose_an_older_definition_and_the_newest_again(
    town, visit, judged
):
    older = town.hand_in(town.pair, "log_back", judged("log_back"), source=ONE)
    town.hand_in(town.pair, "log_back", judged("log_back"), source=OTHER)
    client = visit(town.ana)
    assert f'value="{older.id}"' in client.get("/engine").text
    answer = client.post("/engine/log_back", data={"submission_id": older.id})
    assert answer.status_code == 303
    assert "return grad_out / x" in client.get("/engine.py").text
    assert "chosen" in client.get("/engine").text
    client.post("/engine/log_back", data={"submission_id": ""})
    assert "return grad_out * (1 / x)" in client.get("/engine.py").text


def test_only_what_passes_and_is_ones_own_can_be_chosen(town, visit, judged):
    failed = judged("log_back", state="failed")
    wrong = town.hand_in(town.pair, "log_back", failed, source=ONE)
    town.populate()
    theirs = town.hand_in(town.others[0], "log_back", judged("log_back"))
    client = visit(town.ana)
    for sent in (wrong, theirs):
        answer = client.post("/engine/log_back", data={"submission_id": sent.id})
        assert answer.status_code == 422
        assert "does not pass in that hand-in" in answer.text
    assert client.post("/engine/no_such_unit").status_code == 404


def test_what_is_missing_links_to_its_exercise(town, visit):
    page = visit(town.ana).get("/engine").text
    assert "Nothing has passed yet" in page
    assert page.count("Missing.") == len(UNITS)
    assert '/exercises/backprop">Write it' in page


def test_handing_it_in_makes_one_whole_file_and_the_page_then_shows_its_verdict(
    town, visit, judged, engine
):
    town.hand_in(town.pair, None, judged(*UNITS), source=whole_day())
    client = visit(town.ana)
    told = client.get("/engine.py").text
    answer = client.post("/engine", data={"client_token": ""})
    assert answer.status_code == 303
    sent = client.get(f"{answer.location}/source").text
    assert sent == told
    page = unescape(client.get("/engine").text)
    assert "Handed in as it stands" in page
    assert answer.location in page
    assert "Grade my engine" not in page


def test_another_pair_finds_nothing_of_it(town, visit, judged):
    town.hand_in(town.pair, "log_back", judged("log_back"), source=ONE)
    town.populate()
    with database.reading(town.engine) as db:
        assert set(passing.of_units(db, town.pair.id)) == {"log_back"}
        other = passing.of_units(db, town.others[0].id)
    found = {one.pair_id for several in other.values() for one in several}
    assert found == {town.others[0].id}


def test_a_name_that_was_changed_is_told(town, visit, judged):
    source = ONE.replace("import numpy as np", "from numpy import log, divide")
    source = source.replace("grad_out / x", "divide(grad_out, x) + 0 * log(x)")
    town.hand_in(town.pair, "log_back", judged("log_back"), source=source)
    page = visit(town.ana).get("/engine").text
    assert "<code>log</code>, which <code>log_back</code> uses" in page
    assert "log_2" in page


def test_a_whole_file_becomes_the_draft_of_every_rung_it_attempts(town, visit, engine):
    client = visit(town.ana)
    source = ONE + "\n\ndef relu(x):\n    return x.maximum(0.0)\n"
    client.post("/submissions", data={"source": source, "client_token": ""})
    with database.reading(engine) as db:
        kept = drafts.load(db, town.pair.id, "relu").source
        assert "def relu" in kept
        assert "log_back" not in kept
        assert drafts.load(db, town.pair.id, "exp_back") is None
    assert "grad_out / x" in client.get("/exercises/log_back").text


def test_a_form_sent_twice_does_not_bring_an_old_draft_back(town, visit, engine):
    client = visit(town.ana)
    token = "6a7c3b8e-3d3e-4d38-8e2f-0c1f4a0d9b11"
    form = {"source": ONE, "client_token": token}
    client.post("/exercises/log_back", data=form)
    client.post("/exercises/log_back/draft", data={"source": OTHER})
    client.post("/exercises/log_back", data=form)
    with database.reading(engine) as db:
        assert drafts.load(db, town.pair.id, "log_back").source == OTHER


def test_the_starter_is_there_for_everyone_as_file_and_as_notebook(visit):
    client = visit(None)
    for name in ("starter.py", "starter.ipynb"):
        answer = client.get(f"/{name}")
        assert name in answer.headers["Content-Disposition"]
        assert not read(name, answer.data).attempted & set(UNITS)


def test_the_ladder_leads_there_in_one_click(town, visit):
    assert 'href="/engine"' in visit(town.ana).get("/ladder").text
