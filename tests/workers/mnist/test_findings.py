"""What a run got wrong, from what it said: any words of a guest, bounded."""

import base64
import json

import numpy as np
import pytest
from PIL import Image

from workers.mnist import audit
from workers.mnist.findings import MOST, findings


@pytest.fixture
def labels():
    return np.arange(10).repeat(5)


@pytest.fixture
def pictures(labels):
    drawn = np.zeros((len(labels), 784), np.uint8)
    drawn[np.arange(len(labels)), labels * 29] = 200
    return drawn


def test_a_confusion_matrix_counts_every_digit_once(labels, pictures):
    said = labels.copy()
    said[labels == 4] = 9
    found = findings(said, labels, pictures)
    matrix = np.array(found["confusion"])
    assert matrix.sum() == len(labels)
    assert (matrix[4, 9], matrix[4, 4], matrix[9, 9]) == (5, 0, 5)
    assert {(one["truth"], one["said"]) for one in found["mistakes"]} == {(4, 9)}


def test_what_is_no_digit_has_a_column_of_its_own(labels, pictures):
    said = np.where(labels == 0, np.nan, labels).astype(float)
    said[1], said[2] = 57, 0.5
    found = findings(said, labels, pictures)
    assert np.array(found["confusion"])[:, 10].tolist() == [5] + [0] * 9
    assert [one["said"] for one in found["mistakes"]] == [None] * 5


def test_mistakes_are_bounded_and_their_pictures_are_the_digits(
    labels, pictures, tmp_path
):
    found = findings((labels + 1) % 10, labels, pictures)
    assert len(found["mistakes"]) == MOST
    assert len(json.dumps(found)) < 20_000
    shown = tmp_path / "digit.png"
    shown.write_bytes(base64.b64decode(found["mistakes"][-1]["png"]))
    with Image.open(shown) as image:
        assert np.array_equal(np.asarray(image).ravel(), pictures[MOST - 1])


def test_a_run_that_named_nothing_has_no_findings(labels, pictures):
    assert findings(None, labels, pictures) == {}


def test_norms_are_those_of_weight_and_bias_together():
    arrays = [np.full((2, 2), 2.0), np.full(2, 1.0), np.zeros((1, 2)), np.array([3.0])]
    assert audit.norms(arrays) == pytest.approx((18**0.5, 3.0))
    arrays[0][0, 0] = np.nan
    assert audit.norms(arrays) == ()
