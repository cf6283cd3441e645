"""Draw a pair's sketch as it stands: circles, and a curve for every wire."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from exercises.arranging import Place
from exercises.pad import Sketch

RADIUS = 24.0
# Wires between the same two nodes part by so much.
APART = 26.0
# Around the outermost circles: two wires bend so far, and a wire to itself rises so high.
ROOM = 60.0
SCALE = 1.4


def svg(sketch: Sketch, spots: Mapping[str, Place], label: str) -> Markup:
    """Return the drawing; ``label`` is its name for those who cannot see it."""
    edges = Markup("").join(_edges(sketch, spots))
    nodes = Markup("").join(_node(name, spots[name]) for name in sketch.nodes)
    left, top, width, height = _around([spots[name] for name in sketch.nodes])
    return Markup(
        '<svg class="sketch" viewBox="{:.0f} {:.0f} {:.0f} {:.0f}" width="{:.0f}" '
        'role="img" aria-label="{}">{}{}</svg>'
    ).format(left, top, width, height, SCALE * width, label, edges, nodes)


def _around(places: Iterable[Place]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what is drawn, with room for bent wires."""
    across, down = zip(*places, strict=True)
    left, top = min(across) - ROOM, min(down) - ROOM
    return left, top, max(across) + ROOM - left, max(down) + ROOM - top


def _node(name: str, at: Place) -> Markup:
    x, y = at
    shown = name if len(name) <= 5 else name[:4] + "…"
    return Markup(
        '<g class="sketch-node" transform="translate({:.0f} {:.0f})"><title>{}</title>'
        '<circle r="{:g}"/><text text-anchor="middle" y="5">{}</text></g>'
    ).format(x, y, name, RADIUS, escape(shown))


def _edges(sketch: Sketch, spots: Mapping[str, Place]) -> Iterator[Markup]:
    seen = Counter[frozenset[str]]()
    for source, target in sketch.edges:
        bend = seen[frozenset((source, target))]
        seen[frozenset((source, target))] += 1
        side = (bend + 1) // 2 * (1 if bend % 2 else -1)
        yield _edge(spots[source], spots[target], side * APART)


def _edge(start: Place, end: Place, bend: float) -> Markup:
    """Return a curve that ends at the rim of its target, its head a triangle there."""
    (a, b), (c, d) = start, end
    length = ((c - a) ** 2 + (d - b) ** 2) ** 0.5
    if not length:
        loop = f"M{a - 14:.0f} {b - 20:.0f}C{a - 50:.0f} {b - 70:.0f} "
        loop += f"{a + 50:.0f} {b - 70:.0f} {a + 14:.0f} {b - 20:.0f}"
        return Markup('<path class="sketch-edge" d="{}"/>').format(loop)
    across, down = (c - a) / length, (d - b) / length
    # The control point lies beside the middle; the curve arrives from there.
    p, q = (a + c) / 2 - 2 * bend * down, (b + d) / 2 + 2 * bend * across
    reach = max(((c - p) ** 2 + (d - q) ** 2) ** 0.5, 1.0)
    u, v = (c - p) / reach, (d - q) / reach
    x, y = c - RADIUS * u, d - RADIUS * v
    curve = f"M{a:.0f} {b:.0f}Q{p:.0f} {q:.0f} {x - 8 * u:.0f} {y - 8 * v:.0f}"
    head = (
        f"{x:.1f},{y:.1f} {x - 11 * u - 5 * v:.1f},{y - 11 * v + 5 * u:.1f} "
        f"{x - 11 * u + 5 * v:.1f},{y - 11 * v - 5 * u:.1f}"
    )
    return Markup(
        '<path class="sketch-edge" d="{}"/><polygon class="sketch-head" points="{}"/>'
    ).format(curve, head)
