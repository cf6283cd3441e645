"""Differentiate number by number, and move numbers by the places they came from."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

# ruff: noqa: ARG005 - each gets the same, whatever it needs

Slope = Callable[..., Any]
# What one element hands back: f(g, out, x[, y]) for each argument.
RIGHT: Mapping[str, tuple[Slope, ...]] = {
    "add": (lambda g, o, x, y: g, lambda g, o, x, y: g),
    "subtract": (lambda g, o, x, y: g, lambda g, o, x, y: -g),
    "multiply": (lambda g, o, x, y: g * y, lambda g, o, x, y: g * x),
    "true_divide": (
        lambda g, o, x, y: g * (1 / y),
        lambda g, o, x, y: -g * x * (1 / y) ** 2,
    ),
    "maximum": (
        lambda g, o, x, y: g if x > y else g / 2 if x == y else 0.0,
        lambda g, o, x, y: g if y > x else g / 2 if x == y else 0.0,
    ),
    "negative": (lambda g, o, x: -g,),
    "log": (lambda g, o, x: g / x,),
    "exp": (lambda g, o, x: g * o,),
    "relu": (lambda g, o, x: g if x > 0 else 0.0,),
}
_MUL = RIGHT["multiply"]
_DIV = RIGHT["true_divide"]
WRONG: Mapping[str, tuple[str, tuple[Slope, ...]]] = {
    "log_no_grad_out": ("log", (lambda g, o, x: 1 / x,)),
    "log_uses_out": ("log", (lambda g, o, x: g / o,)),
    "log_times_x": ("log", (lambda g, o, x: g * x,)),
    "exp_uses_x": ("exp", (lambda g, o, x: g * x,)),
    "exp_no_grad_out": ("exp", (lambda g, o, x: o,)),
    "exp_power_rule": ("exp", (lambda g, o, x: g * x * np.e ** (x - 1),)),
    "neg_pass": ("negative", (lambda g, o, x: g,)),
    "neg_no_grad_out": ("negative", (lambda g, o, x: -1.0,)),
    "mul_own_operand": ("multiply", (_MUL[1], _MUL[0])),
    "mul0_own": ("multiply", (_MUL[1], _MUL[1])),
    "mul1_own": ("multiply", (_MUL[0], _MUL[0])),
    "mul_no_grad_out": ("multiply", (lambda g, o, x, y: y, lambda g, o, x, y: x)),
    "mul_uses_out": ("multiply", (lambda g, o, x, y: g * o,) * 2),
    "sub1_no_minus": ("subtract", (lambda g, o, x, y: g,) * 2),
    "sub_both_minus": ("subtract", (lambda g, o, x, y: -g,) * 2),
    "div1_no_minus": ("true_divide", (_DIV[0], lambda g, o, x, y: g * x / y**2)),
    "div1_no_square": ("true_divide", (_DIV[0], lambda g, o, x, y: -g * x / y)),
    "div1_no_x": ("true_divide", (_DIV[0], lambda g, o, x, y: -g / y**2)),
    "div0_times_y": ("true_divide", (lambda g, o, x, y: g * y, _DIV[1])),
    "relu_mask_of_grad": ("relu", (lambda g, o, x: max(g, 0.0),)),
    "relu_no_grad_out": ("relu", (lambda g, o, x: float(x > 0),)),
    "relu_pass": ("relu", (lambda g, o, x: g,)),
    "relu_of_grad_x": ("relu", (lambda g, o, x: max(g * x, 0.0),)),
    "max_swapped": (
        "maximum",
        (
            lambda g, o, x, y: g if x < y else 0.0,
            lambda g, o, x, y: g if y < x else 0.0,
        ),
    ),
    "max_both": ("maximum", (lambda g, o, x, y: g,) * 2),
    "max_half": ("maximum", (lambda g, o, x, y: g / 2,) * 2),
    "max_ties_double": (
        "maximum",
        (
            lambda g, o, x, y: g if x >= y else 0.0,
            lambda g, o, x, y: g if y >= x else 0.0,
        ),
    ),
}


def chosen(op: str, bugs: frozenset[str]) -> tuple[Slope, ...]:
    """Return the op's slopes, with the mistake of it that is among the bugs."""
    known = (WRONG[name] for name in sorted(bugs) if name in WRONG)
    return next((wrong for its, wrong in known if its == op), RIGHT[op])


