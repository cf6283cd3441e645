"""History: every attempt stays, any two can be compared, any one brought back."""

import re

import pytest
from playwright.sync_api import expect

from service.store import aside, database, drafts, matrix

FIRST = "def log_back(grad_out, out, x):\n    return 1 / x\n"
SECOND = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
THIRD = "def log_back(grad_out, out, x):\n    return grad_out * x\n"


@pytest.fixture
def three(town, judged):
    """Hand in wrong, right and wrong again; return the three in order."""
    states = (("failed", FIRST), ("passed", SECOND), ("failed", THIRD))
    return [
        town.hand_in(
            town.pair, "log_back", judged("log_back", state=state), source=text
        )
        for state, text in states
    ]


def draft(engine, town, rung="log_back"):
    with database.reading(engine) as db:
        return drafts.load(db, town.pair.id, rung).source


def test_what_passed_before_and_fails_now_is_marked(engine, three):
    with database.reading(engine) as db:
        found = matrix.of_submissions(db, [one.id for one in three])
    ((unit, cells),) = found
    assert unit == "log_back"
    assert [cells[one.id].lost for one in three] == [False, False, True]


def test_what_was_never_attempted_has_no_line(town, engine, judged):
    blank = town.hand_in(town.pair, None, judged("relu", state="not_attempted"))
    with database.reading(engine) as db:
        assert matrix.of_submissions(db, [blank.id]) == []


def test_all_attempts_stand_in_order_with_who_wrote_and_drew(town, visit, three):
    page = visit(town.ana).get("/submissions").text
    places = [page.index(f'href="/submissions/{one.id}">The gradient') for one in three]
    assert places == sorted(places, reverse=True)
    assert page.count("Ana wrote") == 3
    assert "was right, no longer" in page


def test_one_rung_can_be_shown_alone(town, visit, three, judged):
    other = town.hand_in(town.pair, "relu", judged("relu"))
    page = visit(town.ana).get("/submissions?rung=log_back").text
    assert three[0].id in page
    assert other.id not in page


def test_any_two_are_compared_the_earlier_on_the_left(town, visit, three):
    ana = visit(town.ana)
    page = ana.get(f"/submissions/compare?a={three[2].id}&b={three[0].id}").text
    assert page.index("attempt 1") < page.index("attempt 3")
    assert re.search(r"removed</span></td><td><code>    return 1 / x", page)
    assert re.search(r"added</span></td><td><code>    return grad_out \* x", page)
    same = ana.get(f"/submissions/compare?a={three[0].id}&b={three[0].id}").text
    assert "The two texts are the same" in same


def test_the_attempts_of_another_pair_cannot_be_compared_or_brought_back(
    town, visit, three, judged
):
    town.populate()
    theirs = town.hand_in(town.others[0], "log_back", judged("log_back"))
    ana = visit(town.ana)
    mixed = f"/submissions/compare?a={three[0].id}&b={theirs.id}"
    assert ana.get(mixed).status_code == 404
    assert ana.post(f"/submissions/{theirs.id}/restore").status_code == 404


def test_bringing_back_keeps_what_was_never_handed_in(town, engine, visit, three):
    ana = visit(town.ana)
    ana.post("/exercises/log_back/draft", data={"source": "# half a thought\n"})
    answer = ana.post(f"/submissions/{three[1].id}/restore")
    assert answer.location == "/exercises/log_back"
    assert draft(engine, town) == SECOND
    with database.reading(engine) as db:
        (kept,) = aside.of_pair(db, town.pair.id)
    assert kept.source == "# half a thought\n"
    assert "Set aside" in ana.get("/submissions").text
    ana.post(f"/submissions/aside/{kept.id}")
    assert draft(engine, town) == "# half a thought\n"
    with database.reading(engine) as db:
        # What it replaced was handed in: one more copy of it would only be noise.
        assert len(aside.of_pair(db, town.pair.id)) == 1


def test_bringing_a_whole_file_back_fills_every_draft_it_holds(town, engine, visit):
    both = f"{SECOND}\n\ndef relu(x):\n    return maximum(x, 0.0)\n"
    whole = town.hand_in(town.pair, None, source=both)
    assert visit(town.ana).post(f"/submissions/{whole.id}/restore").location == (
        "/ladder"
    )
    assert "grad_out / x" in draft(engine, town)
    assert "maximum" in draft(engine, town, "relu")


def test_the_attempt_that_counts_is_marked_and_a_pinned_one_instead(
    town, visit, judged
):
    first, second = (
        town.hand_in(town.pair, "log_back", judged("log_back"), source=text)
        for text in (FIRST, SECOND)
    )
    ana = visit(town.ana)

    def counted():
        page = ana.get("/submissions").text
        cells = re.findall(r'class="cell passed( counts)?"><span aria', page)
        assert page.count("passed, counts</span>") == 1
        return cells

    before = counted()
    other = second if before == ["", " counts"] else first
    ana.post("/grade/pin/log_back", data={"submission_id": other.id})
    assert counted() == before[::-1]


@pytest.mark.browser
def test_three_attempts_can_be_compared_and_brought_back_without_scripts(
    town, address, enter, three
):
    page = enter(town.ana, java_script_enabled=False)
    page.goto(f"{address}/submissions")
    expect(page.locator(".attempts tbody tr")).to_have_count(3)
    page.get_by_label("From The gradient of a logarithm, attempt 1").check()
    page.get_by_label("To The gradient of a logarithm, attempt 3").check()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(page.locator(".changes .gone")).to_have_text(re.compile("return 1 / x"))
    expect(page.locator(".changes .come")).to_have_text(re.compile(r"grad_out \* x"))
    page.get_by_role("button", name="Bring the earlier attempt back").click()
    expect(page.locator("#source")).to_have_value(FIRST)
    page.goto(f"{address}/submissions")
    expect(page.locator(".attempts tbody tr")).to_have_count(3)
