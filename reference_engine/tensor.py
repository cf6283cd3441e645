"""Give nodes the operators, methods and functions of the course."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from reference_engine.backpropagate import backprop
from reference_engine.errors import OpError, OpTypeError
from reference_engine.graph import Node, recording
from reference_engine.shapes import Array


class Tensor(Node):
    """Hold an array that remembers how it was computed.

    Raises ``OpTypeError`` if a gradient is asked of whole numbers.
    """

    __slots__ = ()
    __hash__ = Node.__hash__
    # NumPy must not take our reflected operators apart element by element.
    __array_ufunc__ = None

    def __init__(
        self, array: Any, requires_grad: bool = False, name: str | None = None
    ) -> None:
        super().__init__(array.array if isinstance(array, Node) else array, name=name)
        self.requires_grad_(requires_grad)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Say whether this leaf gets a gradient."""
        if requires_grad and self.array.dtype.kind != "f":
            raise OpTypeError(f"only floats have gradients, this is {self.array.dtype}")
        if self.number:
            raise OpError("requires_grad_: only a leaf can be told; use detach()")
        self.requires_grad = bool(requires_grad)
        return self

    @property
    def grad(self) -> Self | None:
        """Return the gradient added up so far, or None."""
        return self._grad

    @grad.setter
    def grad(self, value: Self | None) -> None:
        if value is not None and value.shape != self.shape:
            raise OpError(f"grad has shape {value.shape}, its tensor {self.shape}")
        self._grad = value

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the array's shape."""
        return self.array.shape

    @property
    def ndim(self) -> int:
        """Return the number of axes."""
        return self.array.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the array's dtype."""
        return self.array.dtype

    @property
    def is_leaf(self) -> bool:
        """Say whether the tensor was given rather than recorded."""
        return self.number == 0

    @property
    def T(self) -> Self:  # noqa: N802  the course's and NumPy's name
        """Return a view with the axes reversed."""
        return self.of("transpose", self)

    def backward(self, end_grad: Any = None, *, retain_graph: bool = False) -> None:
        """Add to the gradients of the leaves this tensor was made from."""
        backprop(self, end_grad, retain_graph=retain_graph)

    def detach(self) -> Self:
        """Return a leaf on the same memory that lets no gradient pass."""
        return type(self)(self.array)

    def item(self) -> Any:
        """Return the only element as a Python number."""
        return self.array.item()

    def size(self, dim: int | None = None) -> Any:
        """Return the shape, or the length of one axis."""
        return self.shape if dim is None else self.shape[dim]

    def add_(self, other: Any, alpha: float = 1.0) -> Self:
        """Add ``alpha * other`` in place."""
        self.refuse_in_place("add_")
        given = other.array if isinstance(other, Node) else other
        self.array += given if alpha == 1.0 else alpha * given
        return self

    def sub_(self, other: Any, alpha: float = 1.0) -> Self:
        """Subtract ``alpha * other`` in place."""
        return self.add_(other, alpha=-alpha)

    def uniform_(self, low: float, high: float, rng: np.random.Generator) -> Self:
        """Fill with uniform random numbers in place."""
        self.refuse_in_place("uniform_")
        self.array[...] = rng.uniform(low, high, self.shape)
        return self

    def refuse_in_place(self, op: str) -> None:
        """Raise if overwriting the array could change a recorded gradient."""
        if self.requires_grad and recording.get():
            raise OpError(
                f"{op}: in place on a tensor that requires a gradient; use no_grad()"
            )

    def __iadd__(self, other: Any) -> Self:
        return self.add_(other)

    def __isub__(self, other: Any) -> Self:
        return self.sub_(other)

    def __repr__(self) -> str:
        flag = ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({self.array!r}{flag})"

    def __len__(self) -> int:
        return len(self.array)

    def __bool__(self) -> bool:
        return bool(self.array)

    def __add__(self, other: Any) -> Self:
        return self.of("add", self, other)

    def __radd__(self, other: Any) -> Self:
        return self.of("add", other, self)

    def __sub__(self, other: Any) -> Self:
        return self.of("subtract", self, other)

    def __rsub__(self, other: Any) -> Self:
        return self.of("subtract", other, self)

    def __mul__(self, other: Any) -> Self:
        return self.of("multiply", self, other)

    def __rmul__(self, other: Any) -> Self:
        return self.of("multiply", other, self)

    def __truediv__(self, other: Any) -> Self:
        return self.of("true_divide", self, other)

    def __rtruediv__(self, other: Any) -> Self:
        return self.of("true_divide", other, self)

    def __matmul__(self, other: Any) -> Self:
        return self.of("matmul", self, other)

    def __rmatmul__(self, other: Any) -> Self:
        return self.of("matmul", other, self)

    def __neg__(self) -> Self:
        return self.of("negative", self)

    def __getitem__(self, index: Any) -> Self:
        return self.of("getitem", self, plain(index))

    def __eq__(self, other: object) -> Self:  # type: ignore[override]
        return type(self)(self.array == plain(other))

    def log(self) -> Self:
        """Return the natural logarithm."""
        return self.of("log", self)

    def exp(self) -> Self:
        """Return e to the power of each element."""
        return self.of("exp", self)

    def relu(self) -> Self:
        """Return the elements with negative ones set to 0."""
        return self.of("relu", self)

    def maximum(self, other: Any) -> Self:
        """Return the larger of each pair of elements."""
        return self.of("maximum", self, other)

    def sum(self, dim: Any = None, keepdim: bool = False) -> Self:
        """Return the sum over ``dim`` (an axis, a tuple, or None for all)."""
        return self.of("sum", self, dim=dim, keepdim=keepdim)

    def reshape(self, *new_shape: Any) -> Self:
        """Return the elements in another shape; -1 is worked out."""
        return self.of("reshape", self, flat(new_shape))

    def permute(self, *axes: Any) -> Self:
        """Return a view with the axes in another order."""
        return self.of("permute", self, flat(axes))

    def expand(self, *new_shape: Any) -> Self:
        """Return a view copied along new and size-1 axes; -1 keeps an axis."""
        return self.of("expand", self, flat(new_shape))

    def argmax(self, dim: int | None = None, keepdim: bool = False) -> Self:
        """Return the positions of the largest elements; no gradient passes."""
        found = np.argmax(self.array, axis=dim, keepdims=keepdim)
        return type(self)(found)


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


