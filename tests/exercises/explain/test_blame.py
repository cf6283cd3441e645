import numpy as np
import pytest

from exercises.explain.blame import compared
from exercises.explain.counted import counted
from exercises.explain.held import Held, Seen
from exercises.explain.origin import origin
from exercises.explain.picture import Mark, drawn
from exercises.explain.summary import summary
from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import VALUE_MUTANTS
from exercises.misconceptions.sighting import same
from exercises.suite import bank

X, B, SQUARE, LOG, SUM_IN, SUM, END = range(7)


def test_an_engine_that_is_right_has_nothing_marked_wrong(look):
    for spec in bank():
        picture = compared(spec, look(spec, []))
        assert {node.mark for node in picture.nodes} <= {Mark.RIGHT, Mark.UNSEEN}
        assert not any(edge.fate for edge in picture.edges)


def test_every_known_mistake_is_marked_on_every_bank_graph_that_shows_it(look):
    unmarked = []
    for name in VALUE_MUTANTS:
        shown = [spec for spec in bank() if not same(run(spec, [name]), run(spec))]
        for spec in shown[:6]:
            picture = compared(spec, look(spec, [name]))
            marks = {m for n in picture.nodes for m in (n.mark, n.value_mark)}
            if Mark.WRONG not in marks:
                unmarked.append((name, spec))
    assert unmarked == []


def test_a_lost_contribution_is_struck_where_it_is_certain_which(family, look):
    picture = compared(family, look(family, ["overwrite"]))
    fates = {edge.key: edge.fate for edge in picture.into(X)}
    assert picture.focus == X
    assert fates[SUM_IN, 0] == "lost"
    # The two factors of x * x send the same: which one is missing nobody can tell.
    assert fates[SQUARE, 0] == fates[SQUARE, 1] == "one of these two: lost"
    assert picture.node(X).note == "kept 1 of 3 contributions"
    assert summary(picture) == (
        "x is used in three places. x.grad kept 1 of 3 contributions."
    ).replace("x", picture.names[X])


def test_what_is_wrong_only_because_of_another_is_told_apart(family, look):
    picture = compared(family, look(family, ["log_times_x"]))
    marks = {node.id: node.mark for node in picture.nodes}
    assert marks[SQUARE] is Mark.WRONG
    assert marks[X] is Mark.FOLLOWS
    assert marks[B] is Mark.RIGHT
    assert picture.node(X).note == f"wrong only because of {picture.names[SQUARE]}"
    assert [e.called for e in picture.edges if e.mark is Mark.WRONG] == ["log"]


def test_a_wrong_rule_is_blamed_and_not_the_adding_up(family, look):
    picture = compared(family, look(family, ["sum_as_mean"]))
    assert picture.focus == SUM_IN
    assert picture.node(SUM_IN).note == "gets something else from sum"


def test_a_wrong_result_is_blamed_where_its_operands_are_right(family):
    values = {
        each.id: Held(drawn(family).node(each.id).value) for each in family.operations
    }
    values[LOG] = Held(np.array([5.0, 5.0]))
    values[END] = Held(np.array([9.0, 9.0]))
    picture = compared(family, Seen(values=values))
    marks = {node.id: node.value_mark for node in picture.nodes}
    assert marks[LOG] is Mark.WRONG
    assert marks[END] is Mark.FOLLOWS
    assert marks[SUM] is Mark.RIGHT
    assert summary(picture).startswith("The result of log")


def test_a_gradient_that_was_never_set_lost_all_it_should_hold(family):
    picture = compared(family, Seen(gradients={X: Held(word="None")}))
    assert picture.node(X).note == "was never set"
    assert {edge.fate for edge in picture.into(X)} == {"lost"}


def test_nothing_is_said_of_what_nobody_saw(family):
    picture = compared(family, Seen(gradients={X: Held(np.array([2.0, 2.0]))}))
    assert picture.node(B).mark is Mark.UNSEEN
    assert picture.node(SQUARE).mark is Mark.UNSEEN
    assert origin(picture, B).rows[0].kept == "not observed"


def test_an_exception_inside_is_shown_in_its_words_and_counts_for_nothing(family):
    picture = compared(family, Seen(gradients={X: Held(word="ValueError on line 3")}))
    assert picture.node(X).got.word == "ValueError on line 3"
    assert not any(edge.fate for edge in picture.edges)


def test_a_second_pass_that_replaces_the_first_is_told(look):
    spec = GraphSpec(
        (Leaf(0, np.array([1.5, -2.5])),),
        (Operation(1, "multiply", (0, 0)), Operation(2, "add", (1, 0))),
        2,
        twice=True,
    )
    picture = compared(spec, look(spec, ["leaf_overwrite"]))
    assert picture.node(0).note == "kept one of two backward passes"
    assert {edge.fate for edge in picture.into(0)} == {"counted once, not twice"}


def test_a_way_that_did_not_arrive_is_found_among_the_paths(look):
    # b feeds c and d; a walk that leaves b before d has delivered loses one way.
    spec = GraphSpec(
        (Leaf(0, np.array([3.0, 0.5])),),
        (
            Operation(1, "multiply", (0, 0)),
            Operation(2, "exp", (0,)),
            Operation(3, "multiply", (2, 1)),
            Operation(4, "add", (1, 3)),
        ),
        4,
    )
    right = drawn(spec)
    total = right.node(0).gradient
    ways = {way.passes: way.value for way in origin(right, 0).ways}
    lost = ways["add, right", "multiply, left", "exp"]
    good = {n: Held(right.node(n).gradient) for n in (1, 2, 3)}
    picture = compared(spec, Seen(gradients={0: Held(total - lost), **good}))
    assert picture.into(0)[2].fate == "lost"


@pytest.mark.parametrize(
    ("got", "times"),
    [
        ([6.0, 8.0], (1, 1)),
        ([1.0, 5.0], (1, 0)),
        ([7.0, 13.0], (2, 1)),
    ],
)
def test_how_often_each_contribution_is_in_a_gradient_is_counted(got, times):
    parts = [np.array([1.0, 5.0]), np.array([5.0, 3.0])]
    assert counted(parts, np.array(got)).times == times


def test_a_gradient_that_no_counting_explains_stays_unexplained():
    assert counted([np.array([1.0, 5.0])], np.array([1.0, 4.0])) is None
    assert counted([np.array([1.0, 5.0])], np.array([np.nan, 5.0])) is None
    assert counted([np.array([1.0])], np.array([[1.0]])) is None


def test_two_explanations_of_different_kinds_cancel_each_other():
    # 5 = 2 * 2 + 1 = 2 + 3 * 1: nobody knows which is counted too often.
    assert counted([np.array(2.0), np.array(1.0)], np.array(5.0)) is None


def test_what_is_lost_explains_before_what_cancels_or_doubles():
    parts = [np.array([1.0, 0.5]), np.array([1.0, 0.5]), np.array([2.0, 2.0])]
    found = counted(parts, np.array([2.0, 2.0]))
    assert found.times == (0, 0, 1)
    assert all(found.certain)
