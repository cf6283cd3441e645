"""Make each op a class whose objects know their way back."""

# ruff: noqa: D101, D102 - a class named like its op explains itself

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.misconceptions.styles import fitting
from exercises.misconceptions.styles.play import Bugs, picked


class Function:
    """One application of an op; ``ways`` returns what each operand gets, unfitted."""

    stretches = False

    def __init__(self, bugs: Bugs, args: Sequence[Any], named: dict[str, Any]) -> None:
        self.bugs = bugs
        self.args = args
        self.named = named
        self.out: Any = None
        self.parents: list[tuple[int, Node]] = []

    def has(self, *names: str) -> bool:
        """Tell whether one of these mistakes is made."""
        return not self.bugs.isdisjoint(names)

    def ways(self, g: Any) -> list[Any]:
        """Return the gradient of each operand."""
        raise NotImplementedError

    def back(self, g: Any) -> list[tuple[Any, "Node"]]:
        """Return what is sent to whom."""
        sent = self.ways(g)
        fit = picked(fitting.WRONG, self.bugs, fitting.fit)
        if self.stretches:
            shapes = [np.shape(each) for each in self.args]
            return [(fit(np.asarray(sent[n]), shapes[n]), x) for n, x in self.parents]
        return [(sent[n], parent) for n, parent in self.parents]


class Node:
    """A value and the function that made it."""

    def __init__(self, array: Any, *, tracked: bool, made: Function | None) -> None:
        self.array = array
        self.tracked = tracked
        self.made = made
        self.grad: Any = None

    @property
    def below(self) -> list["Node"]:
        """Return the nodes this one was made of."""
        return [] if self.made is None else [parent for _, parent in self.made.parents]


class Log(Function):
    def ways(self, g: Any) -> list[Any]:
        (x,) = self.args
        if self.has("log_no_grad_out"):
            return [np.ones_like(g) / x]
        below = self.out if self.has("log_uses_out") else x
        return [np.multiply(g, x) if self.has("log_times_x") else np.divide(g, below)]


class Exp(Function):
    def ways(self, g: Any) -> list[Any]:
        (x,) = self.args
        slope = np.exp(x)
        if self.has("exp_no_grad_out"):
            return [slope]
        if self.has("exp_uses_x"):
            slope = x
        return [
            np.multiply(g, slope * x / np.e if self.has("exp_power_rule") else slope)
        ]


class Negative(Function):
    def ways(self, g: Any) -> list[Any]:
        if self.has("neg_no_grad_out"):
            return [np.full(np.shape(g), -1.0)]
        return [g if self.has("neg_pass") else np.negative(g)]


class Stretching(Function):
    stretches = True


class Add(Stretching):
    def ways(self, g: Any) -> list[Any]:
        return [g, g]


class Subtract(Stretching):
    def ways(self, g: Any) -> list[Any]:
        first = np.negative(g) if self.has("sub_both_minus") else g
        return [first, g if self.has("sub1_no_minus") else np.negative(g)]


class Multiply(Stretching):
    def ways(self, g: Any) -> list[Any]:
        x, y = self.args
        one, other = y, x
        if self.has("mul_own_operand", "mul0_own"):
            one = x
        if self.has("mul_own_operand", "mul1_own"):
            other = y
        if self.has("mul_uses_out"):
            one = other = self.out
        g = np.ones_like(g) if self.has("mul_no_grad_out") else g
        return [np.multiply(g, one), np.multiply(g, other)]


class Divide(Stretching):
    def ways(self, g: Any) -> list[Any]:
        x, y = self.args
        first = np.multiply(g, y) if self.has("div0_times_y") else np.divide(g, y)
        slope = -np.asarray(x) if not self.has("div1_no_x") else -1.0
        slope = slope / y if self.has("div1_no_square") else slope / np.square(y)
        return [first, np.multiply(g, -slope if self.has("div1_no_minus") else slope)]


