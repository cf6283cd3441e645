import pytest

from exercises.catalogue import RUNGS
from service.web.prompts import prompt, render, starter


@pytest.mark.parametrize("slug", [rung.slug for rung in RUNGS])
def test_every_rung_has_a_text_three_hints_and_a_starter(slug):
    told = prompt(slug)
    assert len(told.text) > 100
    assert [name for name, _ in told.hints] == ["Evidence", "Question", "Location"]
    assert (
        "def " in starter(slug)
        or "class " in starter(slug)
        or "add_back" in starter(slug)
    )


def test_what_to_draw_stands_apart():
    assert "How many arrows arrive" in prompt("backprop").draw
    assert "How many arrows arrive" not in prompt("backprop").text


def test_formulas_stay_and_scripts_go():
    told = render(
        "<math><mi>x</mi></math> <script>alert(1)</script> <b onclick=x>b</b>"
    )
    assert "<math><mi>x</mi></math>" in told
    assert "script" not in told
    assert "onclick" not in told


def test_the_page_names_who_draws(town, visit):
    page = visit(town.ana).get("/exercises/backprop").text
    assert "Ben, draw first:" in page
    assert "Ana types once you both have an answer" in page
