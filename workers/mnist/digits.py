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
    for name, array in (
        ("train_images", digits.images),
        ("train_labels", digits.labels),
        ("held_out_images", seen),
    ):
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
            f"The {name} digits cannot be read. Run `pairgrad mnist prepare`.",
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


def seen_pictures(data: Path, name: str) -> Images:
    """Return the held-out pictures as a guest sees them, mapped, not read."""
    path = guest_folder(data) / name / "held_out_images.npy"
    pictures: Images = np.load(path, mmap_mode="r")
    return pictures


def disguised(digits: Digits, seed: int) -> tuple[Images, Labels]:
    """Return the held-out digits re-ordered and shifted by a pixel, with their labels.

    The labels of the public test digits fit into a few kilobytes of source; against
    an unknown order and shift they are worth nothing.
    """
    rng = np.random.default_rng((seed, 28))
    order = rng.permutation(len(digits.held_out_labels))
    pictures = digits.held_out_images[order].reshape(-1, 28, 28)
    shifted = np.zeros_like(pictures)
    directions = rng.integers(5, size=len(order))
    for number, (down, right) in enumerate(((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0))):
        chosen = directions == number
        shifted[chosen] = np.roll(pictures[chosen], (down, right), axis=(1, 2))
    return shifted.reshape(-1, 784), digits.held_out_labels[order]
