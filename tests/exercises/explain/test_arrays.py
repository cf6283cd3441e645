import numpy as np
import pytest

from exercises.answers import Nothing, Numbers, Observation
from exercises.explain.arrays import array_case, beside
from exercises.explain.held import as_numbers
from exercises.explain.printed import narrow, printed
from exercises.nouns import Kind
from exercises.questions import Near, Probe
from exercises.verdicts import Finding

SQUARE = np.array([[1.0, 2.0], [3.0, 4.0]])


def pair(expected, got):
    return beside(
        {"what": "f", "expected": as_numbers(expected), "got": as_numbers(got)}
    )


def test_elements_that_differ_are_marked():
    found = pair(SQUARE, SQUARE + np.diag([1.0], 1))
    assert found.off.tolist() == [[False, True], [False, False]]
    assert found.relations == ()


@pytest.mark.parametrize(
    ("expected", "got", "says"),
    [
        (SQUARE.sum(0), SQUARE, "Summed over axis 0, yours would be right."),
        (SQUARE.sum((0, 1), keepdims=True), SQUARE, "axes 0, 1 and kept as length 1"),
        (SQUARE, SQUARE.T, "axes in the order (1, 0)"),
        (SQUARE, 3 * SQUARE, "3 times the right one"),
        (SQUARE, SQUARE.reshape(4, 1), "The numbers are right, in shape (4, 1)."),
    ],
)
def test_one_simple_step_between_two_arrays_is_said(expected, got, says):
    assert says in pair(expected, got).relations[0]


def test_of_what_is_not_finite_nothing_is_said():
    found = pair(SQUARE, SQUARE * [[np.nan, 1], [1, 1]])
    assert found.off.sum() == 1
    assert found.relations == ()
    assert beside(None) is None
    assert beside({"graph": {}}) is None


def test_the_array_that_failed_is_kept_and_only_if_it_is_small():
    near = Near(0, SQUARE, "f")
    asked = Probe(name="p", concept="", program=(), expects=(near,), lines=())
    found = Finding(Kind.VALUE, "f", "", "", "")

    def seen(record):
        return Observation({0: record})

    assert array_case(asked, found, seen(Numbers(SQUARE.T, "f8")))["what"] == "f"
    assert array_case(asked, found, seen(Nothing())) is None
    assert array_case(asked, found, seen(Numbers(np.zeros((99, 9)), "f8"))) is None


def test_columns_stand_under_each_other_and_the_rest_is_counted():
    rows = [row.text for row in printed(np.array([[1.0, 22.5], [-3.0, 4.0]]), 4)]
    assert [row.replace("\u2007", " ") for row in rows] == [
        "[[ 1, 22.5],",
        " [-3,    4]]",
    ]
    many = printed(np.ones((2, 3, 2)), 3)
    assert many[-1].text == "and 4 rows more"
    assert printed(np.ones(7), 3)[0].text == "[1, 1, 1, 1, +3]"
    assert printed(np.array(2.5), 3)[0].text == "2.5"
    assert narrow(SQUARE) == "shape (2, 2)"


def test_brackets_open_and_close_with_their_axes():
    rows = [row.text.replace("\u2007", " ") for row in printed(np.ones((2, 2, 1)), 6)]
    assert rows == ["[[[1],", "  [1]],", " [[1],", "  [1]]]"]
