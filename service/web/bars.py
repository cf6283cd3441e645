"""Lay out a plot of bars, one line per unit, as an SVG that stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, NAME, LINE, TOP = 720, 200, 24, 44
ROOM = WIDTH - NAME - 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a plot: lengths in pixels; ``text`` stands behind the bar."""

    name: str
    y: int
    length: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A title, its bars, and the size of the drawing."""

    title: str
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    name_width: int = NAME


def plot(title: str, values: Sequence[tuple[str, float | None, str]]) -> Plot:
    """Return the plot of (name, value, text); the longest bar fills the room.

    None is a line without a bar.
    """
    most = max((value for _, value, _ in values if value), default=1.0)
    bars = tuple(
        Bar(name, TOP + LINE * place, round(ROOM * (value or 0) / most, 1), text)
        for place, (name, value, text) in enumerate(values)
    )
    return Plot(title, bars, TOP + LINE * len(values) + 12)
