"""Place lines on a chart: drawn here as a picture, and by the browser where it can."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, MARGIN = 640, 360, 14
MOST_POINTS = 320  # two pixels each: more would only make the page heavier


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its name, with its points from left to right."""

    label: str
    points: Sequence[tuple[float, float]]

    def at(self, x: float) -> float:
        """Return the height above ``x``, that of an end beyond the ends."""
        after = bisect_left(self.points, (x, -math.inf))
        if after in {0, len(self.points)}:
            return self.points[max(0, after - 1)][1]
        (x0, y0), (x1, y1) = self.points[after - 1 : after + 1]
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines under one name; ``marks`` are (x, is it good), put on the first line.

    ``low`` and ``high`` fix the axis; ``stepped`` holds each value until the next.
    """

    key: str
    name: str
    lines: Sequence[Line]
    marks: Sequence[tuple[float, bool]] = ()
    low: float | None = None
    high: float | None = None
    form: str = "number"
    stepped: bool = False
    is_time: bool = False

    @property
    def is_there(self) -> bool:
        """Tell whether there is something to draw: a line has two points."""
        return any(len(line.points) > 1 for line in self.lines)

    @property
    def ends(self) -> tuple[float, float]:
        """Return the lowest and the highest value drawn."""
        values = [y for line in self.lines for _, y in line.points]
        return min(values), max(values)

    @property
    def paths(self) -> list[str]:
        """Return each line as the commands of an SVG path."""
        frame = self._frame()
        return [self._path(line, frame) for line in self.lines if len(line.points) > 1]

    @property
    def diamonds(self) -> list[tuple[float, float, bool]]:
        """Return each mark's place and whether it is good."""
        frame, first = self._frame(), self.lines[0]
        return [(*frame.place(x, first.at(x)), good) for x, good in self.marks]

    @property
    def data(self) -> dict[str, Any]:
        """Return what the browser draws, as JSON values."""
        return {
            "form": self.form,
            "low": self.low,
            "high": self.high,
            "stepped": self.stepped,
            "time": self.is_time,
            "lines": [
                {"label": line.label, "points": [list(each) for each in line.points]}
                for line in self.lines
                if line.points
            ],
            "marks": [[x, self.lines[0].at(x), good] for x, good in self.marks],
        }

    def _path(self, line: Line, frame: "Frame") -> str:
        placed = [frame.place(x, y) for x, y in line.points]
        if not self.stepped:
            return "M" + " ".join(f"{x},{y}" for x, y in placed)
        return f"M{placed[0][0]},{placed[0][1]}" + "".join(
            f"H{x}V{y}" for x, y in placed[1:]
        )

    def _frame(self) -> "Frame":
        across = [x for line in self.lines for x, _ in line.points]
        low, high = self.ends
        return Frame(
            min(across),
            max(across),
            low if self.low is None else self.low,
            high if self.high is None else self.high,
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn at the edges: found once for a chart, as it reads every point."""

    left: float
    right: float
    low: float
    high: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a value stands in the picture."""
        across, up = _share(x, self.left, self.right), _share(y, self.low, self.high)
        return (
            round(MARGIN + across * (WIDTH - 2 * MARGIN), 1),
            round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1),
        )


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 0.5


def thinned(points: Sequence[Any], most: int = MOST_POINTS) -> list[Any]:
    """Return at most about ``most`` points, evenly taken, always with the last."""
    stride = max(1, math.ceil(len(points) / most))
    kept = list(points[::stride])
    if points and (len(points) - 1) % stride:
        kept.append(points[-1])
    return kept


def line(label: str, points: Iterable[tuple[float, float | None]]) -> Line:
    """Return a line of the points that have a value, thinned."""
    known = [(x, y) for x, y in points if y is not None and math.isfinite(y)]
    return Line(label, thinned(known))
