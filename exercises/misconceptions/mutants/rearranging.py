"""List mistakes in the rules of ops that move, repeat or add up numbers."""

from typing import Any

import numpy as np

from exercises.misconceptions.mutants.mutant import Mutant, rule, unary
from exercises.misconceptions.rules import spread
from exercises.misconceptions.tape import Term, log_of_softmax, of_true_class
from exercises.nouns import Array


def _as_mean(g: Array, out: Array, x: Array, **named: Any) -> Array:
    return spread(g, out, x, **named) * out.size / x.size


def _first_only(g: Array, out: Array, x: Array, **named: Any) -> Array:
    total = np.zeros(x.shape)
    dim = named.get("dim")
    axes = range(x.ndim) if dim is None else [dim] if isinstance(dim, int) else dim
    summed = {axis % x.ndim for axis in axes}
    first = tuple(slice(1) if n in summed else slice(None) for n in range(x.ndim))
    total[first] = spread(g, out, x, **named)[first]
    return total


def _last_kept(g: Array, out: Array, x: Array, index: Any) -> Array:
    total = np.zeros(x.shape)
    total[index] = g
    return total


def _ones_at(g: Array, out: Array, x: Array, index: Any) -> Array:
    total = np.zeros(x.shape)
    np.add.at(total, index, 1.0)
    return total


SUM = (
    unary(
        "sum_no_expand_dims",
        "sum",
        "summed-axis-not-restored",
        "the axis that a sum removed is not put back before the gradient is spread",
        lambda g, out, x, dim=None, keepdim=False: np.broadcast_to(g, x.shape),
    ),
    unary(
        "sum_as_mean",
        "sum",
        "sum-as-mean",
        "the gradient of a sum is divided by the number of terms",
        _as_mean,
    ),
    unary(
        "sum_ones",
        "sum",
        "constant-fill",
        "every term of a sum gets 1, whatever arrives",
        lambda g, out, x, dim=None, keepdim=False: np.ones(x.shape),
    ),
    unary(
        "sum_no_broadcast",
        "sum",
        "sum-not-spread",
        "a sum hands its gradient back in the shape of its output",
        lambda g, out, x, dim=None, keepdim=False: g,
    ),
    unary(
        "sum_first_only",
        "sum",
        "sum-not-spread",
        "only the first term of a sum gets the gradient",
        _first_only,
    ),
)
RESHAPE = (
    unary(
        "reshape_raw",
        "reshape",
        "reshape-not-undone",
        "reshape leaves the gradient in the new shape",
        lambda g, out, x, new_shape: g,
    ),
    unary(
        "reshape_F",
        "reshape",
        "element-order-changed",
        "reshape puts the gradient's numbers back column by column",
        lambda g, out, x, new_shape: g.reshape(x.shape, order="F"),
    ),
)
PERMUTE = (
    unary(
        "permute_not_inverted",
        "permute",
        "permutation-applied-twice",
        "the forward permutation is applied to the gradient once more",
        lambda g, out, x, axes: g.transpose(axes),
    ),
    unary(
        "permute_none",
        "permute",
        "permutation-not-inverted",
        "the gradient's axes are left as they arrived",
        lambda g, out, x, axes: g,
    ),
)


def _one_copy(g: Array, out: Array, x: Array, new_shape: Any) -> Array:
    g = g[(0,) * (g.ndim - x.ndim)]
    return g[tuple(slice(size) for size in x.shape)]


EXPAND = (
    unary(
        "expand_first",
        "expand",
        "one-copy-taken",
        "of the copies that expand made only the first sends its gradient back",
        _one_copy,
    ),
)
MATMUL = (
    rule(
        "matmul_no_T",
        "matmul-transpose-or-order",
        "neither factor of a matrix product is transposed",
        ("matmul", 0, lambda g, out, x, y: g @ y),
        ("matmul", 1, lambda g, out, x, y: x @ g),
    ),
    rule(
        "matmul_swapped",
        "matmul-transpose-or-order",
        "the gradient of a matrix product stands on the wrong side",
        ("matmul", 0, lambda g, out, x, y: y.T @ g),
        ("matmul", 1, lambda g, out, x, y: g @ x.T),
    ),
    rule(
        "matmul0_no_T",
        "matmul-transpose-or-order",
        "for the left matrix the right one is not transposed",
        ("matmul", 0, lambda g, out, x, y: g @ y),
    ),
    rule(
        "matmul1_no_T",
        "matmul-transpose-or-order",
        "for the right matrix the left one is not transposed",
        ("matmul", 1, lambda g, out, x, y: x @ g),
    ),
)
GETITEM = (
    unary(
        "getitem_assign",
        "getitem",
        "repeats-counted-once",
        "of an element that was read twice only the last gradient is kept",
        _last_kept,
    ),
    unary(
        "getitem_ones",
        "getitem",
        "upstream-dropped",
        "every element that was read gets 1, whatever arrives",
        _ones_at,
    ),
)


def _batch_mean(logits: Term, labels: Array) -> Term:
    total = logits.do("exp").do("sum", dim=1).do("log")
    loss = total.do("subtract", of_true_class(logits, labels))
    return loss.do("true_divide", float(len(labels)))


def _no_minus(logits: Term, labels: Array) -> Term:
    total = logits.do("exp").do("sum", dim=1).do("log")
    return of_true_class(logits, labels).do("subtract", total)


CROSS_ENTROPY = tuple(
    Mutant(name, "ce", cause, claim, {"loss": loss})
    for name, cause, claim, loss in (
        (
            "ce_batch_mean",
            "loss-formula",
            "each loss is already divided by the number of rows",
            _batch_mean,
        ),
        (
            "ce_no_minus",
            "loss-formula",
            "the loss has the opposite sign",
            _no_minus,
        ),
        (
            "ce_softmax_axis0",
            "softmax-axis",
            "the probabilities add up to 1 over the batch, not over the classes",
            lambda logits, labels: log_of_softmax(logits, labels, 0),
        ),
        (
            "ce_no_normaliser",
            "loss-formula",
            "the loss is the right logit alone, without the sum over all classes",
            lambda logits, labels: of_true_class(logits, labels).do("negative"),
        ),
    )
)
ALL = (*SUM, *RESHAPE, *PERMUTE, *EXPAND, *MATMUL, *GETITEM, *CROSS_ENTROPY)
