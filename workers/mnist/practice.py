"""Make practice digits on the spot, distorted until a small network finds them hard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.mnist.digits import Digits, Images, Labels
from workers.mnist.glyphs import SIDE, Picture, drawn

SEED = 28  # of the set that every installation makes
PIXELS = 28
TRAINING = 60_000
HELD_OUT = 10_000
# Pictures at a time: the warped coordinates of all at once would take gigabytes.
AT_ONCE = 2_000

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distortion:
    """How far a digit is bent; lengths are parts of the picture's side.

    Chosen so that the official network ends between 85 and 93 % and climbs with every
    epoch: digits it learns at once would teach nothing about training.
    """

    shift: float = 0.045
    turn: float = 0.12
    shear: float = 0.15
    stretch: float = 0.1
    bend: float = 0.02
    noise: float = 0.07
    covered: float = 0.2


COURSE = Distortion()


def make(
    seed: int,
    *,
    training: int = TRAINING,
    held_out: int = HELD_OUT,
    distortion: Distortion = COURSE,
) -> Digits:
    """Return practice digits; equal seeds give equal bytes."""
    rng = np.random.default_rng(seed)
    images, labels = _many(rng, training + held_out, distortion)
    return Digits(
        "practice",
        images[:training],
        labels[:training],
        images[training:],
        labels[training:],
    )


def _many(
    rng: np.random.Generator, count: int, distortion: Distortion
) -> tuple[Images, Labels]:
    glyphs, digits = drawn()
    images = np.empty((count, PIXELS * PIXELS), dtype=np.uint8)
    labels = np.empty(count, dtype=np.int64)
    for first in range(0, count, AT_ONCE):
        part = slice(first, min(first + AT_ONCE, count))
        size = part.stop - part.start
        labels[part] = rng.integers(10, size=size)
        # Each way of writing a digit is as likely as the others of that digit.
        order = rng.random((size, len(digits)))
        order[labels[part][:, None] != digits] = -1
        chosen = order.argmax(axis=1)
        ink = _warped(rng, glyphs, chosen, distortion)
        _spoil(rng, ink, distortion)
        images[part] = (ink.reshape(size, -1) * 255).round().astype(np.uint8)
    return images, labels


def _warped(
    rng: np.random.Generator,
    glyphs: Picture,
    chosen: NDArray[np.int64],
    distortion: Distortion,
) -> Numbers:
    """Return each chosen glyph shifted, turned, sheared, stretched and bent."""
    x, y = _coordinates(rng, len(chosen), distortion)
    # Half a pixel of rim on every side: outside the glyph there is paper.
    column = np.clip((x + 0.5) * SIDE - 0.5, 0, SIDE - 1.001)
    row = np.clip((y + 0.5) * SIDE - 0.5, 0, SIDE - 1.001)
    left, top = column.astype(np.int32), row.astype(np.int32)
    across, down = column - left, row - top
    flat = glyphs.reshape(-1)
    corner = (chosen[:, None] * SIDE + top) * SIDE + left
    upper = flat[corner] * (1 - across) + flat[corner + 1] * across
    lower = flat[corner + SIDE] * (1 - across) + flat[corner + SIDE + 1] * across
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float32)


def _coordinates(
    rng: np.random.Generator, count: int, distortion: Distortion
) -> tuple[Numbers, Numbers]:
    """Return where in the glyph each pixel looks, (count, pixels), centre at 0."""

    def spread(width: float) -> Numbers:
        return (rng.standard_normal((count, 1)) * width).astype(np.float32)

    places = ((np.arange(PIXELS) + 0.5) / PIXELS - 0.5).astype(np.float32)
    v, u = (each.reshape(1, -1) for each in np.meshgrid(places, places, indexing="ij"))
    u = u + spread(distortion.shift)
    v = v + spread(distortion.shift)
    angle, shear = spread(distortion.turn), spread(distortion.shear)
    wide, high = 1 + spread(distortion.stretch), 1 + spread(distortion.stretch)
    x = (np.cos(angle) * u + np.sin(angle) * v + shear * v) * np.clip(wide, 0.6, 1.6)
    y = (np.cos(angle) * v - np.sin(angle) * u) * np.clip(high, 0.6, 1.6)
    wave = distortion.bend * np.sin(2 * np.pi * (y + spread(1.0)))
    swell = distortion.bend * np.sin(2 * np.pi * (x + spread(1.0)))
    return (x + wave).astype(np.float32), (y + swell).astype(np.float32)


def _spoil(rng: np.random.Generator, ink: Numbers, distortion: Distortion) -> None:
    """Cover a square of some pictures, vary the ink and add noise, in place."""
    count = len(ink)
    pictures = ink.reshape(count, PIXELS, PIXELS)
    corners = rng.integers(4, 18, size=(count, 2))
    for picture, (row, column) in zip(pictures, corners, strict=True):
        if rng.random() < distortion.covered:
            picture[row : row + 7, column : column + 7] = 0
    ink *= rng.uniform(0.55, 1, size=(count, 1)).astype(np.float32)
    ink += distortion.noise * rng.standard_normal(ink.shape, dtype=np.float32)
    np.clip(ink, 0, 1, out=ink)
