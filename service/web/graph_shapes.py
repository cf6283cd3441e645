"""Write the pieces of a drawn graph: boxes, lines of text, ticks and crosses."""

from html import escape

from service.web.graph_box import LINE, PAD, SIGN, TITLE, Box, Line

TICK = "M-3.2 .2 L-.9 2.6 L3.4 -2.4"
CROSS = "M-2.6 -2.6L2.6 2.6M2.6 -2.6L-2.6 2.6"


def boxed(one: Box, x: float, y: float, *, node: int, is_stop: bool) -> str:
    """Write a node's box with its middle at a point; Tab stops at one of a graph."""
    width, height = one.size
    left, top = x - width / 2, y - height / 2
    right = left + width - PAD
    head = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="10"'
    first = top + TITLE + 21
    parts = [f'<rect class="ground" {head}/>']
    if "wrong" in one.kind or "follows" in one.kind:
        begin = top + TITLE + 8 + LINE * one.split
        parts.append(
            f'<path class="wash" d="M{left + 1:.1f} {begin:.1f}h{width - 2:.1f}'
            f'V{top + height - 10:.1f}q0 9 -9 9H{left + 10:.1f}q-9 0 -9 -9z"/>'
        )
    parts.append(f'<rect class="frame" {head}/>{_title(one, left, top)}')
    for at, line in enumerate(one.lines):
        parts.append(_spread(line, left + PAD, right, first + LINE * at))
    for at, note in enumerate(one.notes, start=len(one.lines)):
        place = f'x="{left + PAD:.1f}" y="{first + 2 + LINE * at:.1f}"'
        parts.append(f'<text class="note" {place}>{escape(note)}</text>')
    return (
        f'<g class="box {one.kind}" data-node="{node}" tabindex="{0 if is_stop else -1}" '
        f'role="img" aria-label="{escape(said(one))}">{"".join(parts)}</g>'
    )


def said(one: Box) -> str:
    """Return what a box shows as a sentence, for those who walk the graph by ear."""
    parts = [f"{one.name} {one.title}, shape {one.shape}".strip()]
    for line in one.lines:
        if line.words:
            parts.append(f"{line.words} {line.row.text}")
        else:
            parts[-1] += f" {line.row.text}"
    kinds = one.kind.split()
    if "wrong" in kinds:
        parts.append("wrong" if "also" in kinds else "wrong, and the first that is")
    elif "follows" in kinds:
        parts.append("wrong only because of another")
    notes = f": {' '.join(one.notes)}" if one.notes else ""
    return f"{'; '.join(parts)}{notes}."


def _title(one: Box, left: float, top: float) -> str:
    x, end, y = left + PAD, left + one.size[0] - PAD, top + 22
    name = f'<tspan class="name">{escape(one.name)} </tspan>' if one.name else ""
    return (
        f'<path class="rule-line" d="M{left:.1f} {top + TITLE:.1f}h{one.size[0]:.1f}"/>'
        f'<text class="title" x="{x:.1f}" y="{y:.1f}">{name}{escape(one.title)}</text>'
        f'<text class="shape" x="{end:.1f}" y="{y:.1f}" text-anchor="end">'
        f"{escape(one.shape)}</text>"
    )


def _spread(line: Line, left: float, right: float, y: float) -> str:
    """Write words at the left and numbers at the right."""
    text = f'<text class="words" x="{left:.1f}" y="{y:.1f}">{escape(line.words)}</text>'
    if line.sign:
        text += _sign(line.sign, left + 7.2 * len(line.words) + 12, y - 4)
    return text + _numbers(line, right, y, "end")


def centred(line: Line, x: float, y: float) -> str:
    """Write one line of a label around a point."""
    if not line.row.text:
        shift = SIGN / 2 if line.sign else 0.0
        text = (
            f'<text class="words {line.kind}" x="{x + shift:.1f}" y="{y:.1f}" '
            f'text-anchor="middle">{escape(line.words)}</text>'
        )
        if line.sign:
            text += _sign(line.sign, x - 3.55 * len(line.words) - 9, y - 4)
        return text
    if not line.words:
        return _numbers(line, x, y, "middle")
    half = line.width / 2
    return _spread(line, x - half, x + half, y)


def _numbers(line: Line, x: float, y: float, anchor: str) -> str:
    row = line.row
    cells = ", ".join(
        f'<tspan class="off">{escape(cell.text)}</tspan>'
        if cell.off
        else escape(cell.text)
        for cell in row.cells
    )
    return (
        f'<text class="numbers {line.kind}" x="{x:.1f}" y="{y:.1f}" '
        f'text-anchor="{anchor}">{escape(row.before)}{cells}{escape(row.after)}</text>'
    )


def _sign(sign: str, x: float, y: float) -> str:
    """Draw a tick or a cross in a circle: the same meaning without colour."""
    inner = TICK if sign == "ok" else CROSS
    return (
        f'<g class="sign {sign}" transform="translate({x:.1f} {y:.1f})">'
        f'<circle r="7"/><path d="{inner}"/></g>'
    )
