"""Tell which of a file's definitions a failing case of the whole engine runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from exercises.catalogue import OPTIONAL, UNITS
from exercises.explain.stored import graph_of

# What every graph runs, from the first operation to the last gradient.
ALWAYS = (
    *("BackwardFuncLookup", "multiply_forward", "wrap_forward_fn"),
    *("topological_sort", "sorted_computational_graph", "backprop"),
)
# Operations that are made of others.
MADE_OF = {
    "relu": ("maximum",),
    "cross_entropy": (
        *("log", "exp", "sum", "negative", "subtract", "true_divide", "getitem"),
        *("maximum", "multiply"),
    ),
}


def involved(plain: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the units that a stored counterexample runs; all where it is no graph."""
    spec = graph_of(plain)
    if spec is None:
        return (*UNITS, *OPTIONAL)
    ops = dict.fromkeys(each.op for each in spec.operations)
    return (*ALWAYS, *(name for op in ops for name in _of(op)))


def _of(op: str) -> Iterator[str]:
    rules = (f"{op}{kind}_back{at}" for kind in ("", "2d") for at in ("", "0", "1"))
    for name in (op, *rules, *(("coerce_index",) if op == "getitem" else ())):
        if name in UNITS or name in OPTIONAL:
            yield name
    for part in MADE_OF.get(op, ()):
        yield from _of(part)
