"""Compare a picture with what an engine showed: what is wrong first, what follows."""

from dataclasses import replace

import numpy as np

from exercises.explain.counted import Counted, counted
from exercises.explain.held import Held, Seen
from exercises.explain.parts import Reference
from exercises.explain.paths import paths
from exercises.explain.picture import Edge, Mark, Node, Picture, drawn, right
from exercises.graphs import GraphSpec

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
ASTRAY = frozenset({Mark.WRONG, Mark.FOLLOWS})
MEAN = "holds the mean of its {n} contributions"


def compared(
    spec: GraphSpec, seen: Seen, *, called: dict[int, str] | None = None
) -> Picture:
    """Return the picture with the engine's numbers in it, each of them marked.

    Its focus is the first wrong gradient on the way back, or the leaf as before.
    """
    reference = Reference(spec)
    picture = drawn(spec, called=called, reference=reference)
    picture = replace(picture, observed=bool(seen.gradients or seen.values))
    picture = _forward(picture, seen)
    picture = _edges_alone(picture, seen)
    picture = _gradients(picture, seen)
    return _counted(picture, reference)


def _forward(picture: Picture, seen: Seen) -> Picture:
    """Mark values: one that is wrong on right operands is wrong by itself."""
    nodes = []
    wrong: set[int] = set()
    operations = {each.id: each for each in picture.spec.operations}
    for node in picture.nodes:
        got = seen.values.get(node.id)
        if not node.op:
            nodes.append(replace(node, value_mark=Mark.RIGHT))
            continue
        mark = Mark.UNSEEN if got is None else Mark.RIGHT
        if got is not None and not right(node.value, got):
            follows = bool(wrong.intersection(operations[node.id].nodes))
            mark = Mark.FOLLOWS if follows else Mark.WRONG
            wrong.add(node.id)
        nodes.append(replace(node, got_value=got, value_mark=mark))
    return replace(picture, nodes=tuple(nodes))


def _edges_alone(picture: Picture, seen: Seen) -> Picture:
    """Mark what each rule gives when it is asked alone, with the right gradient."""
    edges = []
    for edge in picture.edges:
        got = seen.alone.get(edge.key)
        own_value = seen.alone_values.get(edge.child)
        mark = Mark.UNSEEN
        if got is not None and edge.value is not None:
            mark = Mark.RIGHT if right(edge.value, got) else Mark.WRONG
            # Of a wrong result the gradient is no news.
            if own_value and not right(picture.node(edge.child).value, own_value):
                mark = Mark.FOLLOWS
        edges.append(replace(edge, got=got, mark=mark))
    return replace(picture, edges=tuple(edges))


def _gradients(picture: Picture, seen: Seen) -> Picture:
    """Mark gradients from the end backward, and choose the first wrong one."""
    marks: dict[int, Mark] = {}
    nodes: dict[int, Node] = {}
    wrong_before = any(node.value_mark is Mark.WRONG for node in picture.nodes)
    for node in reversed(picture.nodes):
        got = seen.gradients.get(node.id)
        mark = _mark(picture, node, got, marks)
        if wrong_before and mark is Mark.WRONG:
            mark = Mark.FOLLOWS
        marks[node.id] = mark
        nodes[node.id] = replace(node, got=got, mark=mark)
    ordered = tuple(nodes[node.id] for node in picture.nodes)
    first = next(
        (node.id for node in reversed(picture.nodes) if marks[node.id] is Mark.WRONG),
        None,
    )
    return replace(
        picture, nodes=ordered, focus=picture.focus if first is None else first
    )


def _mark(
    picture: Picture, node: Node, got: Held | None, marks: dict[int, Mark]
) -> Mark:
    if node.gradient is None:
        # Without a due gradient None and zeros are the same, as the course has it.
        return Mark.RIGHT if node.op or got is None else _undue(got)
    if got is None:
        return Mark.UNSEEN
    if right(node.gradient, got):
        return Mark.RIGHT
    into = picture.into(node.id)
    own = any(edge.mark is Mark.WRONG for edge in into)
    astray = any(marks.get(edge.child) in ASTRAY for edge in into)
    return Mark.FOLLOWS if astray and not own else Mark.WRONG


def _undue(got: Held) -> Mark:
    none = got.is_none or (got.array is not None and not np.any(got.array != 0))
    return Mark.RIGHT if none else Mark.WRONG


