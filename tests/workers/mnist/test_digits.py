import numpy as np
import pytest

from exercises.nouns import Fault, GraderFault
from workers.mnist import digits


def test_a_saved_set_comes_back_with_the_same_digest(few, shelf):
    assert digits.is_saved(shelf, "practice")
    assert digits.load(shelf, "practice", few.sha256).sha256 == few.sha256


def test_a_changed_set_is_our_fault(shelf):
    with pytest.raises(GraderFault, match="changed since") as caught:
        digits.load(shelf, "practice", "0" * 64)
    assert caught.value.fault is Fault.INFRASTRUCTURE


def test_a_missing_set_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(GraderFault, match="pairgrad mnist prepare"):
        digits.load(tmp_path, "mnist")


def test_a_guest_sees_no_held_out_label(few, shelf):
    inside = sorted(each.name for each in digits.guest_folder(shelf).rglob("*.*"))
    assert inside == ["held_out_images.npy", "train_images.npy", "train_labels.npy"]
    shown = np.load(digits.guest_folder(shelf) / "practice" / "held_out_images.npy")
    assert shown.shape == few.held_out_images.shape
    assert not np.array_equal(shown, few.held_out_images)


def test_the_disguise_moves_each_digit_with_its_label(few):
    shown, labels = digits.disguised(few, 7)
    again, _ = digits.disguised(few, 7)
    assert np.array_equal(shown, again)
    assert sorted(labels) == sorted(few.held_out_labels)
    assert not np.array_equal(labels, few.held_out_labels)
    # A digit shifted by a pixel keeps its ink, for lack of ink at the rim.
    ink = {
        (int(a.sum()), int(b))
        for a, b in zip(few.held_out_images, few.held_out_labels, strict=True)
    }
    kept = sum(
        (int(a.sum()), int(b)) in ink for a, b in zip(shown, labels, strict=True)
    )
    assert kept == len(labels)
