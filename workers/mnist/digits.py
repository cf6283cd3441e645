"""Keep a set of digits on disk: checked before use, labels never where a guest looks."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exercises.nouns import Fault, GraderFault

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]

SETS = ("mnist", "practice")
# What guests may read of a set.
SHOWN = ("train_images", "train_labels", "held_out_images")
# Held-out pictures are shown moved by up to so many pixels, with so much of their ink.
FARTHEST = 1.0
LEAST_INK = 0.85


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Training and held-out digits: images (n, 784) of 0..255, labels (n,)."""

    name: str
    images: Images
    labels: Labels
    held_out_images: Images
    held_out_labels: Labels

    @property
    def sha256(self) -> str:
        """Return the digest of every pixel and label: what a run was measured on."""
        digest = sha256(self.name.encode())
        for each in (
            self.images,
            self.labels,
            self.held_out_images,
            self.held_out_labels,
        ):
            digest.update(np.ascontiguousarray(each).data)
        return digest.hexdigest()


def folder(data: Path) -> Path:
    """Return where the sets of digits lie."""
    return data / "digits"


def guest_folder(data: Path) -> Path:
    """Return the folder a guest may read: pictures and training labels, set by set."""
    return folder(data) / "guest"


def save(digits: Digits, data: Path, *, seed: int) -> None:
    """Write the set for us and its part for guests; nothing half-written stays.

    ``seed`` is secret: it re-orders and shifts the held-out pictures a guest sees.
    """
    inside = guest_folder(data) / digits.name
    inside.mkdir(parents=True, exist_ok=True)
    seen, labels = disguised(digits, seed)
    arrays: tuple[NDArray[np.generic], ...] = (digits.images, digits.labels, seen)
    for name, array in zip(SHOWN, arrays, strict=True):
        _write(inside / f"{name}.npy", array)
    _write(folder(data) / f"{digits.name}-seen.npy", labels)
    whole = folder(data) / f"{digits.name}.npz"
    part = whole.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            images=digits.images,
            labels=digits.labels,
            held_out_images=digits.held_out_images,
            held_out_labels=digits.held_out_labels,
        )
    part.replace(whole)


def _write(path: Path, array: NDArray[np.generic]) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, array)
    part.replace(path)


def is_saved(data: Path, name: str) -> bool:
    """Tell whether the set is there."""
    return (folder(data) / f"{name}.npz").is_file()


def is_complete(data: Path, name: str) -> bool:
    """Tell whether the set is there with all that guests see of it, and its order."""
    inside = guest_folder(data) / name
    parts = [folder(data) / f"{name}-seen.npy", *(inside / f"{x}.npy" for x in SHOWN)]
    return is_saved(data, name) and all(each.is_file() for each in parts)


def load(data: Path, name: str, expected: str | None = None) -> Digits:
    """Return a saved set; ``expected`` is its digest from the time it was made.

    Raises GraderFault where the files are missing or were changed.
    """
    path = folder(data) / f"{name}.npz"
    try:
        with np.load(path) as held:
            digits = Digits(
                name,
                held["images"],
                held["labels"],
                held["held_out_images"],
                held["held_out_labels"],
            )
    except (OSError, ValueError, KeyError) as error:
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            f"The {name} digits cannot be read on this machine. "
            "Run `pairgrad mnist prepare` there.",
        ) from error
    if expected is not None and digits.sha256 != expected:
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            f"The {name} digits changed since they were prepared. "
            "Run `pairgrad mnist prepare` to make them again.",
        )
    return digits


def seen_labels(data: Path, digits: Digits) -> Labels:
    """Return the held-out labels in the order in which a guest sees the pictures.

    Raises GraderFault where they were not kept, or belong to another set.
    """
    try:
        labels: Labels = np.load(folder(data) / f"{digits.name}-seen.npy")
    except (OSError, ValueError) as error:
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            f"The order of the {digits.name} digits was not kept. "
            "Run `pairgrad mnist prepare`.",
        ) from error
    if not np.array_equal(np.sort(labels), np.sort(digits.held_out_labels)):
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            f"The order kept belongs to other {digits.name} digits. "
            "Run `pairgrad mnist prepare`.",
        )
    return labels


def disguised(digits: Digits, seed: int) -> tuple[Images, Labels]:
    """Return the held-out digits re-ordered, moved and paler, with their labels.

    The labels of the public test digits fit into a few kilobytes of source, looked up by
    anything that a picture keeps. Moved by parts of a pixel and with a part of its ink
    it keeps neither a pixel nor a sum.
    """
    rng = np.random.default_rng((seed, 28))
    count = len(digits.held_out_labels)
    order = rng.permutation(count)
    down, right = rng.uniform(-FARTHEST, FARTHEST, (2, count, 1, 1)).astype(np.float32)
    ink = rng.uniform(LEAST_INK, 1, (count, 1, 1)).astype(np.float32)
    pictures = digits.held_out_images[order].reshape(-1, 28, 28).astype(np.float32)
    moved = _moved(_moved(pictures, down, axis=1), right, axis=2)
    shown = np.clip(np.rint(ink * moved), 0, 255).astype(np.uint8)
    return shown.reshape(-1, 784), digits.held_out_labels[order]


def _moved(
    pictures: NDArray[np.float32], way: NDArray[np.float32], *, axis: int
) -> NDArray[np.float32]:
    """Return each picture moved along an axis by up to a pixel, its rim filled."""
    whole = np.where(way < 0, np.roll(pictures, -1, axis), np.roll(pictures, 1, axis))
    part = np.abs(way)
    moved: NDArray[np.float32] = (1 - part) * pictures + part * whole
    return moved
