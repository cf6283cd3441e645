"""Picture a graph: what every node and edge carries, and where an engine goes astray."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from exercises.explain.held import Held
from exercises.explain.local import called as worded
from exercises.explain.local import rule
from exercises.explain.parts import Reference
from exercises.graphs import GraphSpec, names
from exercises.judge import agree
from exercises.nouns import Array


class Mark(StrEnum):
    """How one number of the engine stands to the right one."""

    RIGHT = "right"
    WRONG = "wrong"  # wrong although everything it is made from is right
    FOLLOWS = "follows"  # wrong, and something it is made from is wrong
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Node:
    """One tensor: ``op`` is empty for a leaf, ``gradient`` None where none is due.

    ``got`` and ``got_value`` are what the engine holds, None where nobody looked;
    ``note`` says what became of the gradient, in a few words.
    """

    id: int
    name: str
    op: str
    value: Array
    gradient: Array | None
    tracked: bool
    got_value: Held | None = None
    got: Held | None = None
    value_mark: Mark = Mark.UNSEEN
    mark: Mark = Mark.UNSEEN
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Edge:
    """What one argument of an operation sends back to its operand.

    ``raw`` is that before it is summed over ``axes``. ``times`` is how often it is in
    the engine's gradient where that is known, ``due`` how often it belongs there, and
    ``fate`` says so where the two differ. ``got`` is what the engine's rule gives when it
    is asked alone.
    """

    parent: int
    child: int
    argument: int
    called: str
    rule: str
    arriving: Array | None
    raw: Array | None
    value: Array | None
    axes: tuple[int, ...] = ()
    due: int = 1
    got: Held | None = None
    mark: Mark = Mark.UNSEEN
    times: float | None = None
    one_of: bool = False  # another could be the one as well: they are equal
    fate: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """Return the operation and the argument number."""
        return self.child, self.argument

    @property
    def carries(self) -> bool:
        """Tell whether a gradient passes: not to what asks for none."""
        return self.value is not None

    @property
    def astray(self) -> bool:
        """Tell whether it is in the gradient too often or not often enough."""
        return bool(self.fate)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Picture:
    """A graph as it is drawn; ``focus`` is the node whose gradient is explained.

    ``observed`` is false where only the right answer is shown. ``lost_ways`` are paths
    to the focus that did not arrive, each as its edges.
    """

    spec: GraphSpec
    names: Mapping[int, str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    focus: int | None
    observed: bool = False
    lost_ways: tuple[tuple[tuple[int, int], ...], ...] = ()

    def node(self, number: int) -> Node:
        """Return a node by its id."""
        return next(each for each in self.nodes if each.id == number)

    def into(self, number: int) -> list[Edge]:
        """Return the edges that carry a gradient to a node."""
        return [each for each in self.edges if each.parent == number and each.carries]

    def replaced(self, *, nodes: list[Node], edges: list[Edge]) -> "Picture":
        """Return the picture with other nodes and edges."""
        return replace(self, nodes=tuple(nodes), edges=tuple(edges))


def drawn(
    spec: GraphSpec,
    *,
    called: Mapping[int, str] | None = None,
    reference: Reference | None = None,
) -> Picture:
    """Return the picture of the right answer, no engine in it.

    The focus is the leaf with the most contributions. ``called`` names the nodes.
    """
    reference = reference or Reference(spec)
    named = called or names(spec)
    times = 1 + spec.twice
    nodes = [
        Node(
            id=leaf.id,
            name=named[leaf.id],
            op="",
            value=leaf.array,
            gradient=_times(reference.gradients.get(leaf.id), times),
            tracked=leaf.requires_grad,
        )
        for leaf in spec.leaves
    ]
    nodes += [
        Node(
            id=each.id,
            name=named[each.id],
            op=each.op,
            value=reference.values[each.id],
            gradient=reference.gradients.get(each.id),
            tracked=each.id in reference.gradients,
        )
        for each in spec.operations
    ]
    edges = tuple(_edges(reference))
    return Picture(
        spec=spec,
        names=named,
        nodes=tuple(nodes),
        edges=edges,
        focus=_most_reached(spec, edges),
    )


def _times(gradient: Array | None, times: int) -> Array | None:
    return None if gradient is None else times * gradient


def _edges(reference: Reference) -> list[Edge]:
    spec = reference.spec
    lines = {
        (child, line.argument): line
        for found in reference.lines.values()
        for child, line in found
    }
    leaves = {leaf.id for leaf in spec.leaves}
    edges = []
    for each in spec.operations:
        for argument, operand in enumerate(each.inputs):
            if not isinstance(operand, int):
                continue
            line = lines.get((each.id, argument))
            shape = (line.raw if line else reference.values[operand]).shape
            edges.append(
                Edge(
                    parent=operand,
                    child=each.id,
                    argument=argument,
                    called=worded(each, argument),
                    rule=rule(each, argument, shape) if line else "",
                    arriving=reference.gradients.get(each.id) if line else None,
                    raw=line.raw if line else None,
                    value=line.value if line else None,
                    axes=line.summed_axes if line else (),
                    due=1 + (spec.twice and operand in leaves),
                )
            )
    return edges


def _most_reached(spec: GraphSpec, edges: tuple[Edge, ...]) -> int | None:
    arrive = {
        leaf.id: sum(e.parent == leaf.id and e.carries for e in edges)
        for leaf in spec.leaves
    }
    most = max(arrive.values(), default=0)
    return next((node for node, n in arrive.items() if n == most and n), None)


def right(expected: Array, held: Held) -> bool:
    """Tell whether the engine holds the expected numbers."""
    return held.array is not None and agree(expected, held.array)
