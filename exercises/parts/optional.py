"""Ask about what some editions give and others let a class write; it never counts."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.nouns import Array, Plain
from exercises.parts import containers
from exercises.parts.cases import Case, Convention, Shape, several, shown
from exercises.parts.rules import Rule, asked, small_first
from exercises.questions import Order, Probe, Value

Probes = Callable[[np.random.Generator], tuple[Probe, ...]]

WHOLE = Convention(
    "The course's own version cuts 0.5 to 0 where x holds integers.",
    "integer-accumulator",
)
# Shapes, and what is read of them; lists of places may name a place twice.
READ: tuple[tuple[Shape, Any], ...] = (
    ((3,), 1),
    ((3,), -1),
    ((2, 3), 1),
    ((3, 3), (1, 2)),
    ((3,), ([0, 0, 1],)),
    ((2, 3), ([1, 0, 1], [2, 2, 2])),
    ((3, 3), ([0, 0, 2, 0], [1, 1, 0, 1])),
    ((3, 3), ([2, 2],)),
)
EXPANDED: tuple[tuple[Shape, tuple[int, ...] | list[int]], ...] = (
    ((), (2,)),
    ((1,), (3,)),
    ((3,), (2, 3)),
    ((2, 1), (2, 3)),
    ((2, 1), [2, 3]),
    ((2, 3), (2, 3)),
    ((1, 3, 1), (2, 2, 3, 2)),
)
ORDERS: tuple[tuple[Value, ...] | list[Value], ...] = (
    (0,),
    (1, 0),
    (1, 2, 0),
    (2, 0, 1),
    [0, 2, 1],
    (3, 1, 0, 2),
)


@small_first
def getitem_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for gradients of what was read, once or several times."""
    probes = [_read(rng, shape, index) for shape, index in READ]
    whole = _read(rng, (3,), ([0, 0, 2],), whole=True)
    return (*probes, _by_tensors(rng), whole)


def _by_tensors(rng: np.random.Generator) -> Probe:
    """Read places that stand in tensors, as a loss reads the true logits."""
    case = Case("x[rows, columns], both tensors", "reuse")
    x, upstream = several(rng, [(2, 3), (3,)])
    rows, columns = [1, 0, 1], [2, 0, 2]
    leaf = case.leaf("x", x)
    tensors = [case.call("Tensor", case.integers(each)) for each in (rows, columns)]
    read = case.item(leaf, case.call("tuple", case.list(*tensors)))
    case.method(read, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"rows, columns = Tensor(np.array({rows})), Tensor(np.array({columns}))")
    case.write(f"x[rows, columns].backward(Tensor({shown(upstream)}))", "x.grad")
    right = np.zeros((2, 3))
    np.add.at(right, (rows, columns), upstream)
    case.gradient(leaf, right, "x")
    return case.probe(size=12)


def _read(
    rng: np.random.Generator, shape: Shape, index: Any, *, whole: bool = False
) -> Probe:
    case = Case(f"getitem_back of {index} in {shape}", "reuse")
    (drawn,) = several(rng, [shape])
    x: Plain = np.arange(1, 1 + drawn.size).reshape(shape) if whole else drawn
    places = tuple(map(np.array, index)) if isinstance(index, tuple) else index
    out = np.asarray(x[places], dtype=np.float64)
    (arriving,) = several(rng, [out.shape], low=0.5, high=4.9)
    right = np.zeros(shape)
    np.add.at(right, places, arriving)
    case.write(f"x = {shown(x)}", f"index = {index}", f"grad_out = {shown(arriving)}")
    case.write("getitem_back(grad_out, x[index], x, index)")
    sent, held = case.plain(arriving), case.plain(x)
    answer = case.call(
        "getitem_back", sent, case.plain(out), held, case.value(_lists(index))
    )
    case.near(answer, right, "getitem_back", "gradient")
    case.kept(sent, "grad_out")
    case.kept(held, "x")
    return case.probe(size=x.size + out.size, only=WHOLE if whole else None)


def _lists(index: Any) -> Any:
    """Send lists of places as arrays, as a tensor's index holds them."""
    if isinstance(index, tuple):
        return tuple(
            np.array(each) if isinstance(each, list) else each for each in index
        )
    return index


