"""Ask a topological sort for any valid order, and for an exception on a circle."""

from collections.abc import Mapping, Sequence

import numpy as np

from exercises.nouns import Plain
from exercises.parts.cases import Case, Convention
from exercises.questions import Order, Probe, Raises, Untouched

RANDOM_GRAPHS = 60
LADDER_RUNGS = 24
DEEP_NODES = 240  # a program asks about at most 255 nodes
LONG = 310  # three frames of Python for each still fit
DEEPER = 1500  # beyond Python's recursion
DEPTH = Convention(
    f"A chain of {DEEPER} is deeper than Python's recursion goes; graded graphs are not.",
    "overflow-as-cycle-check",
)
Graph = Sequence[tuple[int, ...]]  # for each node its children, which come earlier

NAMED: Mapping[str, Graph] = {
    "a single node": ((),),
    "a chain": ((), (0,), (1,)),
    "a diamond": ((), (0,), (0,), (1, 2)),
    "the same child twice": ((), (0, 0)),
    "a long and a short path": ((), (0,), (1,), (2, 0)),
    "a short and a long path": ((), (0,), (1,), (0, 2)),
    "a diamond and a second path": ((), (0,), (0,), (1, 2), (3, 1)),
    "two leaves": ((), (), (0, 1), (2, 1)),
    "unequal paths into a shared part": (
        (),
        (0,),
        (1,),
        (2,),
        (3, 1),
        (2, 4),
    ),
}


def topological_sort(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask about named graphs, random ones, circles, and two that take patience."""
    graphs = sorted((_random(rng) for _ in range(RANDOM_GRAPHS)), key=len)
    ladder = ((), *((n, n) for n in range(LADDER_RUNGS)))
    chain = ((), *((n,) for n in range(DEEP_NODES - 1)))
    return (
        *(_sorted(name, graph) for name, graph in NAMED.items()),
        _sorted("nodes that refuse comparison", NAMED["a diamond"], strict=True),
        _twice(),
        *_circles(),
        *(_sorted(f"{len(graph)} nodes at random", graph) for graph in graphs),
        _sorted(f"a ladder of {LADDER_RUNGS} rungs", ladder),
        _sorted(f"a chain of {DEEP_NODES} nodes", chain),
        _long(LONG),
        _long(DEEPER, DEPTH),
    )


def _random(rng: np.random.Generator) -> Graph:
    """Draw 3 to 12 nodes, all below the last, with shared and repeated children."""
    size = int(rng.integers(3, 13))
    graph: list[tuple[int, ...]] = [()]
    for node in range(1, size):
        count = int(rng.integers(0 if node < size - 1 else 1, min(node, 3) + 1))
        graph.append(tuple(int(child) for child in rng.integers(0, node, count)))
    used = {child for children in graph for child in children}
    unused = tuple(node for node in range(size - 1) if node not in used)
    graph[-1] += unused
    return graph


def _build(case: Case, graph: Graph, *, strict: bool = False) -> list[int]:
    """Make the nodes; write them as code while there are few."""
    nodes: list[int] = []
    for number, children in enumerate(graph):
        kind = "_pairgrad_Strict" if strict else "Node"
        nodes.append(case.call(kind, *(nodes[child] for child in children)))
        if len(graph) <= 12:
            inside = ", ".join(f"n{child}" for child in children)
            case.write(f"n{number} = Node({inside})")
    if len(graph) > 12:
        repeated = "node, node" if len(graph[-1]) == 2 else "node"
        case.write("node = Node()", f"for _ in range({len(graph) - 1}):")
        case.write(f"    node = Node({repeated})")
    return nodes


def _call(case: Case, node: int) -> int:
    return case.call("_pairgrad_sort", node, case.name("get_children"))


def _expect_order(case: Case, result: int, nodes: list[int], graph: Graph) -> None:
    places = case.where(result, *nodes)
    before = {
        (child, parent) for parent, children in enumerate(graph) for child in children
    }
    what = "topological_sort"
    last = len(nodes) - 1
    case.expect(Order(places, len(nodes), tuple(sorted(before)), last, what))


def _sorted(name: str, graph: Graph, *, strict: bool = False) -> Probe:
    case = Case(f"topological_sort of {name}", "order")
    nodes = _build(case, graph, strict=strict)
    result = _call(case, nodes[-1])
    end = f"n{len(graph) - 1}" if len(graph) <= 12 else "node"
    case.write(f"topological_sort({end}, get_children)")
    _expect_order(case, result, nodes, graph)
    # Of a long graph only the end, or the question would be longer than a program.
    for number, children in list(enumerate(graph))[-12:]:
        kept = case.where(case.attr(nodes[number], "children"), *nodes)
        case.expect(Untouched(kept, _whole(children), f"n{number}.children"))
    return case.probe(size=len(graph) + sum(len(children) for children in graph))


def _whole(numbers: tuple[int, ...]) -> Plain:
    return np.array(numbers, dtype=np.int64)


def _twice() -> Probe:
    """Sort one graph twice: nothing may be left over from the first call."""
    graph = NAMED["a diamond"]
    case = Case("topological_sort, called twice", "order")
    nodes = _build(case, graph)
    for _ in range(2):
        _expect_order(case, _call(case, nodes[-1]), nodes, graph)
        case.write("topological_sort(n3, get_children)")
    return case.probe(size=9)


def _long(length: int, only: Convention | None = None) -> Probe:
    """Sort a chain with more nodes than one question can name; look at its ends."""
    case = Case(f"topological_sort of a chain of {length} nodes", "order")
    kind = case.name("Node")
    first = last = case.call(kind)
    for _ in range(length - 1):
        last = case.call(kind, last)
    case.write("node = Node()", f"for _ in range({length - 1}):")
    case.write("    node = Node(node)", "topological_sort(node, get_children)")
    result = _call(case, last)
    case.near(case.call("len", result), length, "len(topological_sort(...))")
    for place, node, name in ((0, first, "first"), (-1, last, "last")):
        found = case.same(case.item(result, case.value(place)), node)
        case.holds(found, f"the {name} node stands {name}")
    return case.probe(size=length, only=only)


def _circles() -> tuple[Probe, ...]:
    """Close a circle; the same graph without the closing edge must sort."""
    return (
        _circle("a node that is its own child", ((), (0,)), (0, 0)),
        _circle("two nodes in a circle", ((), (0,), (1,)), (0, 1)),
        _circle("a circle deep inside", NAMED["a diamond and a second path"], (0, 3)),
    )


def _circle(name: str, graph: Graph, edge: tuple[int, int]) -> Probe:
    case = Case(f"topological_sort of {name}", "order")
    nodes = _build(case, graph)
    _expect_order(case, _call(case, nodes[-1]), nodes, graph)
    parent, child = edge
    children = case.attr(nodes[parent], "children")
    case.method(children, "append", nodes[child])
    case.write(f"n{parent}.children.append(n{child})")
    result = _call(case, nodes[-1])
    case.write(f"topological_sort(n{len(graph) - 1}, get_children)")
    case.expect(Raises(result, "topological_sort of a circle"))
    return case.probe(size=len(graph) + 4)
