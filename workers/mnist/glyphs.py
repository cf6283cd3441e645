"""Draw the ten digits as strokes, each in a few ways of writing."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Stroke = tuple[tuple[float, float], ...]

# A glyph's side; twice that of the final pictures, so that turning it stays smooth.
SIDE = 56


def arc(
    centre: tuple[float, float],
    radii: tuple[float, float],
    degrees: tuple[float, float],
) -> Stroke:
    """Return part of an ellipse; 0 degrees points right, 90 down."""
    angles = np.radians(np.linspace(*degrees, 24))
    xs = centre[0] + radii[0] * np.cos(angles)
    ys = centre[1] + radii[1] * np.sin(angles)
    return tuple(zip(xs.tolist(), ys.tolist(), strict=True))


# Points are (x, y) in a unit square, y downward.
GLYPHS: dict[int, tuple[tuple[Stroke, ...], ...]] = {
    0: (
        (arc((0.5, 0.5), (0.24, 0.36), (0, 360)),),
        (arc((0.5, 0.5), (0.33, 0.33), (0, 360)),),
    ),
    1: (
        (((0.5, 0.12), (0.5, 0.88)),),
        (((0.34, 0.28), (0.54, 0.12), (0.54, 0.88)),),
        (((0.34, 0.28), (0.54, 0.12), (0.54, 0.88)), ((0.34, 0.88), (0.74, 0.88))),
    ),
    2: (
        (
            arc((0.5, 0.34), (0.24, 0.22), (190, 400)),
            ((0.68, 0.48), (0.26, 0.86), (0.76, 0.86)),
        ),
        (
            arc((0.48, 0.32), (0.22, 0.2), (200, 380)),
            ((0.69, 0.38), (0.28, 0.8)),
            arc((0.34, 0.78), (0.09, 0.08), (0, 360)),
            ((0.42, 0.8), (0.78, 0.86)),
        ),
    ),
    3: (
        (
            arc((0.47, 0.31), (0.22, 0.19), (200, 450)),
            arc((0.47, 0.69), (0.25, 0.19), (270, 520)),
        ),
        (
            ((0.26, 0.14), (0.72, 0.14), (0.46, 0.44)),
            arc((0.46, 0.66), (0.25, 0.22), (270, 510)),
        ),
    ),
    4: (
        (((0.6, 0.88), (0.6, 0.12), (0.22, 0.62), (0.8, 0.62)),),
        (
            ((0.3, 0.14), (0.27, 0.5), (0.72, 0.5)),
            ((0.68, 0.14), (0.66, 0.88)),
        ),
    ),
    5: (
        (
            ((0.72, 0.14), (0.33, 0.14), (0.3, 0.46)),
            arc((0.47, 0.64), (0.25, 0.23), (230, 500)),
        ),
        (
            ((0.34, 0.16), (0.32, 0.44), (0.5, 0.42)),
            arc((0.48, 0.65), (0.2, 0.22), (270, 480)),
            ((0.34, 0.16), (0.74, 0.12)),
        ),
    ),
    6: (
        (
            arc((0.64, 0.5), (0.38, 0.4), (180, 262)),
            arc((0.5, 0.66), (0.23, 0.21), (0, 360)),
        ),
        (
            ((0.56, 0.1), (0.32, 0.5)),
            arc((0.5, 0.68), (0.2, 0.2), (0, 360)),
        ),
    ),
    7: (
        (((0.24, 0.14), (0.76, 0.14), (0.42, 0.88)),),
        (
            ((0.24, 0.14), (0.76, 0.14), (0.46, 0.88)),
            ((0.36, 0.5), (0.72, 0.5)),
        ),
    ),
    8: (
        (
            arc((0.5, 0.31), (0.2, 0.18), (0, 360)),
            arc((0.5, 0.69), (0.24, 0.2), (0, 360)),
        ),
        (
            arc((0.5, 0.32), (0.17, 0.2), (0, 360)),
            arc((0.5, 0.7), (0.2, 0.18), (0, 360)),
        ),
    ),
    9: (
        (
            arc((0.48, 0.34), (0.22, 0.21), (0, 360)),
            arc((0.36, 0.44), (0.36, 0.44), (-20, 88)),
        ),
        (
            arc((0.48, 0.32), (0.2, 0.2), (0, 360)),
            ((0.68, 0.32), (0.64, 0.88)),
        ),
    ),
}
THICKNESSES = (0.03, 0.045, 0.065)


@cache
def drawn() -> tuple[Picture, NDArray[np.int64]]:
    """Return every glyph in every thickness, (n, SIDE, SIDE) in 0..1, and its digit."""
    pictures, digits = [], []
    for digit, ways in GLYPHS.items():
        for strokes in ways:
            for thickness in THICKNESSES:
                pictures.append(_ink(strokes, thickness))
                digits.append(digit)
    return np.stack(pictures), np.array(digits, dtype=np.int64)


def _ink(strokes: tuple[Stroke, ...], thickness: float) -> Picture:
    """Return full ink within ``thickness`` of a stroke and a soft edge around it."""
    places = (np.arange(SIDE) + 0.5) / SIDE
    pixels = np.stack(np.meshgrid(places, places), axis=-1)[:, :, None, :]
    nearest = np.full((SIDE, SIDE), np.inf)
    for stroke in strokes:
        points = np.array(stroke)
        start, step = points[:-1], np.diff(points, axis=0)
        along = ((pixels - start) * step).sum(-1) / (step**2).sum(-1)
        foot = start + np.clip(along, 0, 1)[..., None] * step
        distance = np.sqrt(((pixels - foot) ** 2).sum(-1)).min(-1)
        nearest = np.minimum(nearest, distance)
    return np.clip((thickness - nearest) * SIDE / 1.5 + 0.5, 0, 1).astype(np.float32)
