"""Give the nodes of a sketch places of their own where nobody placed them."""

from collections.abc import Mapping

from exercises.pad import Sketch

WIDTH, HEIGHT = 400.0, 220.0
EDGE = 44.0
Place = tuple[float, float]


def places(sketch: Sketch, placed: Mapping[str, Place]) -> dict[str, Place]:
    """Return a place inside the board for every node: its own, else a column's.

    Columns run from what is used to what is made of it; a circle of edges ends where
    it began.
    """
    depth = _depths(sketch)
    columns: dict[int, list[str]] = {}
    for name in sketch.nodes:
        columns.setdefault(depth[name], []).append(name)
    across = (WIDTH - 2 * EDGE) / max(max(columns, default=0), 1)
    found = {}
    for column, names in columns.items():
        for row, name in enumerate(names, start=1):
            own = (EDGE + across * column, HEIGHT * row / (len(names) + 1))
            x, y = placed.get(name, own)
            found[name] = (_inside(x, WIDTH), _inside(y, HEIGHT))
    return found


def _depths(sketch: Sketch) -> dict[str, int]:
    depth = dict.fromkeys(sketch.nodes, 0)
    # As many rounds as there are nodes reach the end of every path without a circle.
    for _ in sketch.nodes:
        for source, target in sketch.edges:
            if source != target:
                deeper = max(depth[target], depth[source] + 1)
                depth[target] = min(deeper, len(sketch.nodes) - 1)
    return depth


def _inside(number: float, size: float) -> float:
    return min(max(number, EDGE), size - EDGE)
