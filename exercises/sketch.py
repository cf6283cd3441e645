"""Draw random graphs in which a mistake shows and honest rounding does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from exercises.graphs import (
    OPS,
    TWO_OPERANDS,
    Constant,
    GraphSpec,
    Leaf,
    Operation,
    reached,
)
from exercises.nouns import Array
from exercises.safety import is_safe
from exercises.shaping import Shape, keywords_for, partner_shape
from reference_engine.rules import FORWARD

# Square shapes on purpose: an axis or transpose mistake crashes on (2, 3) but is
# silently wrong on (3, 3). Three axes, because a permutation of two undoes itself.
SHAPES: tuple[Shape, ...] = (
    (),
    (2,),
    (3,),
    (2, 2),
    (2, 3),
    (3, 3),
    (3, 1),
    (1, 3),
    (1, 1),
    (2, 1, 3),
    (2, 3, 2),
    (1, 3, 2),
    (2, 2, 2),
    (3, 3, 3),
)
# Ops that seldom fit the numbers or shapes at hand are tried more often.
TRIED = (*OPS, *("log", "exp", "true_divide", "maximum") * 2)
TRIED += ("permute", "multiply", *("matmul", "cross_entropy") * 3)
# x - x, x / x and max(x, x) are constants or ties: nothing to differentiate.
DOUBLED = frozenset({"add", "multiply", "matmul"})
LENGTHS = (1, 2, 3, 3, 4, 5, 6, 8)
CONSTANTS = (2.0, 3.0, 0.5, -1.5)
TRIES = 40


# Magnitudes for random graphs. None lies close to 1 or 2, where a square or an inverse
# would look right.
CENTS = tuple(n / 100 for n in range(40, 221) if abs(n - 100) > 6 and abs(n - 200) > 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """How often each feature is drawn, as probabilities; ``palette`` are magnitudes."""

    palette: tuple[float, ...] = CENTS

    reuse: float = 0.4
    broadcast: float = 0.5
    frozen: float = 0.15
    same_operand: float = 0.15
    constant: float = 0.18
    unused: float = 0.15
    without_gout: float = 0.15
    twice: float = 0.12


COURSE = Taste()


@dataclass(slots=True)
class _Canvas:
    """A graph being drawn: forward values by node id."""

    rng: np.random.Generator
    taste: Taste
    values: dict[int, Array] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)

    def happens(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def leaf(self, shape: Shape) -> int:
        node = len(self.values)
        self.values[node] = numbers(self.rng, shape, self.taste.palette)
        tracked = not self.happens(self.taste.frozen)
        self.leaves.append(Leaf(node, self.values[node], tracked))
        return node

    def partner(self, node: int, op: str) -> int | Constant:
        """Choose the second operand of a two-operand op."""
        if op in DOUBLED and self.happens(self.taste.same_operand):
            return node
        if op != "matmul" and self.happens(self.taste.constant):
            return Constant(float(self.rng.choice(CONSTANTS)))
        if self.happens(self.taste.reuse):
            return int(self.rng.choice(list(self.values)))
        shape = self.values[node].shape
        return self.leaf(partner_shape(self.rng, op, shape, self.taste.broadcast))

    def extend(self, node: int, op: str) -> int | None:
        """Put ``op`` on ``node``; return the new node, None where it does not fit."""
        leaves_before = len(self.leaves)
        inputs: list[int | Constant] = [node]
        if op in TWO_OPERANDS:
            inputs.append(self.partner(node, op))
            if self.happens(0.5):
                inputs.reverse()
        keywords = keywords_for(self.rng, op, self.values[node].shape)
        if keywords is not None:
            operation = Operation(len(self.values), op, tuple(inputs), keywords)
            value = self.evaluate(operation)
            if value is not None:
                self.values[operation.id] = value
                self.operations.append(operation)
                return operation.id
        for leaf in self.leaves[leaves_before:]:
            del self.values[leaf.id]
        del self.leaves[leaves_before:]
        return None

    def evaluate(self, operation: Operation) -> Array | None:
        """Return the forward value, None where shapes clash or numbers are unsafe."""
        operands = [
            np.asarray(each.value) if isinstance(each, Constant) else self.values[each]
            for each in operation.inputs
        ]
        try:
            with np.errstate(all="ignore"):
                result = FORWARD[operation.op](
                    *operands, *operation.position, **operation.named
                )
        except (ValueError, IndexError):
            return None
        value = np.asarray(result, dtype=np.float64)
        return value if is_safe(operation.op, operands, value) else None


def numbers(
    rng: np.random.Generator, shape: Shape, palette: Sequence[float] = CENTS
) -> Array:
    """Return numbers of the palette, 30 % negative, distinct as long as there are any."""
    size = int(np.prod(shape, dtype=np.int64))
    values = rng.choice(palette, size, replace=size > len(palette))
    # By leaf, not by number: log and the denominators need all-positive arrays often.
    if rng.random() < 0.5:
        values = np.where(rng.random(size) < 0.6, -values, values)
    return np.asarray(values, dtype=np.float64).reshape(shape)


def sketch(
    rng: np.random.Generator,
    taste: Taste = COURSE,
    *,
    ops: Sequence[str] = TRIED,
    length: int | None = None,
    seed: int = 0,
) -> GraphSpec:
    """Draw one graph of ``length`` operations (default: from 1 to 8, mean 4).

    Its output depends on a leaf that requires a gradient. ``seed`` is only noted down.
    """
    while True:
        spec = _draw(rng, taste, ops, length or int(rng.choice(LENGTHS)))
        inside = reached(spec) if spec else frozenset()
        if spec and any(x.requires_grad and x.id in inside for x in spec.leaves):
            return GraphSpec(
                spec.leaves, spec.operations, spec.out, spec.gout, spec.twice, seed
            )


def _draw(
    rng: np.random.Generator, taste: Taste, ops: Sequence[str], length: int
) -> GraphSpec | None:
    canvas = _Canvas(rng, taste)
    node = canvas.leaf(SHAPES[int(rng.integers(len(SHAPES)))])
    for _ in range(TRIES):
        if len(canvas.operations) == length:
            break
        # Now and then an earlier node starts a second branch, joined by reuse later.
        from_node = node
        if canvas.happens(taste.reuse / 4):
            from_node = int(rng.choice(list(canvas.values)))
        made = canvas.extend(from_node, ops[int(rng.integers(len(ops)))])
        node = node if made is None else made
    if len(canvas.operations) != length:
        return None
    return _finished(canvas, node)


def _finished(canvas: _Canvas, out: int) -> GraphSpec:
    rng, taste = canvas.rng, canvas.taste
    made = tuple(canvas.operations)
    inside = reached(GraphSpec((), made, out))
    leaves = [leaf for leaf in canvas.leaves if leaf.id in inside]
    if canvas.happens(taste.unused):
        canvas.leaf(SHAPES[int(rng.integers(len(SHAPES)))])
        leaves.append(canvas.leaves[-1])
    shape = canvas.values[out].shape
    with_gout = not canvas.happens(taste.without_gout)
    gout = numbers(rng, shape, taste.palette) if with_gout else None
    made = tuple(each for each in made if each.id in inside)
    return GraphSpec(tuple(leaves), made, out, gout, canvas.happens(taste.twice))
