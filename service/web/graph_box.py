"""Fill the boxes and labels of a drawn graph with lines of text, and measure them."""

from dataclasses import dataclass
from textwrap import wrap

from exercises.explain.held import Held
from exercises.explain.picture import Edge, Mark, Node, Picture
from exercises.explain.printed import Row, narrow, printed
from exercises.nouns import Array

# Widths of a character: the fonts of the reader are not known, so a little generous.
MONO, SANS, HEAVY, BOLD = 7.9, 6.9, 7.9, 9.4
TITLE, LINE, PAD = 33.0, 18.0, 12.0
MOST_ROWS, MOST_ROWS_MARKED = 3, 6
HUES = 3
SIGN = 20.0
WIDE_NOTE, NARROW_NOTE, NARROW_WORDS = 44, 22, 14


@dataclass(frozen=True, slots=True)
class Line:
    """One line: words at the left, numbers at the right; ``sign`` is ok, no or empty."""

    words: str
    row: Row
    kind: str = ""
    sign: str = ""

    @property
    def width(self) -> float:
        """Return what it takes without the padding."""
        mark = SIGN if self.sign else 0.0
        gap = 14.0 if self.words and self.row.text else 0.0
        each = HEAVY if self.kind == "fate" else SANS
        return len(self.words) * each + mark + gap + len(self.row.text) * MONO


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its title, its shape, its lines; ``kind`` are CSS classes."""

    title: str
    name: str
    shape: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    kind: str
    split: int  # the lines from this one on are about a wrong number
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pill:
    """An edge's label: a rule, numbers, and what became of them."""

    lines: tuple[Line, ...]
    kind: str
    size: tuple[float, float]


def box(picture: Picture, node: Node, *, narrow_page: bool = False) -> Box:
    """Return the box of a node."""
    value = _value(node)
    lines = (*value, *_gradient(picture, node))
    title = node.op or node.name
    name = f"{node.name} =" if node.op else ""
    shape = str(node.value.shape)
    head = len(title) * BOLD + len(name) * BOLD + len(shape) * MONO * 0.9 + 26
    longest = NARROW_NOTE if narrow_page else WIDE_NOTE
    notes = tuple(wrap(node.note, longest)) if node.mark is not Mark.RIGHT else ()
    width = (
        max(
            head,
            *(line.width for line in lines),
            *(len(note) * HEAVY for note in notes),
        )
        + 2 * PAD
    )
    height = TITLE + 8 + LINE * len(lines) + LINE * len(notes) + 2 * bool(notes) + 6
    split = 0 if node.value_mark in {Mark.WRONG, Mark.FOLLOWS} else len(value)
    return Box(
        title, name, shape, lines, notes, _kind(picture, node), split, (width, height)
    )


def _kind(picture: Picture, node: Node) -> str:
    kinds = ["leaf" if not node.op else "made"]
    if node.id == picture.spec.out:
        kinds.append("end")
    if Mark.WRONG in {node.mark, node.value_mark}:
        kinds.append("wrong" if _is_first(picture, node) else "also wrong")
    elif Mark.FOLLOWS in {node.mark, node.value_mark}:
        kinds.append("follows")
    return " ".join(kinds)


def _is_first(picture: Picture, node: Node) -> bool:
    wrong_value = next(
        (each.id for each in picture.nodes if each.value_mark is Mark.WRONG), None
    )
    return node.id == (picture.focus if wrong_value is None else wrong_value)


def _value(node: Node) -> list[Line]:
    if node.value_mark in {Mark.RIGHT, Mark.UNSEEN} or node.got_value is None:
        return _lines("value", node.value, "", "")
    return _apart("value", node.value, node.got_value, node.value_mark)


def _gradient(picture: Picture, node: Node) -> list[Line]:
    if node.gradient is None:
        if node.mark is Mark.WRONG and node.got is not None:
            return [
                Line("grad", Row("None", ()), "want"),
                *_held("got", node.got, None, "have", "no"),
            ]
        return [
            Line("grad", Row("not asked for" if not node.op else "none", ()), "dim")
        ]
    if node.mark in {Mark.WRONG, Mark.FOLLOWS} and node.got is not None:
        return _apart("grad", node.gradient, node.got, node.mark)
    seen = picture.observed and node.mark is Mark.RIGHT
    return _lines("grad", node.gradient, "right" if seen else "", "ok" if seen else "")


