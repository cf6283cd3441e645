"""Print an array in rows whose columns stand under each other, for a narrow box."""

from dataclasses import dataclass

import numpy as np

from exercises.figures import number
from exercises.judge import TOLERANCE, errors
from exercises.nouns import Array

MOST_COLUMNS = 4
WIDE_SPACE = "\u2007"  # as wide as a digit


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as text; ``off`` marks one that is not what was expected."""

    text: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an array: brackets, numbers, brackets."""

    before: str
    cells: tuple[Cell, ...]
    after: str = ""

    @property
    def text(self) -> str:
        """Return the whole line."""
        return self.before + ", ".join(cell.text for cell in self.cells) + self.after


def printed(
    array: Array, most_rows: int, *, expected: Array | None = None
) -> tuple[Row, ...]:
    """Return the lines of an array, cut to ``most_rows`` and four columns.

    Numbers that differ from ``expected`` are marked, where the shapes agree.
    """
    off = np.zeros(array.shape, dtype=bool)
    if expected is not None and expected.shape == array.shape:
        off = np.asarray(~(errors(expected, array) <= TOLERANCE))
    if array.ndim == 0:
        return (Row("", (Cell(number(float(array)), bool(off)),)),)
    if not array.size:
        return (Row(f"empty {array.shape}", ()),)
    texts = np.array([number(float(v)) for v in array.ravel()]).reshape(array.shape)
    return _rows(texts, off, most_rows)


def _rows(texts: np.ndarray, off: np.ndarray, most_rows: int) -> tuple[Row, ...]:
    lines = list(np.ndindex(texts.shape[:-1]))
    shown = lines if len(lines) <= most_rows else lines[: most_rows - 1]
    widths = [
        max(len(t) for t in texts[..., n].ravel()) for n in range(texts.shape[-1])
    ]
    rows = []
    for line in shown:
        cells = [
            Cell(text.rjust(width, WIDE_SPACE) if len(lines) > 1 else text, bool(bad))
            for text, bad, width in zip(texts[line], off[line], widths, strict=True)
        ][:MOST_COLUMNS]
        cut = texts.shape[-1] - MOST_COLUMNS
        rows.append(_row(line, cells, texts.shape, f", +{cut}" if cut > 0 else ""))
    if len(shown) < len(lines):
        rows.append(Row(f"and {len(lines) - len(shown)} rows more", ()))
    return tuple(rows)


def _row(
    line: tuple[int, ...], cells: list[Cell], shape: tuple[int, ...], cut: str
) -> Row:
    """Open a bracket for each axis that begins on this line, close those that end."""
    opens = closes = 1
    for at in reversed(line):
        if at:
            break
        opens += 1
    for at, size in zip(reversed(line), reversed(shape[:-1]), strict=True):
        if at != size - 1:
            break
        closes += 1
    indent = WIDE_SPACE * (len(shape) - opens)
    is_last = closes == len(shape)
    return Row(
        indent + "[" * opens,
        tuple(cells),
        cut + "]" * closes + ("" if is_last else ","),
    )


def narrow(array: Array) -> str:
    """Return an array of one short line, else its shape."""
    rows = printed(array, 1)
    if array.ndim < 2 and len(rows) == 1 and len(rows[0].text) <= 24:
        return rows[0].text
    return f"shape {array.shape}"
