import numpy as np
import pytest

from exercises.figures import compared, show


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (2.0, "2"),
        (-0.0, "0"),
        (1 / 3, "0.3333"),
        (123456.0, "1.235e+05"),
        ([1.0, 2.5], "[1, 2.5]"),
        ([[1.0, 2.0], [3.0, 4.0]], "[[1, 2], [3, 4]]"),
        ([np.nan, np.inf, -np.inf], "[not a number, infinity, -infinity]"),
        (np.zeros((0, 3)), "empty (0, 3)"),
        ([3.0, 4.0, 0.0, 0.0, 0.0], "shape (5,), norm 5"),
        (True, "1"),
    ],
)
def test_arrays_are_printed_by_one_rule(values, text):
    assert show(np.array(values)) == text


def test_numbers_that_print_alike_get_more_digits():
    one, two = np.array([1.00001]), np.array([1.00002])
    assert compared(one, two, (0,)) == ("[1.00001]", "[1.00002]")


def test_numbers_apart_in_the_tenth_digit_say_so():
    one, two = np.array([1.0]), np.array([1.0 + 1e-12])
    assert compared(one, two, (0,))[1] == "[1] (apart in the tenth digit)"


def test_large_arrays_say_where_they_part():
    one = np.arange(6.0).reshape(2, 3)
    two = one.copy()
    two[1, 0] = 1.0
    expected, got = compared(one, two, (1, 0))
    assert expected == "shape (2, 3), norm 7.416; 3 at [1, 0]"
    assert got == "shape (2, 3), norm 6.856; differs first at [1, 0]: 1"


def test_arrays_of_other_shapes_show_their_shapes():
    expected, got = compared(np.array([3.0]), np.array([1.0, 2.0]), ())
    assert (expected, got) == ("[3] of shape (1,)", "[1, 2] of shape (2,)")
