from itertools import pairwise

import numpy as np
import pytest

from workers.mnist import practice, reference
from workers.mnist.glyphs import GLYPHS, drawn
from workers.mnist.recipe import Recipe


def test_every_digit_is_drawn_in_two_ways_at_least():
    assert sorted(GLYPHS) == list(range(10))
    assert all(len(ways) >= 2 for ways in GLYPHS.values())


def test_a_glyph_is_ink_on_paper_that_stays_inside_the_picture():
    pictures, _ = drawn()
    assert pictures.min() == 0.0
    assert pictures.max() == 1.0
    rim = np.concatenate([pictures[:, 0], pictures[:, -1]], axis=1)
    assert rim.max() == 0.0


def test_a_seed_decides_every_pixel():
    one, other = (practice.make(3, training=40, held_out=10) for _ in range(2))
    assert one.sha256 == other.sha256
    assert one.sha256 != practice.make(4, training=40, held_out=10).sha256


def test_every_class_is_about_as_frequent_as_the_others(few):
    counts = np.bincount(few.labels, minlength=10)
    assert counts.min() > 0.6 * counts.mean()


def test_no_picture_is_empty_and_none_is_full(few):
    ink = few.images.mean(axis=1) / 255
    assert ink.min() > 0.01
    assert ink.max() < 0.6


@pytest.mark.slow
def test_the_official_network_ends_between_85_and_93_percent_and_climbs():
    digits = practice.make(28)
    seen = []
    reference.train(Recipe(), digits, lambda _, correct: seen.append(correct / 10_000))
    assert 0.85 <= seen[-1] <= 0.93
    assert all(later > earlier + 0.005 for earlier, later in pairwise(seen))
