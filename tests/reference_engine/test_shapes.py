"""Prove which axes NumPy stretched, over the product of shapes."""

import itertools

import numpy as np
import pytest

from reference_engine.shapes import stretched_axes, unbroadcast

SHAPES = [
    (),
    (1,),
    (3,),
    (0,),
    (2, 3),
    (1, 3),
    (2, 1),
    (1, 1),
    (0, 3),
    (4, 2, 3),
    (2, 1, 4),
]


def broadcasts(original, shape):
    try:
        return np.broadcast_shapes(original, shape) == shape
    except ValueError:
        return False


@pytest.mark.parametrize(("original", "shape"), list(itertools.product(SHAPES, SHAPES)))
def test_unbroadcast_counts_how_often_each_element_was_copied(original, shape):
    if not broadcasts(original, shape):
        with pytest.raises(ValueError, match="does not broadcast"):
            stretched_axes(shape, original)
        return
    seen = unbroadcast(np.ones(shape), np.zeros(original))
    copies = np.prod(shape) / max(np.prod(original), 1)
    assert seen.shape == original
    assert (seen == copies).all()


def test_equal_shapes_are_returned_as_they_are():
    x = np.ones((2, 3))
    assert unbroadcast(x, np.zeros((2, 3))) is x


def test_values_are_summed_along_the_stretched_axis_only():
    x = np.arange(6.0).reshape(2, 3)
    assert unbroadcast(x, np.zeros((2, 1))).tolist() == [[3], [12]]
    assert unbroadcast(x, np.zeros(3)).tolist() == [3, 5, 7]
