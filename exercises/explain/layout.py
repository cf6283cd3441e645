"""Lay a graph out in layers: leaves first, the end last, a label beside each arrival.

Every edge becomes a chain of items, one in each layer it crosses, so that a long edge
keeps clear of what lies between. Layers lie along one axis, their items across it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 12
GAP_IN_LAYER = 16.0
GAP_BETWEEN = 26.0

Key = Hashable
Size = tuple[float, float]  # along the layers' axis, across it


@dataclass(frozen=True, slots=True)
class Link:
    """One edge with a label of this size; ``argument`` orders those of one child."""

    key: Key
    parent: int
    child: int
    argument: int
    label: Size


@dataclass(slots=True)
class Item:
    """A node, a label or the passage of a long edge; ``along``, ``across``: its middle."""

    key: Key
    size: Size
    layer: int
    along: float = 0.0
    across: float = 0.0
    before: list["Item"] = field(default_factory=list)
    after: list["Item"] = field(default_factory=list)
    lean: float = 0.0  # which of its child's arguments it comes from

    @property
    def half(self) -> float:
        """Return half of its extent across."""
        return self.size[1] / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies; ``chains`` has the items of each edge, parent to child."""

    nodes: Mapping[int, Item]
    chains: Mapping[Key, Sequence[Item]]
    size: Size


def layout(
    sizes: Mapping[int, Size], links: Sequence[Link], *, gap: float = GAP_IN_LAYER
) -> Layout:
    """Return places for nodes, given in order of execution, and for their edges.

    ``gap`` is kept between the items of a layer.
    """
    depth = _depths(sizes, links)
    deepest = max(depth.values())
    nodes = {
        node: Item(node, size, 2 * (deepest - depth[node]))
        for node, size in sizes.items()
    }
    chains = {link.key: _chain(nodes, link) for link in links}
    layers: list[list[Item]] = [[] for _ in range(2 * deepest + 1)]
    # From the end backward, so that the first order already follows the arguments.
    for node in reversed(nodes.values()):
        layers[node.layer].append(node)
    for chain in chains.values():
        for item in chain[1:-1]:
            layers[item.layer].append(item)
    _order(layers)
    _spread(layers, gap)
    return Layout(nodes, chains, _placed(layers))


def _depths(sizes: Mapping[int, Size], links: Sequence[Link]) -> dict[int, int]:
    depth = dict.fromkeys(sizes, 0)
    for node in reversed(list(sizes)):
        for link in links:
            if link.child == node:
                depth[link.parent] = max(depth[link.parent], depth[node] + 1)
    # What nothing is made from stands with the leaves.
    used = {link.parent for link in links} | {link.child for link in links}
    deepest = max(depth.values())
    return {node: d if node in used else deepest for node, d in depth.items()}


def _chain(nodes: Mapping[int, Item], link: Link) -> list[Item]:
    parent, child = nodes[link.parent], nodes[link.child]
    chain = [parent]
    for layer in range(parent.layer + 1, child.layer):
        size = link.label if layer == parent.layer + 1 else (0.0, 10.0)
        chain.append(Item(link.key, size, layer, lean=0.3 * link.argument))
    chain.append(child)
    for one, other in pairwise(chain):
        one.after.append(other)
        other.before.append(one)
    return chain


def _order(layers: list[list[Item]]) -> None:
    """Order each layer by its neighbours' middles; keep the order that crosses least."""
    place: dict[int, float] = {}

    def number(layer: list[Item]) -> None:
        place.update({id(item): float(at) for at, item in enumerate(layer)})

    for layer in layers:
        number(layer)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, place)
    for sweep in range(SWEEPS):
        back = sweep % 2 == 0
        for layer in reversed(layers) if back else layers:
            layer.sort(key=lambda item: _middle(item, place, back=back))
            number(layer)
        crossings = _crossings(layers, place)
        if crossings < fewest or (sweep == 0 and crossings == fewest):
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _middle(item: Item, place: Mapping[int, float], *, back: bool) -> float:
    others = item.after if back else item.before
    if not others:
        return place[id(item)]
    lean = item.lean if back else 0.0
    return sum(place[id(each)] for each in others) / len(others) + lean


def _crossings(layers: Sequence[Sequence[Item]], place: Mapping[int, float]) -> int:
    count = 0
    for layer in layers:
        ends = [
            (place[id(item)], place[id(other)])
            for item in layer
            for other in item.after
        ]
        count += sum(
            (a - c) * (b - d) < 0
            for at, (a, b) in enumerate(ends)
            for c, d in ends[at + 1 :]
        )
    return count


def _spread(layers: Sequence[list[Item]], gap: float) -> None:
    """Move items towards their neighbours; neither order nor distance gives way."""
    for layer in layers:
        _settle(layer, [0.0] * len(layer), gap)
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            _settle(layer, [_wish(item) for item in layer], gap)


def _wish(item: Item) -> float:
    others = [*item.before, *item.after]
    if not others:
        return item.across
    return sum(each.across for each in others) / len(others)


def _settle(layer: Sequence[Item], wishes: Sequence[float], gap: float) -> None:
    """Give each item the place nearest to its wish, in order and with gaps between.

    Taking off the least distances leaves a monotone regression: neighbours that wish
    themselves past each other are pooled and share their mean.
    """
    offsets = [0.0]
    for one, other in pairwise(layer):
        offsets.append(offsets[-1] + one.half + gap + other.half)
    pools: list[list[float]] = []
    for wish, offset in zip(wishes, offsets, strict=False):
        pools.append([wish - offset])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    settled = [_mean(pool) for pool in pools for _ in pool]
    for item, value, offset in zip(layer, settled, offsets, strict=False):
        item.across = value + offset


def _mean(pool: Sequence[float]) -> float:
    return sum(pool) / len(pool)


def _placed(layers: Sequence[Sequence[Item]]) -> Size:
    """Set the layers one after the other and move everything to the origin."""
    top = min(item.across - item.half for layer in layers for item in layer)
    bottom = max(item.across + item.half for layer in layers for item in layer)
    along = 0.0
    for layer in layers:
        extent = max((item.size[0] for item in layer), default=0.0)
        for item in layer:
            # A long edge goes straight past its neighbours, and bends between layers.
            if not item.size[0]:
                item.size = (extent, item.size[1])
            item.along = along + extent / 2
            item.across -= top
        along += extent + GAP_BETWEEN
    return along - GAP_BETWEEN, bottom - top
