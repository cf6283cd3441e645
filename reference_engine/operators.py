"""Give nodes the operators and methods of the course."""
# ruff: noqa: FBT001, FBT002  the signatures are the course's

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from reference_engine.graph import Node


def plain(value: Any) -> Any:
    """Return ``value`` with every tensor in it replaced by its array."""
    if isinstance(value, tuple | list):
        return type(value)(plain(item) for item in value)
    return value.array if isinstance(value, Node) else value


def flat(sizes: Sequence[Any]) -> tuple[int, ...]:
    """Return ``(2, 3)`` for both ``f(2, 3)`` and ``f((2, 3))``."""
    return (
        tuple(sizes[0]) if len(sizes) == 1 and np.iterable(sizes[0]) else tuple(sizes)
    )


class Operators(Node):
    """Record each of the course's ops on a node."""

    __slots__ = ()
    __hash__ = Node.__hash__
    # NumPy must not take our reflected operators apart element by element.
    __array_ufunc__ = None

    def __add__(self, other: Any) -> Self:
        return self.of("add", (self, other))

    def __radd__(self, other: Any) -> Self:
        return self.of("add", (other, self))

    def __sub__(self, other: Any) -> Self:
        return self.of("subtract", (self, other))

    def __rsub__(self, other: Any) -> Self:
        return self.of("subtract", (other, self))

    def __mul__(self, other: Any) -> Self:
        return self.of("multiply", (self, other))

    def __rmul__(self, other: Any) -> Self:
        return self.of("multiply", (other, self))

    def __truediv__(self, other: Any) -> Self:
        return self.of("true_divide", (self, other))

    def __rtruediv__(self, other: Any) -> Self:
        return self.of("true_divide", (other, self))

    def __matmul__(self, other: Any) -> Self:
        return self.of("matmul", (self, other))

    def __rmatmul__(self, other: Any) -> Self:
        return self.of("matmul", (other, self))

    def __neg__(self) -> Self:
        return self.of("negative", (self,))

    def __getitem__(self, index: Any) -> Self:
        return self.of("getitem", (self, plain(index)))

    def __eq__(self, other: object) -> Self:  # type: ignore[override]
        return self.leaf(self.array == plain(other))

    def log(self) -> Self:
        """Return the natural logarithm."""
        return self.of("log", (self,))

    def exp(self) -> Self:
        """Return e to the power of each element."""
        return self.of("exp", (self,))

    def relu(self) -> Self:
        """Return the elements with negative ones set to 0."""
        return self.of("relu", (self,))

    def maximum(self, other: Any) -> Self:
        """Return the larger of each pair of elements."""
        return self.of("maximum", (self, other))

    def sum(self, dim: Any = None, keepdim: bool = False) -> Self:
        """Return the sum over ``dim`` (an axis, a tuple, or None for all)."""
        return self.of("sum", (self,), {"dim": dim, "keepdim": keepdim})

    def reshape(self, *new_shape: Any) -> Self:
        """Return the elements in another shape; -1 is worked out."""
        return self.of("reshape", (self, flat(new_shape)))

    def permute(self, *axes: Any) -> Self:
        """Return a view with the axes in another order."""
        return self.of("permute", (self, flat(axes)))

    def expand(self, *new_shape: Any) -> Self:
        """Return a view copied along new and size-1 axes; -1 keeps an axis."""
        return self.of("expand", (self, flat(new_shape)))

    def cross_entropy(self, true_labels: Any) -> Self:
        """Return the loss of each sample, (batch,), for integer labels."""
        return self.of("cross_entropy", (self, plain(true_labels)))

    @property
    def T(self) -> Self:  # noqa: N802  the course's and NumPy's name
        """Return a view with the axes reversed."""
        return self.of("transpose", (self,))