def _counted(picture: Picture, reference: Reference) -> Picture:
    """Say of each wrong gradient which of its contributions are in it, where one can."""
    edges = {edge.key: edge for edge in picture.edges}
    nodes: list[Node] = []
    ways: tuple[tuple[tuple[int, int], ...], ...] = ()
    for node in picture.nodes:
        if node.mark is not Mark.WRONG or node.got is None:
            nodes.append(_with_cause(picture, node))
            continue
        into = picture.into(node.id)
        faults = [edge for edge in into if edge.mark is Mark.WRONG]
        if node.gradient is None:
            nodes.append(replace(node, note="is set, but none is asked for"))
        elif faults:
            nodes.append(replace(node, note=_faulty(faults)))
        else:
            found = _count(into, node)
            lost = () if found else _lost(reference, node)
            for edge, given in zip(into, _given(into, found), strict=True):
                edges[edge.key] = given
            note = _count_note(into, found, node) or _ways_note(lost)
            nodes.append(replace(node, note=note))
            ways = ways or (lost if node.id == picture.focus else ())
    picture = picture.replaced(nodes=nodes, edges=list(edges.values()))
    return replace(picture, lost_ways=ways)


def _with_cause(picture: Picture, node: Node) -> Node:
    """Say because of what a gradient is wrong that would be right otherwise."""
    marks = {each.id: each.mark for each in picture.nodes}
    at = node.id
    while marks[at] is Mark.FOLLOWS:
        wrong = [e.child for e in picture.into(at) if marks[e.child] in ASTRAY]
        if not wrong:
            return node
        at = next((n for n in wrong if marks[n] is Mark.WRONG), wrong[0])
    if at == node.id:
        return node
    return replace(node, note=f"wrong only because of {picture.names[at]}")


def _faulty(faults: list[Edge]) -> str:
    return f"gets something else from {' and '.join(edge.called for edge in faults)}"


def _count(into: list[Edge], node: Node) -> Counted | None:
    if node.got is None or not into:
        return None
    if node.got.is_none:
        return Counted((0.0,) * len(into), (True,) * len(into))
    if node.got.array is None:
        return None
    parts = [edge.value for edge in into if edge.value is not None]
    return counted(parts, node.got.array, float(into[0].due))


def _given(into: list[Edge], found: Counted | None) -> list[Edge]:
    if found is None:
        return into
    alike = [
        times
        for times, certain in zip(found.times, found.certain, strict=True)
        if not certain
    ]
    return [
        replace(
            edge,
            times=times,
            one_of=not certain,
            fate=_fate(times, edge.due) if certain else _shared_fate(alike, edge.due),
        )
        for edge, times, certain in zip(into, found.times, found.certain, strict=True)
    ]


def _fate(times: float, due: int) -> str:
    if times == due:
        return ""
    if times == 0:
        return "lost"
    counted_so = {1.0: "once", 2.0: "twice"}.get(times, f"{times:g} times")
    return f"counted {counted_so}" + (", not twice" if due > 1 else "")


def _shared_fate(alike: list[float], due: int) -> str:
    """Say what became of one of several equal contributions, whichever it was."""
    astray = [times for times in alike if times != due]
    count = NUMBERS.get(len(astray), str(len(astray)))
    these = NUMBERS.get(len(alike), str(len(alike)))
    return f"{count} of these {these}: {_fate(astray[0], due)}"


def _count_note(into: list[Edge], found: Counted | None, node: Node) -> str:
    if node.got is not None and node.got.is_none:
        return "was never set"
    if found is None:
        return ""
    due, n = into[0].due, len(into)
    times = set(found.times)
    said = {
        n > 1 and times == {due / n}: MEAN.format(n=n),
        due == 2 and times == {1.0}: "kept one of two backward passes",
        due == 2 and times == {3.0}: "holds one of two backward passes twice",
    }
    return said.get(True) or _kept(found, due, n)


def _kept(found: Counted, due: int, n: int) -> str:
    times = set(found.times)
    if times <= {0.0, float(due)}:
        return f"kept {found.times.count(due)} of {n} contributions"
    if max(times) > due:
        return (
            "holds a contribution more than once" if n > 1 else "is counted too often"
        )
    return "kept a part of its contributions"


def _lost(reference: Reference, node: Node) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the paths that did not arrive, where that alone explains the gradient."""
    found = paths(reference, node.id)
    if not found or node.got is None or node.got.array is None or reference.spec.twice:
        return ()
    count = counted([path.value for path in found], node.got.array)
    if count is None or not set(count.times) <= {0.0, 1.0} or not all(count.certain):
        return ()
    return tuple(
        path.edges for path, n in zip(found, count.times, strict=True) if n == 0
    )


def _ways_note(lost: tuple[tuple[tuple[int, int], ...], ...]) -> str:
    if not lost:
        return ""
    return f"misses {len(lost)} of the ways to it"