def elementwise(slope: Slope, g: Any, o: Any, *args: Any) -> Any:
    """Return what each element hands back to one argument, one by one."""
    g, o, *spread = np.broadcast_arrays(g, o, *args)
    raw = np.empty(g.shape)
    for at in np.ndindex(*g.shape):
        raw[at] = slope(float(g[at]), float(o[at]), *(float(x[at]) for x in spread))
    return raw


def summed(g: Any, o: Any, x: Any, bugs: frozenset[str], **named: Any) -> Any:
    """Hand a sum's gradient to the elements that went into it."""
    dim = named.get("dim")
    if "sum_no_broadcast" in bugs:
        return g
    if "sum_no_expand_dims" in bugs:
        return g + np.zeros(x.shape) if np.ndim(g) <= x.ndim else g
    if "sum_ones" in bugs:
        return x * 0.0 + 1.0
    axes = tuple(range(x.ndim)) if dim is None else tuple(np.atleast_1d(dim) % x.ndim)
    kept = [1 if n in axes else size for n, size in enumerate(x.shape)]
    opened = g if named.get("keepdim") else np.reshape(g, kept)
    back = np.array(np.broadcast_to(opened, x.shape))
    if "sum_as_mean" in bugs:
        return back * np.size(o) / np.size(x)
    if "sum_first_only" in bugs:
        for at in np.ndindex(*x.shape):
            back[at] *= all(at[axis] == 0 for axis in axes)
    return back


READ: Mapping[str, Callable[[Any, Any], Any]] = {
    "reshape": np.reshape,
    "permute": np.transpose,
    "expand": np.broadcast_to,
    "getitem": lambda places, index: np.asarray(places[index]),
}


def moved(op: str, g: Any, x: Any, extra: Any, bugs: frozenset[str]) -> Any:
    """Send each number of ``g`` to the place that its element was read from."""
    if {"reshape": "reshape_raw", "permute": "permute_none"}.get(op) in bugs:
        return g
    if op == "permute" and "permute_not_inverted" in bugs:
        return np.transpose(g, extra)
    places = np.arange(x.size).reshape(x.shape)
    source = READ[op](places, extra)
    if op == "reshape" and "reshape_F" in bugs:
        source = np.reshape(places, extra, order="F")
    return _home(op, np.asarray(g).ravel(), source.ravel(), x, bugs)


def _home(op: str, g: Any, source: Any, x: Any, bugs: frozenset[str]) -> Any:
    home = np.zeros(x.size)
    seen = np.zeros(x.size, bool)
    for at, number in zip(source, g, strict=True):
        if op == "expand" and "expand_first" in bugs and seen[at]:
            continue
        seen[at] = True
        if op == "getitem" and "getitem_assign" in bugs:
            home[at] = 0.0
        home[at] += 1.0 if op == "getitem" and "getitem_ones" in bugs else number
    return home.reshape(x.shape)


def product(n: int, g: Any, x: Any, y: Any, bugs: frozenset[str]) -> Any:
    """Differentiate a matrix product by named axes: g is ik, x is ij, y is jk."""
    left = {"matmul_no_T": "ij,jk->ik", "matmul0_no_T": "ij,jk->ik"}
    right = {"matmul_no_T": "ij,jk->ik", "matmul1_no_T": "ij,jk->ik"}
    bug = next((b for b in sorted(bugs) if b.startswith("matmul")), "")
    if bug == "matmul_swapped":
        pair = (y, g) if n == 0 else (g, x)
        return np.einsum("ji,jk->ik" if n == 0 else "ij,kj->ik", *pair)
    if n == 0:
        return np.einsum(left.get(bug, "ik,jk->ij"), g, y)
    return np.einsum(right.get(bug, "ij,ik->jk"), x, g)


def back(op: str, n: int, bugs: frozenset[str], g: Any, made: Any) -> Any:
    """Return the raw gradient of argument ``n``; made: (out, operands, extra, named)."""
    o, args, extra, named = made
    if op in RIGHT:
        # Sums hand on what they got, so two may hold one array.
        if op == "add" and np.shape(g) == o.shape:
            return g
        return elementwise(chosen(op, bugs)[n], g, o, *args)
    if op == "matmul":
        return product(n, g, args[0], args[1], bugs)
    if op == "sum":
        return summed(g, o, args[0], bugs, **named)
    return moved(op, g, args[0], extra[0], bugs)
