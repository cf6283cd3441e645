"""A pair's own expression on its own engine, and a look into a failing graph."""

from pathlib import Path

import numpy as np
import pytest

from exercises.explain.blame import compared
from exercises.explain.expression import parsed
from exercises.explain.held import Seen, as_numbers
from exercises.explain.picture import Mark
from exercises.explain.stored import graph_of, names_of, seen_of, with_graph
from exercises.nouns import GraderFault, State
from exercises.verdicts import Counterexample, UnitVerdict
from service.store.leases import Claim
from service.store.models import Purpose
from workers.grading import grade
from workers.looking import looked_into
from workers.sandbox.box import Box
from workers.seat import Seat
from workers.trying import tried

pytestmark = pytest.mark.sandbox
WRONG = Path(__file__).parents[1] / "corpus" / "whole" / "wrong"
LEAVES = {"x": np.array([1.0, 2.0]), "b": np.array([3.0])}


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), min_tier="C") as opened:
        yield opened


def claim(source, options):
    return Claim(
        grading_id="g", submission_id="s", pair_id="p", course_id="c", token="t", run=1,
        queue="live", purpose=Purpose.TRY, suite_version="", options=options,
        filename="pair.py", source=source,
    )  # fmt: skip


def asked(text):
    written = parsed(text, LEAVES)
    return with_graph(written.spec, Seen(), written.names)


def drawn(report):
    plain = report["drawing"]
    return compared(graph_of(plain), seen_of(plain), called=names_of(plain))


def test_a_pairs_engine_is_asked_about_every_part_of_its_own_expression(box):
    source = (WRONG / "last_one_wins.py").read_text()
    with Seat(box) as seat:
        headline, report = tried(seat, claim(source, asked("log(x * x) + sum(x + b)")))
    picture = drawn(report)
    assert headline.startswith("x is used in three places. x.grad kept")
    assert picture.node(0).mark is Mark.WRONG
    assert picture.node(1).mark is Mark.RIGHT
    assert not any(node.mark is Mark.UNSEEN for node in picture.nodes[:-1])
    assert all(edge.mark is Mark.RIGHT for edge in picture.edges)


def test_a_wrong_rule_is_found_alone_and_what_follows_is_not_blamed(box):
    source = (WRONG / "exp_passes.py").read_text()
    with Seat(box) as seat:
        _, report = tried(seat, claim(source, asked("exp(x) * x")))
    picture = drawn(report)
    bent = [edge.called for edge in picture.edges if edge.mark is Mark.WRONG]
    assert bent == ["exp"]
    assert picture.node(0).note == "gets something else from exp"


def test_code_that_does_not_load_is_said_and_nothing_is_drawn(box):
    with Seat(box) as seat:
        headline, report = tried(
            seat, claim("import os\nos._exit(3)\n", asked("x * x"))
        )
    assert headline
    assert report["drawing"] is None


def test_a_question_without_a_graph_is_our_fault(box):
    with Seat(box) as seat, pytest.raises(GraderFault):
        tried(seat, claim("x = 1", {}))


@pytest.mark.parametrize("name", ["exp_passes", "last_one_wins", "log_times_x"])
def test_the_counterexample_of_a_wrong_engine_is_drawn_with_its_fault(box, name):
    data = (WRONG / f"{name}.py").read_bytes()
    verdict = grade(filename="pair.py", data=data, units=None, suite=None, box=box)
    shown = verdict.assembled.counterexample
    spec = graph_of(shown.drawing)
    picture = compared(spec, seen_of(shown.drawing))
    marks = {mark for node in picture.nodes for mark in (node.mark, node.value_mark)}
    assert Mark.WRONG in marks
    assert picture.observed


def test_a_verdict_without_a_graph_is_left_as_it_is(box):
    plain = {
        "what": "f",
        "expected": as_numbers(np.ones(2)),
        "got": as_numbers(np.ones(2)),
    }
    shown = Counterexample("f(x)", "", "", plain)
    verdict = UnitVerdict(name="f", state=State.FAILED, counterexample=shown)
    with Seat(box) as seat:
        assert looked_into(seat, verdict) is verdict
