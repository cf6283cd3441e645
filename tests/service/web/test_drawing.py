"""The drawing on a page: well-formed, without style of its own, with a twin in words."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from exercises.explain.blame import compared
from exercises.explain.held import Held, Seen
from exercises.explain.parts import Reference
from exercises.explain.picture import Mark, drawn
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.sketch import Taste, sketch
from exercises.suite import bank
from service.web.drawing import figure
from service.web.graph_svg import Drawing

DENSE = Taste(reuse=0.7)


def texts(svg):
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter("text")]


def graphs():
    rng = np.random.default_rng(2)
    yield from bank()
    for length in (8, 15, 30):
        yield sketch(rng, DENSE, ops=("add", "multiply", "exp", "sum"), length=length)


@pytest.mark.parametrize("down", [False, True])
def test_every_graph_is_drawn_as_well_formed_xml_without_style_or_script(down):
    for spec in graphs():
        svg = Drawing(drawn(spec), down=down).svg("a")
        root = ET.fromstring(svg)
        assert root.get("aria-labelledby") == root.find("title").get("id") == "a"
        for element in root.iter():
            assert element.tag in {
                "svg", "title", "g", "path", "polygon", "circle", "rect", "text", "tspan"
            }  # fmt: skip
            assert not {"style", "onload", "href"} & set(element.keys())


def test_every_node_and_every_contribution_is_in_the_drawing():
    for spec in graphs():
        picture = drawn(spec)
        svg = Drawing(picture).svg("a")
        assert svg.count('class="box ') == len(picture.nodes)
        carried = sum(edge.carries for edge in picture.edges)
        assert svg.count('<rect class="pill"') == carried
        assert svg.count('class="edge') == len(picture.edges) + 1


def test_everything_lies_inside_the_picture():
    for spec in graphs():
        for down in (False, True):
            svg = Drawing(drawn(spec), down=down).svg("a")
            left, top, width, height = map(
                float, re.search('viewBox="(.*?)"', svg)[1].split()
            )
            for rect in ET.fromstring(svg).iter("rect"):
                x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
                assert left <= x
                assert x + w <= left + width
                assert top <= y
                assert y + h <= top + height


def test_words_of_a_strangers_code_stay_text():
    spec = bank()[0]
    word = "<script>alert(1)</script>&\"'"
    picture = compared(spec, Seen(gradients={0: Held(word=word)}))
    svg = Drawing(picture).svg("a")
    assert "<script" not in svg
    assert any("<script>" in text for text in texts(svg))


@pytest.fixture
def family():
    spec = GraphSpec(
        (Leaf(0, np.array([1.0, 2.0])), Leaf(1, np.array([3.0]))),
        (
            Operation(2, "multiply", (0, 0)),
            Operation(3, "add", (2, 1)),
            Operation(4, "sum", (3,), {"dim": None, "keepdim": False}),
        ),
        4,
    )
    reference = Reference(spec)
    good = {n: Held(reference.gradients[n]) for n in (1, 2, 3)}
    return compared(spec, Seen(gradients={0: Held(np.array([1.0, 2.0])), **good}))


def test_no_mark_is_made_by_colour_alone(family):
    said = texts(Drawing(family).svg("a"))
    assert "kept 1 of 2 contributions" in said
    assert said.count("one of these two: lost") == 2
    assert "unbroadcast: Σ axis 0" in said
    assert "[1, 1] → [2]" in said
    svg = Drawing(family).svg("a")
    ticks = sum(node.mark is Mark.RIGHT for node in family.nodes)
    assert svg.count("sign ok") == ticks
    assert svg.count("sign no") == 3


def test_lines_of_torch_print_the_gradient_that_is_wrong(family):
    shown = figure(family, label="a")
    assert shown.torch.endswith("print(a.grad)")
    assert shown.origin.node.name == "a"


def test_where_the_result_is_wrong_the_lines_print_the_result(family):
    wrong = compared(family.spec, Seen(values={4: Held(np.array(9.0))}))
    assert figure(wrong, label="a").torch.endswith("print(e)")


def test_a_graph_can_be_tried_again_with_other_numbers_where_it_can_be_typed(
    visit, town
):
    typed = [figure(drawn(spec), label="a").again for spec in bank()]
    assert sum(each is not None for each in typed) > 0.6 * len(typed)
    first = next(each for each in typed if each)
    page = visit(town.ana).get("/try", query_string=first).text
    assert "The same in PyTorch" in page


def test_a_verdict_shows_the_drawing_its_twin_and_the_account(town, visit):
    sent = town.failing_graph()
    page = visit(town.ana).get(f"/submissions/{sent.id}").text
    assert page.count('<svg class="graph across') == 1
    assert page.count('<svg class="graph down') == 1
    assert "Where <code>x.grad</code> comes from" in page
    for text in ("kept 1 of 3 contributions", "The drawing as tables", "import torch",
                 "then summed over axis 0", "print(x.grad)"):  # fmt: skip
        assert text in page
    assert 'style="' not in page


def test_a_verdict_remembers_when_it_passed_and_shows_the_changed_lines(town, visit):
    sent = town.failing_graph()
    page = visit(town.ana).get(f"/submissions/{sent.id}").text
    assert "It passed in" in page
    assert "attempt 1</a> and fails now." in page
    assert re.search(r'class="was">-\s+return grad_out / x', page)
    assert re.search(r'class="now">\+\s+return grad_out \* x', page)


def test_a_later_failure_names_the_attempt_since_which_it_fails(town, visit, judged):
    town.failing_graph()
    again = town.hand_in(town.pair, "backprop", judged("backprop", state="failed"))
    page = visit(town.ana).get(f"/submissions/{again.id}").text
    assert "and fails since" in page
    assert ">attempt 2</a>" in page


def test_what_never_passed_has_nothing_to_remember(town, visit, judged):
    first = town.hand_in(town.pair, "relu", judged("relu", state="failed"))
    assert "It passed in" not in visit(town.ana).get(f"/submissions/{first.id}").text


def test_every_public_graph_can_be_explained_node_by_node(town, visit):
    client = visit(town.ana)
    assert client.get("/explain").text.count("/explain/") == len(bank())
    for number in (1, 20, len(bank())):
        page = client.get(f"/explain/{number}").text
        assert "The same in PyTorch" in page
        assert "Your engine" not in page
    for wrong in ("0", "9999", "x", str(len(bank()) + 1)):
        assert client.get(f"/explain/{wrong}").status_code == 404
    assert "Where <code>b.grad</code>" in client.get("/explain/1?of=b").text