def add(x: Any, y: Any) -> Tensor:
    """Return x + y."""
    return Tensor.of("add", x, y)


def subtract(x: Any, y: Any) -> Tensor:
    """Return x - y."""
    return Tensor.of("subtract", x, y)


def multiply(x: Any, y: Any) -> Tensor:
    """Return x * y, elementwise."""
    return Tensor.of("multiply", x, y)


def true_divide(x: Any, y: Any) -> Tensor:
    """Return x / y."""
    return Tensor.of("true_divide", x, y)


def maximum(x: Any, y: Any) -> Tensor:
    """Return the larger of each pair; ties share the gradient."""
    return Tensor.of("maximum", x, y)


def negative(x: Any) -> Tensor:
    """Return -x."""
    return Tensor.of("negative", x)


def log(x: Any) -> Tensor:
    """Return the natural logarithm."""
    return Tensor.of("log", x)


def exp(x: Any) -> Tensor:
    """Return e to the power of x."""
    return Tensor.of("exp", x)


def relu(x: Any) -> Tensor:
    """Return x with negative elements set to 0."""
    return Tensor.of("relu", x)


def sum(x: Any, dim: Any = None, keepdim: bool = False) -> Tensor:  # noqa: A001
    """Return the sum over ``dim``."""
    return Tensor.of("sum", x, dim=dim, keepdim=keepdim)


def reshape(x: Any, new_shape: Any) -> Tensor:
    """Return the elements of x in another shape."""
    return Tensor.of("reshape", x, flat((new_shape,)))


def permute(x: Any, axes: Any) -> Tensor:
    """Return a view of x with its axes in another order."""
    return Tensor.of("permute", x, flat((axes,)))


def expand(x: Any, new_shape: Any) -> Tensor:
    """Return a view of x copied along new and size-1 axes."""
    return Tensor.of("expand", x, flat((new_shape,)))


def matmul(x: Any, y: Any) -> Tensor:
    """Return the matrix product, with NumPy's rules for 1-D and batches."""
    return Tensor.of("matmul", x, y)


def getitem(x: Any, index: Any) -> Tensor:
    """Return x[index]."""
    return Tensor.of("getitem", x, plain(index))


def cross_entropy(logits: Any, true_labels: Any) -> Tensor:
    """Return the loss of each sample, (batch,), for integer labels."""
    return Tensor.of("cross_entropy", logits, plain(true_labels))
