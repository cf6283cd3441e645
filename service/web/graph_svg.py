"""Write a laid-out graph as SVG: classes only, no inline style, one file for both modes."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from exercises.explain.layout import Item, Layout, Link, layout
from exercises.explain.picture import Edge, Picture
from exercises.explain.summary import summary
from service.web.graph_box import LINE, Pill, box, pill
from service.web.graph_shapes import boxed, centred

MARGIN = 14.0
TAIL = 44.0  # room for the arrow that the backward pass starts from
# Wider ones than these scroll instead of shrinking until nobody can read them.
FITS_ACROSS, FITS_DOWN = 1500.0, 420.0

Point = tuple[float, float]


class Drawing:
    """One picture in one direction: values flow right, or ``down`` on a phone."""

    def __init__(self, picture: Picture, *, down: bool = False) -> None:
        """Measure the boxes and lay them out."""
        self.picture, self.down = picture, down
        self.boxes = {
            node.id: box(picture, node, narrow_page=down) for node in picture.nodes
        }
        self.pills = {
            edge.key: pill(picture, edge, narrow_page=down) for edge in picture.edges
        }
        links = [
            Link(
                edge.key,
                edge.parent,
                edge.child,
                edge.argument,
                self.turned(self.pills[edge.key].size),
            )
            for edge in picture.edges
        ]
        sizes = {node: self.turned(one.size) for node, one in self.boxes.items()}
        self.layout: Layout = layout(sizes, links, gap=10.0 if down else 16.0)

    def turned(self, size: Point) -> Point:
        """Return (along, across) for (width, height), or the other way round."""
        return (size[1], size[0]) if self.down else size

    def point(self, along: float, across: float) -> Point:
        """Return the place on the page."""
        x, y = (across, along) if self.down else (along, across)
        return x + MARGIN, y + MARGIN

    def svg(self, label: str) -> str:
        """Return the drawing; ``label`` is its id on the page."""
        width, height = self.turned(self.layout.size)
        x, y = self._start_at()
        half = 3.4 * len(self._start_words())
        left = min(0.0, x - half)
        width = max(width + 2 * MARGIN, x + half) - left
        height = max(height + 2 * MARGIN, y + TAIL)
        fits = width <= (FITS_DOWN if self.down else FITS_ACROSS)
        body = "".join([*self._edges(), *self._boxes(), self._start()])
        kind = "graph down" if self.down else "graph across"
        return (
            f'<svg class="{kind}{" fits" if fits else ""}" role="group" '
            f'aria-labelledby="{label}" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="{left:.0f} 0 {width:.0f} {height:.0f}">'
            f'<title id="{label}">{escape(summary(self.picture))} '
            f"Arrow keys walk from node to node; the table below says the same.</title>"
            f"{body}</svg>"
        )

    # --- Edges: from the child's port through its label to the parent's port. ---

    def _edges(self) -> Iterator[str]:
        arriving = self._ports()
        for edge in self.picture.edges:
            chain = self.layout.chains[edge.key]
            yield self._edge(edge, list(chain), arriving[edge.key])

    def _ports(self) -> dict[tuple[int, int], float]:
        """Return where across its parent each edge arrives: in the order of labels."""
        ports: dict[tuple[int, int], float] = {}
        for node, item in self.layout.nodes.items():
            into = [edge for edge in self.picture.edges if edge.parent == node]
            into.sort(key=lambda edge: self.layout.chains[edge.key][1].across)
            for place, edge in enumerate(into, start=1):
                offset = item.size[1] * (place / (len(into) + 1) - 0.5)
                ports[edge.key] = item.across + 0.8 * offset
        return ports

    def _leaving(self, edge: Edge, item: Item) -> float:
        """Return where across its child an edge leaves: the left argument first."""
        of_child = [e for e in self.picture.edges if e.child == edge.child]
        if len(of_child) == 1:
            return item.across
        place = [e.key for e in of_child].index(edge.key) / (len(of_child) - 1) - 0.5
        return item.across + place * min(36.0, 0.4 * item.size[1])

    def _edge(self, edge: Edge, chain: list[Item], port: float) -> str:
        parent, *between, child = chain
        kind = f"edge {self.pills[edge.key].kind}"
        spots = [(parent.along + parent.size[0] / 2, port)]
        for item in between:
            half = item.size[0] / 2
            spots += [
                (item.along - half, item.across),
                (item.along + half, item.across),
            ]
        spots.append((child.along - child.size[0] / 2, self._leaving(edge, child)))
        points = [self.point(*spot) for spot in spots]
        lines = "".join(self._curve(one, other) for one, other in pairwise(points))
        ends = self._dot(points[-1])
        if edge.carries:
            ends += self._head(points[0])
        label = self._pill(self.pills[edge.key], between[0]) if edge.carries else ""
        return (
            f'<g class="{kind.strip()}" data-ends="{edge.parent} {edge.child}" '
            f'aria-hidden="true"><path d="{lines}"/>{ends}{label}</g>'
        )

    def _curve(self, one: Point, other: Point) -> str:
        (x, y), (u, v) = one, other
        if self.down:
            bend = (v - y) / 2
            return f"M{x:.1f} {y:.1f}C{x:.1f} {y + bend:.1f} {u:.1f} {v - bend:.1f} {u:.1f} {v:.1f}"
        bend = (u - x) / 2
        return f"M{x:.1f} {y:.1f}C{x + bend:.1f} {y:.1f} {u - bend:.1f} {v:.1f} {u:.1f} {v:.1f}"

    def _head(self, tip: Point) -> str:
        """Draw the arrow's head at the operand that the gradient arrives at."""
        x, y = tip
        if self.down:
            shape = f"{x - 5:.1f},{y + 10:.1f} {x:.1f},{y:.1f} {x + 5:.1f},{y + 10:.1f}"
        else:
            shape = f"{x + 10:.1f},{y - 5:.1f} {x:.1f},{y:.1f} {x + 10:.1f},{y + 5:.1f}"
        return f'<polygon class="head" points="{shape}"/>'

    def _dot(self, at: Point) -> str:
        return f'<circle class="dot" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3.2"/>'

    def _pill(self, one: Pill, item: Item) -> str:
        x, y = self.point(item.along, item.across)
        width, height = one.size
        left, top = x - width / 2, y - height / 2
        text = "".join(
            centred(line, x, top + 18 + LINE * at) for at, line in enumerate(one.lines)
        )
        return (
            f'<rect class="pill" x="{left:.1f}" y="{top:.1f}" rx="10" '
            f'width="{width:.1f}" height="{height:.1f}"/>{text}'
        )

    # --- Boxes ---

    def _boxes(self) -> Iterator[str]:
        kinds = {node: one.kind.split() for node, one in self.boxes.items()}
        stop = next(
            (n for n, each in kinds.items() if "wrong" in each and "also" not in each),
            self.picture.spec.out,
        )
        for node, item in self.layout.nodes.items():
            at = self.point(item.along, item.across)
            yield boxed(self.boxes[node], *at, node=node, is_stop=node == stop)

    def _start(self) -> str:
        """Point at the end of the graph, where the backward pass starts."""
        x, y = self._start_at()
        up = f"M{x:.1f} {y + 24:.1f}V{y + 8:.1f}"
        head = f"{x - 5:.1f},{y + 10:.1f} {x:.1f},{y:.1f} {x + 5:.1f},{y + 10:.1f}"
        return (
            f'<g class="edge start" aria-hidden="true"><path d="{up}"/><polygon class="head" points="{head}"/>'
            f'<text class="words" x="{x:.1f}" y="{y + 38:.1f}" text-anchor="middle">'
            f"{self._start_words()}</text></g>"
        )

    def _start_at(self) -> Point:
        item = self.layout.nodes[self.picture.spec.out]
        x, y = self.point(item.along, item.across)
        return x, y + (item.size[0] / 2 if self.down else item.half)

    def _start_words(self) -> str:
        given = "ones" if self.picture.spec.gout is None else "the given gradient"
        return f"starts here: {given}{', twice' if self.picture.spec.twice else ''}"