def coerce_index(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for an index that NumPy understands."""
    (x,) = several(rng, [(3, 3)])
    return tuple(_coerced(x, index) for index in (2, (1, 2), ([0, 2, 0], [1, 1, 2])))


def _coerced(x: Array, index: Any) -> Probe:
    """Hand in an index with tensors in it; what comes back must read x."""
    case = Case(f"coerce_index of {index}", "shapes")
    parts = index if isinstance(index, tuple) else (index,)
    handles = [
        case.call("Tensor", case.integers(part))
        if isinstance(part, list)
        else case.value(part)
        for part in parts
    ]
    inside = ", ".join(
        f"Tensor(np.array({part}))" if isinstance(part, list) else repr(part)
        for part in parts
    )
    written = f"({inside})" if isinstance(index, tuple) else inside
    given = handles[0]
    if isinstance(index, tuple):
        given = case.call("tuple", case.list(*handles))
    read = case.item(case.plain(x), case.call("coerce_index", given))
    case.write(f"x = {shown(x)}", f"x[coerce_index({written})]")
    places = tuple(map(np.array, index)) if isinstance(index, tuple) else index
    case.near(read, x[places], "x[coerce_index(index)]")
    return case.probe(size=len(parts))


@small_first
def expand_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for sums over what a broadcast copied, whatever names the shape."""
    rule = Rule(unit="expand_back", op="expand")
    return tuple(
        asked(rule, rng, old, extra=(new,), concept="broadcasting")
        for old, new in EXPANDED
    )


def invert_transposition(_: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for the permutation that undoes another."""
    return tuple(_inverse(axes) for axes in ORDERS)


def _inverse(axes: tuple[Value, ...] | list[Value]) -> Probe:
    case = Case(f"invert_transposition of {axes}", "shapes")
    case.write(f"invert_transposition({axes})")
    answer = case.call("invert_transposition", case.value(axes))
    case.near(
        case.call("np.asarray", answer),
        np.argsort(np.array(axes, int)),
        "invert_transposition",
    )
    return case.probe(size=len(axes))


def sorted_computational_graph(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for the tensors behind a tensor, users first."""
    plans = {
        "a leaf": (),
        "a product": (("multiply", (0, 1)),),
        "a square": (("multiply", (0, 0)),),
        "a short way first": (("log", (0,)), ("multiply", (0, 2))),
        "a diamond": (("log", (0,)), ("exp", (0,)), ("add", (2, 3))),
        "a long and a short way": (
            ("log", (0,)),
            ("exp", (2,)),
            ("multiply", (3, 2)),
            ("add", (4, 1)),
        ),
    }
    return tuple(_users_first(rng, name, plan) for name, plan in plans.items())


def _users_first(
    rng: np.random.Generator,
    name: str,
    plan: tuple[tuple[str, tuple[int, ...]], ...],
) -> Probe:
    """Make x, y and what the plan says of them; only what is behind the end counts."""
    case = Case(f"sorted_computational_graph of {name}", "order")
    arrays = several(rng, [(2,), (2,)], signed=False)
    made = [case.leaf(one, array) for one, array in zip("xy", arrays, strict=True)]
    edges: list[tuple[int, int]] = []
    behind = {len(plan) + 1} if plan else {0}
    for number, (op, given) in enumerate(plan, start=2):
        made.append(case.method(made[given[0]], METHODS[op], *_other(made, given)))
        inside = ", ".join("xyabcd"[n] for n in given)
        case.write(f"{'xyabcd'[number]} = {op}({inside})")
        edges += [(child, number) for child in set(given)]
    for child, parent in sorted(edges, key=lambda edge: -edge[1]):
        behind |= {child} if parent in behind else set()
    kept = sorted(behind)
    result = case.call("sorted_computational_graph", made[kept[-1]])
    case.write(f"sorted_computational_graph({'xyabcd'[kept[-1]]})")
    backward = case.call("list", case.call("reversed", case.call("list", result)))
    places = case.where(backward, *(made[n] for n in kept))
    before = tuple((kept.index(c), kept.index(p)) for c, p in edges if p in behind)
    what = "sorted_computational_graph, read backward"
    case.expect(Order(places, len(kept), before, len(kept) - 1, what))
    return case.probe(size=len(made))


METHODS = {"log": "log", "exp": "exp", "add": "__add__", "multiply": "__mul__"}


def _other(made: list[int], given: tuple[int, ...]) -> list[int]:
    return [made[n] for n in given[1:]]


PROBES: dict[str, Probes] = {
    "getitem_back": getitem_back,
    "coerce_index": coerce_index,
    "expand_back": expand_back,
    "invert_transposition": invert_transposition,
    "sorted_computational_graph": sorted_computational_graph,
    "Parameter": containers.parameter,
    "Module": containers.module,
    "NoGrad": containers.no_grad,
}
