"""Prove the third witness on a function whose slope is known."""

import numpy as np

from reference_engine.differences import central_differences


def test_the_slope_of_a_cube_is_three_squares_and_the_input_is_left_alone():
    x = np.array([1.0, -2.0])
    (slope,) = central_differences(lambda a: a**3, [x], np.array([1.0, 10.0]))
    np.testing.assert_allclose(slope, [3, 120], rtol=1e-8)
    assert x.tolist() == [1, -2]
