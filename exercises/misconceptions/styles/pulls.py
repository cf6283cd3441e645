"""Differentiate by closures: each op returns, per argument, what to do with g."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

# ruff: noqa: ARG001, ARG005 - each gets the same, whatever it needs

Pulls = tuple[Callable[[Any], Any], ...]
Maker = Callable[..., Pulls]


def _same(g: Any) -> Any:
    return g


def _ones(g: Any) -> Any:
    return np.ones_like(g)


def _larger(x: Any, y: Any) -> Any:
    return np.where(np.asarray(x) == y, 0.5, np.where(np.asarray(x) > y, 1.0, 0.0))


def _opened(g: Any, x: Any, dim: Any, *, keepdim: bool) -> Any:
    """Give a summed gradient its axes back, each of length 1."""
    if keepdim:
        return g
    axes = range(x.ndim) if dim is None else np.atleast_1d(dim) % max(x.ndim, 1)
    return np.reshape(g, [1 if n in set(axes) else s for n, s in enumerate(x.shape)])


def _summing(of: Callable[..., Any]) -> Maker:
    def make(o: Any, x: Any, dim: Any = None, keepdim: bool = False) -> Pulls:  # noqa: FBT001, FBT002
        return (lambda g: of(_opened(g, x, dim, keepdim=keepdim), g, o, x),)

    return make


def _first(g: Any, raw: Any, o: Any, x: Any) -> Any:
    total = np.zeros(x.shape)
    total[tuple(slice(0, n) for n in g.shape)] = g
    return total


def _read(mode: str) -> Maker:
    def make(o: Any, x: Any, index: Any) -> Pulls:
        def pull(g: Any) -> Any:
            total = np.zeros(x.shape, np.result_type(g))
            if mode == "assign":
                total[index] = g
            else:
                np.add.at(total, index, np.ones_like(g) if mode == "ones" else g)
            return total

        return (pull,)

    return make


def _stretched(g: Any, x: Any) -> Any:
    lead = np.ndim(g) - x.ndim
    g = g.sum(axis=tuple(range(lead)))
    stretched = [n for n, size in enumerate(x.shape) if size == 1]
    return g.sum(axis=tuple(stretched), keepdims=True)


def _cut(g: Any, x: Any) -> Any:
    while g.ndim > x.ndim:
        g = g[0]
    return g[tuple(slice(0, size) for size in x.shape)]


RIGHT: Mapping[str, Maker] = {
    "add": lambda o, x, y: (_same, _same),
    "subtract": lambda o, x, y: (_same, lambda g: -1.0 * g),
    "multiply": lambda o, x, y: (lambda g: y * g, lambda g: x * g),
    "true_divide": lambda o, x, y: (lambda g: g / y, lambda g: -(g * o) / y),
    "maximum": lambda o, x, y: (
        lambda g: g * _larger(x, y),
        lambda g: g * _larger(y, x),
    ),
    "negative": lambda o, x: (lambda g: 0.0 - g,),
    "log": lambda o, x: (lambda g: g * x**-1.0,),
    "exp": lambda o, x: (lambda g: o * g,),
    "relu": lambda o, x: (lambda g: np.where(x > 0, g, 0.0),),
    "sum": _summing(lambda g, raw, o, x: g + np.zeros(x.shape)),
    "reshape": lambda o, x, shape: (lambda g: np.reshape(g, x.shape),),
    "permute": lambda o, x, axes: (
        lambda g: np.moveaxis(g, range(g.ndim), [a % x.ndim for a in axes]),
    ),
    "expand": lambda o, x, shape: (lambda g: _stretched(g, x),),
    "matmul": lambda o, x, y: (
        lambda g: np.dot(g, np.transpose(y)),
        lambda g: np.dot(np.transpose(x), g),
    ),
    "getitem": _read("add"),
}
WRONG: Mapping[str, tuple[str, Maker]] = {
    "log_no_grad_out": ("log", lambda o, x: (lambda g: np.reciprocal(x),)),
    "log_uses_out": ("log", lambda o, x: (lambda g: g * o**-1.0,)),
    "log_times_x": ("log", lambda o, x: (lambda g: x * g,)),
    "exp_uses_x": ("exp", lambda o, x: (lambda g: x * g,)),
    "exp_no_grad_out": ("exp", lambda o, x: (lambda g: o + 0.0,)),
    "exp_power_rule": ("exp", lambda o, x: (lambda g: x * o / np.e * g,)),
    "neg_pass": ("negative", lambda o, x: (_same,)),
    "neg_no_grad_out": ("negative", lambda o, x: (lambda g: -_ones(g),)),
    "mul_own_operand": (
        "multiply",
        lambda o, x, y: (lambda g: x * g, lambda g: y * g),
    ),
    "mul0_own": ("multiply", lambda o, x, y: (lambda g: x * g, lambda g: x * g)),
    "mul1_own": ("multiply", lambda o, x, y: (lambda g: y * g, lambda g: y * g)),
    "mul_no_grad_out": (
        "multiply",
        lambda o, x, y: (lambda g: y * _ones(g), lambda g: x * _ones(g)),
    ),
    "mul_uses_out": ("multiply", lambda o, x, y: (lambda g: o * g, lambda g: o * g)),
    "sub1_no_minus": ("subtract", lambda o, x, y: (_same, _same)),
    "sub_both_minus": ("subtract", lambda o, x, y: (lambda g: -g, lambda g: -g)),
    "div1_no_minus": (
        "true_divide",
        lambda o, x, y: (lambda g: g / y, lambda g: g * o / y),
    ),
    "div1_no_square": (
        "true_divide",
        lambda o, x, y: (lambda g: g / y, lambda g: -g * o),
    ),
    "div1_no_x": (
        "true_divide",
        lambda o, x, y: (lambda g: g / y, lambda g: -g / (y * y)),
    ),
    "div0_times_y": (
        "true_divide",
        lambda o, x, y: (lambda g: g * y, lambda g: -g * o / y),
    ),
    "relu_mask_of_grad": ("relu", lambda o, x: (lambda g: np.where(g > 0, g, 0),)),
    "relu_no_grad_out": ("relu", lambda o, x: (lambda g: np.where(x > 0, 1.0, 0),)),
    "relu_pass": ("relu", lambda o, x: (_same,)),
    "relu_of_grad_x": ("relu", lambda o, x: (lambda g: np.clip(x * g, 0, None),)),
    "max_swapped": (
        "maximum",
        lambda o, x, y: (
            lambda g: np.where(np.asarray(x) > y, 0, g),
            lambda g: np.where(np.asarray(y) > x, 0, g),
        ),
    ),
    "max_both": ("maximum", lambda o, x, y: (_same, _same)),
    "max_half": (
        "maximum",
        lambda o, x, y: (lambda g: 0.5 * g, lambda g: 0.5 * g),
    ),
    "max_ties_double": (
        "maximum",
        lambda o, x, y: (
            lambda g: np.where(np.asarray(x) == o, g, 0),
            lambda g: np.where(np.asarray(y) == o, g, 0),
        ),
    ),
    "sum_no_expand_dims": (
        "sum",
        _summing(lambda g, raw, o, x: np.broadcast_to(raw, x.shape)),
    ),
    "sum_as_mean": (
        "sum",
        _summing(lambda g, raw, o, x: np.zeros(x.shape) + g * o.size / x.size),
    ),
    "sum_ones": ("sum", _summing(lambda g, raw, o, x: np.ones(x.shape))),
    "sum_no_broadcast": ("sum", _summing(lambda g, raw, o, x: raw)),
    "sum_first_only": ("sum", _summing(_first)),
    "reshape_raw": ("reshape", lambda o, x, shape: (_same,)),
    "reshape_F": (
        "reshape",
        lambda o, x, shape: (lambda g: np.ravel(g, "F").reshape(x.shape, order="F"),),
    ),
    "permute_not_inverted": (
        "permute",
        lambda o, x, axes: (lambda g: np.transpose(g, axes),),
    ),
    "permute_none": ("permute", lambda o, x, axes: (_same,)),
    "expand_first": ("expand", lambda o, x, shape: (lambda g: _cut(g, x),)),
    "matmul_no_T": (
        "matmul",
        lambda o, x, y: (lambda g: np.dot(g, y), lambda g: np.dot(x, g)),
    ),
    "matmul_swapped": (
        "matmul",
        lambda o, x, y: (lambda g: np.dot(y.T, g), lambda g: np.dot(g, x.T)),
    ),
    "matmul0_no_T": (
        "matmul",
        lambda o, x, y: (lambda g: np.dot(g, y), lambda g: np.dot(x.T, g)),
    ),
    "matmul1_no_T": (
        "matmul",
        lambda o, x, y: (lambda g: np.dot(g, y.T), lambda g: np.dot(x, g)),
    ),
    "getitem_assign": ("getitem", _read("assign")),
    "getitem_ones": ("getitem", _read("ones")),
}


def pulls(op: str, bugs: frozenset[str]) -> Maker:
    """Return the op's maker, with the mistake of it that is among the bugs."""
    for name in sorted(bugs):
        if name in WRONG and WRONG[name][0] == op:
            return WRONG[name][1]
    return RIGHT[op]
