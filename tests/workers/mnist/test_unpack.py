import gzip
import struct

import numpy as np
import pytest

from workers.mnist.unpack import FILES, RAW, Unreadable, laid_out

TRAINING, HELD_OUT = 6, 4


def idx(array):
    kinds = {1: 0x0801, 3: 0x0803}
    head = struct.pack(">I", kinds[array.ndim])
    sizes = b"".join(struct.pack(">I", size) for size in array.shape)
    return head + sizes + array.astype(np.uint8).tobytes()


@pytest.fixture
def raw(tmp_path):
    """Write a tiny MNIST in torchvision's layout, packed."""
    folder = tmp_path / "given" / RAW
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for name in FILES:
        count = TRAINING if name.startswith("train") else HELD_OUT
        shape = (count, 28, 28) if "images" in name else (count,)
        numbers = rng.integers(10, size=shape)
        (folder / f"{name}.gz").write_bytes(gzip.compress(idx(numbers)))
    return folder


def test_packed_files_are_unpacked_elsewhere_and_their_folder_stays_as_it_is(
    raw, tmp_path
):
    before = sorted(raw.iterdir())
    own = laid_out(tmp_path / "given", tmp_path / "own")
    assert own == tmp_path / "own"
    assert sorted(each.name for each in (own / RAW).iterdir()) == sorted(FILES)
    assert sorted(raw.iterdir()) == before


def test_plain_files_are_used_where_they_lie(raw, tmp_path):
    for name in FILES:
        (raw / name).write_bytes(gzip.decompress((raw / f"{name}.gz").read_bytes()))
    assert laid_out(tmp_path / "given", tmp_path / "own") == tmp_path / "given"


def test_a_missing_file_is_named(raw, tmp_path):
    (raw / f"{FILES[2]}.gz").unlink()
    with pytest.raises(Unreadable, match=FILES[2]):
        laid_out(tmp_path / "given", tmp_path / "own")


def test_a_broken_file_is_named_and_leaves_nothing_half_written(raw, tmp_path):
    packed = raw / f"{FILES[0]}.gz"
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(Unreadable, match="cannot be read"):
        laid_out(tmp_path / "given", tmp_path / "own")
    assert list((tmp_path / "own" / RAW).iterdir()) == []


@pytest.mark.torch
def test_torchvision_reads_what_was_unpacked(raw, tmp_path):
    prepare = pytest.importorskip("workers.mnist.prepare")
    digits = prepare.mnist(tmp_path / "given", tmp_path / "own")
    assert digits.name == "mnist"
    assert digits.images.shape == (TRAINING, 784)
    assert digits.held_out_labels.shape == (HELD_OUT,)
    held = gzip.decompress((raw / f"{FILES[0]}.gz").read_bytes())[16:]
    assert digits.images.tobytes() == held


@pytest.mark.torch
def test_mending_torchvision_twice_is_harmless():
    prepare = pytest.importorskip("workers.mnist.prepare")
    prepare.mend_torchvision()
    prepare.mend_torchvision()
    from torchvision.datasets import MNIST  # noqa: PLC0415 - mended first

    assert MNIST.__name__ == "MNIST"
