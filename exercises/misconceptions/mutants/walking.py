"""List mistakes in recording a graph, walking it and adding up what arrives."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from exercises.misconceptions import orders
from exercises.misconceptions.mutants.mutant import Mutant
from exercises.misconceptions.slots import deposited, started
from exercises.nouns import Array

Edges = tuple[tuple[int, int], ...]


def _into_shared(held: Array, new: Array) -> Array:
    # A sum hands out read-only views; writing into one is a mutant of its own.
    held = held if held.flags.writeable else held.copy()
    held += new
    return held


def _into_views(held: Array, new: Array) -> Array:
    if not np.asarray(held).flags.writeable:
        raise ValueError("output array is read-only")
    return held + new


def _each_once(operands: Sequence[int | None]) -> Edges:
    first = {n: operands.index(n) for n in operands if n is not None}
    return tuple((argument, node) for node, argument in first.items())


def _first_only(operands: Sequence[int | None]) -> Edges:
    return tuple((n, x) for n, x in enumerate(operands) if x is not None)[:1]


def _renumbered(operands: Sequence[int | None]) -> Edges:
    return tuple(enumerate(x for x in operands if x is not None))


def _whole(held: Array | None, new: Array) -> Array:
    return np.asarray(deposited(held, np.asarray(new).astype(np.int64)))


SLOTS: Mapping[str, tuple[tuple[str, str, str, dict[str, Any]], ...]] = {
    "acc": (
        (
            "overwrite",
            "overwrite-within-pass",
            "of several contributions to one tensor the last one wins",
            {"add_up": lambda held, new: new},
        ),
        (
            "keep_first",
            "overwrite-within-pass",
            "of several contributions to one tensor the first one wins",
            {"add_up": lambda held, new: held},
        ),
        (
            "acc_mean",
            "contributions-averaged",
            "contributions to one tensor are averaged as they arrive",
            {"add_up": lambda held, new: (held + new) / 2},
        ),
        (
            "inplace_alias",
            "in-place-on-shared-array",
            "a contribution is added in place into an array that another tensor holds",
            {"add_up": _into_shared},
        ),
    ),
    "order": (
        (
            "order_bfs",
            "consumers-not-finished",
            "nodes are taken level by level, before all of their consumers are done",
            {"order": orders.breadth_first},
        ),
        (
            "order_preorder",
            "consumers-not-finished",
            "the first operand is followed down before the other consumers are done",
            {"order": orders.pre_order},
        ),
        (
            "no_visited",
            "visited-missing",
            "a shared node passes its gradient on once for every path that leads to it",
            {"order": orders.once_per_path},
        ),
        (
            "order_forward",
            # Other mistakes look the same from outside: this is what they share.
            "nothing-arrives",
            "no gradient reaches any leaf",
            {"order": orders.inputs_first},
        ),
        (
            "recursive_accumulated",
            "recursion-without-order",
            "a node's running total is passed on each time something arrives",
            {"recursive": "total"},
        ),
    ),
    "parents": (
        (
            "same_operand_once",
            "parent-visited-once",
            "a tensor that enters an operation twice sends its gradient back once",
            {"parents": _each_once},
        ),
        (
            "first_parent_only",
            "later-operands-forgotten",
            "only the first tensor of an operation gets a gradient",
            {"parents": _first_only},
        ),
        (
            "argnum_enumerated",
            "parents-renumbered",
            "the tensor in 2 * x is taken for argument 0",
            {"parents": _renumbered},
        ),
        (
            "rg_all",
            "all-instead-of-any",
            "a result is recorded only if all of its inputs ask for gradients",
            {"tracks": all},
        ),
    ),
    "start": (
        (
            "end_grad_ignored",
            "end-gradient-ignored",
            "the walk starts with ones, whatever end gradient was given",
            {"start": lambda gout, shape: np.ones(shape)},
        ),
        (
            "end_grad_mean",
            "output-averaged",
            "the end gradient is divided by the size of the output",
            {"start": lambda gout, shape: started(gout, shape) / np.ones(shape).size},
        ),
    ),
    "leaf": (
        (
            "leaf_overwrite",
            "overwrite-between-passes",
            "a second backward pass replaces a leaf's gradient",
            {"deposit": lambda held, new: new},
        ),
        (
            "grad_on_constants",
            "gradient-on-constants",
            "tensors that ask for no gradient get one",
            {"constants_too": True},
        ),
        (
            "stale_intermediate",
            "interior-gradients-kept",
            "gradients inside the graph survive into the next pass",
            {"inner": "counted"},
        ),
        (
            "leaf_sum_scalar",
            "gradient-collapsed",
            "a leaf's gradient is collapsed to a single number",
            {"deposit": lambda held, new: np.asarray(deposited(held, np.sum(new)))},
        ),
        (
            "int_buffer",
            "integer-accumulator",
            "fractions of a leaf's gradient are cut off",
            {"deposit": _whole},
        ),
    ),
}
READ_ONLY = Mutant(
    "readonly_accumulate",
    "acc",
    "in-place-on-shared-array",
    "a contribution is added in place into the read-only view that a sum hands out",
    {"add_up": _into_views},
    role="read-only",
)
ALL = (
    *(
        Mutant(name, slot, cause, claim, override)
        for slot, rows in SLOTS.items()
        for name, cause, claim, override in rows
    ),
    READ_ONLY,
)
