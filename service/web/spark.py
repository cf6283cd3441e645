"""Place numbers on a small curve that is drawn on the server."""

import math
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 640, 160, 10
MOST_POINTS = 320  # two pixels each: more would only make the page heavier


@dataclass(frozen=True, slots=True)
class Curve:
    """A polyline's points, with the values at its ends for its text."""

    points: str
    last: tuple[float, float]
    low: float
    high: float
    broken: bool


def sparkline(
    values: list[float], *, low: float | None = None, high: float | None = None
) -> Curve | None:
    """Return the curve of finite ``values``, or None with fewer than two.

    A value that is not finite ends the curve: drawing on would hide that it happened.
    """
    finite: list[float] = []
    for value in values:
        if not math.isfinite(value):
            break
        finite.append(value)
    if len(finite) < 2:
        return None
    kept = finite[:: math.ceil(len(finite) / MOST_POINTS)]
    bottom = min(finite) if low is None else low
    top = max(finite) if high is None else high
    span = (top - bottom) or 1.0
    across = (WIDTH - 2 * MARGIN) / max(1, len(kept) - 1)
    placed = [
        (
            round(MARGIN + number * across, 1),
            round(HEIGHT - MARGIN - (value - bottom) / span * (HEIGHT - 2 * MARGIN), 1),
        )
        for number, value in enumerate(kept)
    ]
    return Curve(
        points=" ".join(f"{x},{y}" for x, y in placed),
        last=placed[-1],
        low=min(finite),
        high=max(finite),
        broken=len(finite) < len(values),
    )
