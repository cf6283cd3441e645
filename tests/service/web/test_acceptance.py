"""What every pair may count on, whatever page it is: paper, no colours, no secrets told."""

import re

import pytest
from playwright.sync_api import expect

from service.store import database, people, provenance

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.browser
def test_a_failing_graph_and_its_ledger_print_on_one_page(town, address, enter):
    drawn = town.failing_graph()
    page = enter(town.ana)
    page.goto(f"{address}/submissions/{drawn.id}")
    paper = page.pdf(format="A4", landscape=True, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".case svg").first).to_be_visible()
    expect(page.locator(".case table:visible").first).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["system", "dark"])
def test_paper_is_white_though_the_screen_is_dark(town, address, enter, theme):
    drawn = town.failing_graph()
    page = enter(town.ana, color_scheme="dark")
    if theme == "dark":
        page.locator(".menu > summary").click()
        page.get_by_role("button", name="Theme: dark").click()
    page.goto(f"{address}/submissions/{drawn.id}")
    colours = """() => [".case", ".graph .ground", "h2"].flatMap((one) => {
        const {backgroundColor, fill, color} = getComputedStyle(
            document.querySelector(one));
        return one === "h2" ? [color] : [one === ".case" ? backgroundColor : fill];
    })"""
    assert "rgb(255, 255, 255)" not in page.evaluate(colours)
    page.emulate_media(media="print")
    *grounds, ink = page.evaluate(colours)
    assert set(grounds) == {"rgb(255, 255, 255)"}
    assert max(map(int, re.findall(r"\d+", ink))) < 64


@pytest.mark.browser
def test_without_colours_right_and_wrong_still_differ(town, address, enter):
    drawn = town.failing_graph()
    page = enter(town.ana)
    page.goto(f"{address}/submissions/{drawn.id}")
    lost = page.locator(".case .edge.lost path")
    dashes = "one => getComputedStyle(one).strokeDasharray"
    assert lost.first.evaluate(dashes) != "none"
    kept = page.locator(".case .edge:not(.lost, .none, .perhaps) path")
    assert kept.first.evaluate(dashes) == "none"
    assert "✗ lost" in page.locator(".case table:visible").first.inner_text()
    page.goto(f"{address}/submissions")
    for kind in ("passed", "lost"):
        assert page.locator(f".matrix .cell.{kind}").first.inner_text().strip()
    signs = {
        kind: page.locator(f".matrix .cell.{kind} [aria-hidden]").first.inner_text()
        for kind in ("passed", "lost")
    }
    assert len(set(signs.values())) == 2


def test_a_partners_question_and_answer_stay_the_partners(town, engine, visit):
    asked = town.question(town.ana)
    ben = visit(town.ben)
    assert asked.asked["sentence"] not in ben.get("/where-from").text
    assert ben.get(f"/where-from/{asked.id}").status_code == 404
    with database.transaction(engine) as db:
        provenance.miss(db, asked.id, "31337", "")
    for path in ("/where-from", "/ladder", "/submissions", "/pair"):
        assert "31337" not in ben.get(path).text


def test_what_strangers_write_stays_text_on_every_page_of_a_pair(
    town, engine, visit, judged
):
    texts = [f"a = 1  # {SCRIPT}\n", f"a = 2  # {SCRIPT}\n"]
    one, other = (
        town.hand_in(
            town.pair, "log_back", judged("log_back"), source=text, filename=SCRIPT
        )
        for text in texts
    )
    whole = town.hand_in(town.pair, None, source=f"{SCRIPT}\n", filename=SCRIPT)
    kept = town.set_aside(SCRIPT)
    with database.transaction(engine) as db:
        cleo = people.add_student(db, town.course, SCRIPT)
    ana = visit(town.ana)
    for path in (
        "/submissions",
        f"/submissions/compare?a={one.id}&b={other.id}",
        f"/submissions/{whole.id}",
        "/pair",
        "/ladder",
    ):
        assert SCRIPT not in ana.get(path).text
    assert SCRIPT not in visit(cleo).get("/pair").text
    assert kept.source == SCRIPT


def test_a_whole_file_is_listed_piece_by_piece(town, visit):
    source = (
        "def log_back(grad_out, out, x):\n    return 1 / x\n"
        "def log_back(grad_out, out, x):\n    return grad_out / x\n"
        "def relu(x): raise NotImplementedError\n"
        "train_loader = get_mnist(20)\n"
    )
    whole = town.hand_in(town.pair, None, source=source, filename="day.py")
    page = visit(town.ana).get(f"/submissions/{whole.id}").text
    assert "Found in day.py: 1 of 29 pieces" in page
    assert re.search(r"<code>log_back</code>.*?found.*?line 3</td>", page)
    assert re.search(r"<code>relu</code></th><td><span[^>]*>not begun", page)


def test_a_broken_part_and_a_notebooks_cells_are_named(town, visit):
    broken = "def relu(x):\n    return maximum(x, 0.0\n\n\nx = 1\n"
    whole = town.hand_in(town.pair, None, source=broken, filename="day.py")
    page = visit(town.ana).get(f"/submissions/{whole.id}").text
    assert "not Python yet" in page
    cells = (
        '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], '
        '"execution_count": null, "source": ["a = 1"]}, {"cell_type": "code", '
        '"metadata": {}, "outputs": [], "execution_count": null, '
        '"source": ["def log_back(grad_out, out, x):\\n", "    return 1 / x"]}], '
        '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    book = town.hand_in(town.pair, None, source=cells, filename="day.ipynb")
    page = visit(town.ana).get(f"/submissions/{book.id}").text
    assert "cell 2, line 1" in page