def _apart(words: str, expected: Array, got: Held, mark: Mark) -> list[Line]:
    grey = mark is Mark.FOLLOWS
    want = _lines(
        f"{words} expected", expected, "dim" if grey else "want", "", marked=True
    )
    have = _held("got", got, expected, "dim" if grey else "have", "no")
    return [*want, *have]


def _held(
    words: str, held: Held, expected: Array | None, kind: str, sign: str
) -> list[Line]:
    if held.array is None:
        return [Line(words, Row(_short(held.word), ()), kind, sign)]
    return _lines(words, held.array, kind, sign, expected=expected, marked=True)


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _lines(  # noqa: PLR0913 - what a line looks like, by name
    words: str,
    array: Array,
    kind: str,
    sign: str,
    *,
    expected: Array | None = None,
    marked: bool = False,
) -> list[Line]:
    most = MOST_ROWS_MARKED if marked else MOST_ROWS
    rows = printed(array, most, expected=expected)
    first = Line(words, rows[0], kind, sign)
    return [first, *(Line("", row, kind) for row in rows[1:])]


def pill(picture: Picture, edge: Edge, *, narrow_page: bool = False) -> Pill:
    """Return the label of an edge; without a gradient it is empty."""
    if edge.value is None or edge.raw is None:
        return Pill((), "none", (0.0, 10.0))
    lines = _sums(edge, edge.raw, edge.value)
    if edge.mark is Mark.WRONG and edge.got is not None:
        lines += _held("yours", edge.got, edge.value, "have", "no")
    if edge.fate:
        lines.append(Line(edge.fate, Row("", ()), "fate", "no"))
    if narrow_page:
        lines = [part for line in lines for part in _wrapped(line)]
    width = max(line.width for line in lines) + 22
    return Pill(
        tuple(lines), _pill_kind(picture, edge), (width, LINE * len(lines) + 10)
    )


def _wrapped(line: Line) -> list[Line]:
    """Break words that stand alone; only the first part keeps the sign."""
    if line.row.text or len(line.words) <= NARROW_WORDS:
        return [line]
    first, *rest = wrap(line.words, NARROW_WORDS)
    return [
        Line(first, line.row, line.kind, line.sign),
        *(Line(part, line.row, line.kind) for part in rest),
    ]


def _sums(edge: Edge, raw: Array, value: Array) -> list[Line]:
    """Write the rule, and the sum that undoes a broadcast with both its sides."""
    rule = Line(edge.rule, Row("", ()), "rule")
    if not edge.axes:
        return [rule, *_lines("", value, "", "")]
    axes = ", ".join(map(str, edge.axes))
    word = "axis" if len(edge.axes) == 1 else "axes"
    summed = Line(f"unbroadcast: Σ {word} {axes}", Row("", ()), "rule")
    head = [summed] if edge.rule == "g · 1" else [rule, summed]
    if value.ndim < 2:
        both = f"{narrow(raw)} → {narrow(value)}"
        return [*head, Line("", Row(both, ()))]
    return [
        *head,
        Line("", Row(f"{narrow(raw)} →", ()), "dim"),
        *_lines("", value, "", ""),
    ]


def _pill_kind(picture: Picture, edge: Edge) -> str:
    kinds = []
    if edge.parent == picture.focus:
        into = [each.key for each in picture.into(edge.parent)]
        kinds.append(f"hue{into.index(edge.key) % HUES + 1}")
    if edge.mark is Mark.WRONG:
        kinds.append("bent")
    if edge.astray:
        kinds.append(
            "perhaps" if edge.one_of else "lost" if edge.times == 0 else "twice"
        )
    elif any(edge.key in way for way in picture.lost_ways):
        kinds.append("way")
    return " ".join(kinds)
