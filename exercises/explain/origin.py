"""Tell where one gradient comes from: a row for each contribution, or for each path."""

from dataclasses import dataclass

from exercises.explain.local import called
from exercises.explain.parts import Reference
from exercises.explain.paths import paths
from exercises.explain.picture import Edge, Mark, Node, Picture
from exercises.nouns import Array


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One contribution: what arrives, what the rule makes of it, what the engine kept.

    ``right`` is None where nobody looked.
    """

    called: str
    child: str
    arriving: Array
    rule: str
    axes: tuple[int, ...]
    raw: Array
    value: Array
    kept: str
    right: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One path from the end, as the names of what it passes, with what it carries."""

    passes: tuple[str, ...]
    value: Array
    lost: bool


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The account of one gradient; ``ways`` are empty where they add nothing."""

    node: Node
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    passes: int


def origin(picture: Picture, number: int) -> Origin:
    """Return where the gradient of one node comes from."""
    into = picture.into(number)
    rows = tuple(_row(picture, edge) for edge in into)
    passes = 1 + (picture.spec.twice and not picture.node(number).op)
    return Origin(picture.node(number), rows, _ways(picture, number, into), passes)


def _row(picture: Picture, edge: Edge) -> Row:
    if edge.arriving is None or edge.raw is None or edge.value is None:
        raise ValueError(f"no gradient passes {edge.called}")
    kept, right = _kept(picture, edge)
    return Row(
        called=edge.called,
        child=picture.names[edge.child],
        arriving=edge.arriving,
        rule=edge.rule,
        axes=edge.axes,
        raw=edge.raw,
        value=edge.value,
        kept=kept,
        right=right,
    )


def _kept(picture: Picture, edge: Edge) -> tuple[str, bool | None]:
    node = picture.node(edge.parent)
    if edge.mark is Mark.WRONG:
        return "sends something else", False
    if edge.astray:
        return edge.fate, False
    if edge.times is not None or node.mark is Mark.RIGHT:
        return "kept", True
    if edge.mark is Mark.RIGHT:
        return "right when asked alone", True
    return "not observed", None


def _ways(picture: Picture, number: int, into: list[Edge]) -> tuple[Way, ...]:
    reference = Reference(picture.spec)
    found = paths(reference, number)
    if not found or len(found) <= len(into):
        return ()
    operations = {each.id: each for each in picture.spec.operations}
    return tuple(
        Way(
            tuple(called(operations[n], argument) for n, argument in path.edges),
            path.value,
            path.edges in picture.lost_ways,
        )
        for path in found
    )
