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
    # Moved by less than a pixel and a half each is still most like itself.
    one, other = (each.astype(float) for each in (shown, few.held_out_images))
    alike = one @ other.T / np.linalg.norm(one, axis=1)[:, None]
    nearest = (alike / np.linalg.norm(other, axis=1)).argmax(axis=1)
    assert np.mean(labels == few.held_out_labels[nearest]) > 0.95


def test_no_disguised_digit_can_be_looked_up_by_a_pixel_or_a_sum(few):
    shown, _ = digits.disguised(few, 7)
    known = {each.tobytes() for each in few.held_out_images}
    assert not any(each.tobytes() in known for each in shown)
    for kept in (np.sum, np.max, np.count_nonzero):
        where = {int(kept(each)): n for n, each in enumerate(few.held_out_images)}
        order = np.random.default_rng((7, 28)).permutation(len(shown))
        found = [where.get(int(kept(each))) for each in shown]
        assert np.mean(found == order) < 0.1


def test_a_set_without_the_order_of_its_digits_is_not_complete(few, tmp_path):
    digits.save(few, tmp_path, seed=7)
    assert digits.is_complete(tmp_path, "practice")
    (digits.folder(tmp_path) / "practice-seen.npy").unlink()
    assert digits.is_saved(tmp_path, "practice")
    assert not digits.is_complete(tmp_path, "practice")