class Maximum(Stretching):
    def ways(self, g: Any) -> list[Any]:
        x, y = (np.asarray(each) for each in self.args)
        if self.has("max_both"):
            return [g, g]
        if self.has("max_half"):
            return [g / 2, g / 2]
        first, second = (x > y).astype(float), (y > x).astype(float)
        if self.has("max_swapped"):
            first, second = second, first
        ties = (x == y) * (1.0 if self.has("max_ties_double") else 0.5)
        return [g * (first + ties), g * (second + ties)]


class Relu(Function):
    def ways(self, g: Any) -> list[Any]:
        (x,) = self.args
        if self.has("relu_of_grad_x", "relu_pass"):
            return [g if self.has("relu_pass") else np.maximum(g * x, 0)]
        mask = np.asarray(g if self.has("relu_mask_of_grad") else x) > 0
        return [mask.astype(float) if self.has("relu_no_grad_out") else g * mask]


class Sum(Function):
    def ways(self, g: Any) -> list[Any]:
        (x,) = self.args
        dim, keepdim = self.named.get("dim"), self.named.get("keepdim", False)
        if self.has("sum_no_broadcast"):
            return [g]
        if self.has("sum_ones"):
            return [np.ones_like(x)]
        if not keepdim and not self.has("sum_no_expand_dims"):
            g = np.expand_dims(g, tuple(range(x.ndim)) if dim is None else dim)
        share = np.size(self.out) / np.size(x) if self.has("sum_as_mean") else 1.0
        spread = np.broadcast_to(g, np.shape(x)) * share
        if self.has("sum_first_only"):
            axes = range(x.ndim) if dim is None else np.atleast_1d(dim) % x.ndim
            for axis in axes:
                spread = spread * (np.indices(x.shape)[axis] == 0)
        return [spread]


class Reshape(Function):
    def ways(self, g: Any) -> list[Any]:
        x, _ = self.args
        if self.has("reshape_raw"):
            return [g]
        return [np.reshape(g, x.shape, order="F" if self.has("reshape_F") else "C")]


class Permute(Function):
    def ways(self, g: Any) -> list[Any]:
        x, axes = self.args
        if self.has("permute_none"):
            return [g]
        if not self.has("permute_not_inverted"):
            wanted = [axis % x.ndim for axis in axes]
            axes = [wanted.index(n) for n in range(x.ndim)]
        return [np.transpose(g, axes)]


class Expand(Function):
    def ways(self, g: Any) -> list[Any]:
        x, _ = self.args
        if self.has("expand_first"):
            g = g[(0,) * (np.ndim(g) - x.ndim)]
            return [g[tuple(slice(size) for size in x.shape)]]
        return [fitting.fit(np.asarray(g), x.shape)]


class MatMul(Function):
    def ways(self, g: Any) -> list[Any]:
        x, y = self.args
        turned_y = y if self.has("matmul_no_T", "matmul0_no_T") else y.T
        turned_x = x if self.has("matmul_no_T", "matmul1_no_T") else x.T
        if self.has("matmul_swapped"):
            return [Late(np.matmul, turned_y, g), Late(np.matmul, g, turned_x)]
        return [Late(np.matmul, g, turned_y), Late(np.matmul, turned_x, g)]

    def back(self, g: Any) -> list[tuple[Any, Node]]:
        sent = self.ways(g)
        return [(sent[n].now(), parent) for n, parent in self.parents]


class Late:
    """A product worked out only for an operand that is a tensor."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.function = function
        self.args = args

    def now(self) -> Any:
        """Work it out."""
        return self.function(*self.args)


class GetItem(Function):
    def ways(self, g: Any) -> list[Any]:
        x, index = self.args
        total = np.zeros(np.shape(x))
        if self.has("getitem_assign"):
            total[index] = g
        else:
            np.add.at(total, index, 1.0 if self.has("getitem_ones") else g)
        return [total]


FUNCTIONS: dict[str, type[Function]] = {
    "log": Log,
    "exp": Exp,
    "negative": Negative,
    "add": Add,
    "subtract": Subtract,
    "multiply": Multiply,
    "true_divide": Divide,
    "maximum": Maximum,
    "relu": Relu,
    "sum": Sum,
    "reshape": Reshape,
    "permute": Permute,
    "expand": Expand,
    "matmul": MatMul,
    "getitem": GetItem,
}
