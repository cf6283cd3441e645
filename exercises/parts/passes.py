"""Ask for whole backward passes: reuse, order, constants, and calls repeated."""

from collections.abc import Callable, Sequence

import numpy as np

from exercises.graph_questions import probe as graph_probe
from exercises.graphs import Constant, GraphSpec, Leaf, Operation
from exercises.interpret import cancels, interpret
from exercises.nouns import Array
from exercises.parts.cases import Case, several, shown
from exercises.parts.drawings import DRAWINGS, Drawing, Made, X, Y
from exercises.parts.open_ends import DOUBLINGS, open_ends
from exercises.parts.repeats import repeats
from exercises.parts.sizes import sizes
from exercises.parts.watched import by_the_rule
from exercises.questions import Probe

RANDOM_GRAPHS = 16
LARGEST = 50.0  # no value above it, so that float32 blurs nothing


def backprop(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask about drawn graphs, keywords, repeated calls, then graphs at random."""
    drawn = [_drawn(rng, drawing) for drawing in DRAWINGS]
    graphs = [
        graph_probe(spec, interpret(spec), name=f"backprop, drawing {number + 1}")
        for number, spec in enumerate(drawn)
    ]
    randoms = sorted((_random(rng) for _ in range(RANDOM_GRAPHS)), key=_cost)
    return (
        *graphs,
        *by_keyword(rng),
        *repeats(rng),
        _whole_numbers(rng),
        by_the_rule(rng),
        *sizes(rng),
        *(
            graph_probe(spec, interpret(spec), name=f"backprop, random graph {n + 1}")
            for n, spec in enumerate(randoms)
        ),
        _ladder(rng, DOUBLINGS),
        *open_ends(rng),
    )


def _cost(spec: GraphSpec) -> int:
    return spec.cost


def _drawn(rng: np.random.Generator, drawing: Drawing) -> GraphSpec:
    """Give a drawing numbers: positive ones, for logarithms stand in many."""
    names = [name for name, _ in drawing.leaves]
    arrays = several(
        rng, [shape for _, shape in drawing.leaves], high=1.9, signed=False
    )
    spec = _spec(drawing, names, arrays)
    if not drawing.upstream:
        return spec
    shape = interpret(spec).out.shape
    (upstream,) = several(rng, [shape], low=0.5, high=2.9)
    return GraphSpec(
        spec.leaves, spec.operations, spec.out, upstream, drawing.twice, spec.seed
    )


def _spec(drawing: Drawing, names: list[str], arrays: Sequence[Array]) -> GraphSpec:
    leaves = tuple(
        Leaf(number, array, name not in drawing.constants)
        for number, (name, array) in enumerate(zip(names, arrays, strict=True))
    )

    def operand(one: str | float) -> int | Constant:
        if isinstance(one, str):
            return names.index(one) if one in names else len(names) + int(one)
        return Constant(one)

    operations = tuple(
        Operation(len(names) + number, op, tuple(operand(one) for one in operands))
        for number, (op, operands) in enumerate(drawing.made)
    )
    return GraphSpec(
        leaves, operations, len(names) + len(operations) - 1, None, drawing.twice
    )


def _random(rng: np.random.Generator) -> GraphSpec:
    """Draw a graph of four operations on which something is used again."""
    while True:
        made: list[Made] = []
        for number in range(4):
            pool = ["x", "y", *(str(n) for n in range(number))]
            op = str(rng.choice(["add", "multiply", "subtract", "negative"]))
            latest = pool[-1] if number else str(rng.choice(pool))
            other = str(rng.choice(pool))
            both = (latest, other) if rng.random() < 0.5 else (other, latest)
            made.append((op, (latest,) if op == "negative" else both))
        spec = _drawn(rng, Drawing(leaves=(X, Y), made=tuple(made)))
        answer = interpret(spec)
        if not cancels(spec) and all(_mild(array) for array in answer.arrays()):
            return spec


def _mild(array: Array) -> bool:
    return bool(np.all(np.abs(array) <= LARGEST))


def by_keyword(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Sum and transpose by keyword: the rule must get the keywords again."""
    x, square = several(rng, [(2, 3), (3, 3)])
    rows = (x.sum(1), lambda g: np.repeat(g[:, None], 3, axis=1))
    kept = (square.sum(0, keepdims=True), lambda g: np.repeat(g, 3, axis=0))
    return (
        _keyword(rng, x, "sum", {"dim": 1}, rows),
        _keyword(rng, square, "sum", {"dim": 0, "keepdim": True}, kept),
        _keyword(rng, x, "T", {}, (x.T, np.transpose)),
    )


def _keyword(
    rng: np.random.Generator,
    x: Array,
    name: str,
    keywords: dict[str, int],
    answer: tuple[Array, Callable[[Array], Array]],
) -> Probe:
    case = Case(f"backprop through x.{name}", "recipe")
    out, back = answer
    (upstream,) = several(rng, [out.shape])
    leaf = case.leaf("x", x)
    if keywords:
        named = {key: case.value(item) for key, item in keywords.items()}
        made = case.method(leaf, name, **named)
    else:
        made = case.attr(leaf, name)
    inside = ", ".join(f"{key}={item}" for key, item in keywords.items())
    call = f"({inside})" if keywords else ""
    case.write(f"x.{name}{call}.backward(Tensor({shown(upstream)}))", "x.grad")
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.gradient(leaf, back(upstream), "x")
    return case.probe(size=x.size)


def _whole_numbers(rng: np.random.Generator) -> Probe:
    """Multiply by a constant tensor of integers, which asks for no gradient."""
    case = Case("backprop beside a tensor of integers", "chain rule")
    x, upstream = several(rng, [(2,), (2,)])
    counts = np.array([3, 4], dtype=np.int64)
    leaf = case.leaf("x", x)
    case.write(f"n = Tensor({shown(counts)})")
    constant = case.call("Tensor", case.integers(counts))
    made = case.method(leaf, "__mul__", constant)
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(x * n).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(leaf, upstream * counts, "x")
    case.no_gradient(constant, "n")
    return case.probe(size=6)


def _ladder(rng: np.random.Generator, rungs: int) -> Probe:
    """Add a tensor to itself again and again: 2 ** rungs paths, few nodes.

    Going down every path is right but slow, so the ladder stays low.
    """
    case = Case(f"backprop through {rungs} doublings", "order")
    (x,) = several(rng, [(1,)])
    node = leaf = case.leaf("x", x)
    for _ in range(rungs):
        node = case.method(node, "__add__", node)
    case.write("y = x", f"for _ in range({rungs}):", "    y = y + y", "y.backward()")
    case.method(node, "backward")
    case.gradient(leaf, np.full((1,), 2.0**rungs), "x")
    return case.probe(size=100)
