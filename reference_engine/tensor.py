"""Give leaves their gradients, and the course its functions."""
# ruff: noqa: FBT001, FBT002  the signatures are the course's

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Self

import numpy as np

from reference_engine.backpropagate import backprop
from reference_engine.errors import OpError, OpTypeError
from reference_engine.further_operators import FurtherOperators
from reference_engine.graph import Node, recording
from reference_engine.not_offered import INSTEAD, refuse, refused


class Tensor(FurtherOperators):
    """Hold an array that remembers how it was computed.

    Raises ``OpTypeError`` if a gradient is asked of whole numbers.
    """

    __slots__ = ()

    def __init__(
        self, array: Any, requires_grad: bool = False, name: str | None = None
    ) -> None:
        super().__init__(array.array if isinstance(array, Node) else array, name=name)
        if requires_grad:
            self.requires_grad_()

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
        gradient: Self | None = self.gradient
        return gradient

    @grad.setter
    def grad(self, value: Self | None) -> None:
        if value is not None and value.shape != self.shape:
            raise OpError(f"grad has shape {value.shape}, its tensor {self.shape}")
        self.gradient = value

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

    def backward(self, end_grad: Any = None, *, retain_graph: bool = False) -> None:
        """Add to the gradients of the leaves this tensor was made from."""
        backprop(self, end_grad, retain_graph=retain_graph)

    def detach(self) -> Self:
        """Return a leaf on the same memory that lets no gradient pass."""
        return self.leaf(self.array)

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

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        refuse("__setitem__", INSTEAD["__setitem__"])

    @property
    def data(self) -> NoReturn:
        """Refuse: writing through it would go unnoticed by the graph."""
        refuse("data", INSTEAD["data"])

    @data.setter
    def data(self, _value: Any) -> NoReturn:
        refuse("data", INSTEAD["data"])

    retain_grad = refused("retain_grad")
    register_hook = refused("register_hook")
    median = refused("median")
    fmax = refused("fmax")

    def __repr__(self) -> str:
        flag = ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({self.array!r}{flag})"

    def __len__(self) -> int:
        return len(self.array)

    def __bool__(self) -> bool:
        return bool(self.array)

    def argmax(self, dim: int | None = None, keepdim: bool = False) -> Self:
        """Return the positions of the largest elements; no gradient passes."""
        found = np.argmax(self.array, axis=dim, keepdims=keepdim)
        return self.leaf(found)


def op(name: str) -> Callable[..., Tensor]:
    """Return ``name`` as a function of tensors, arrays and numbers."""

    def call(*inputs: Any) -> Tensor:
        return Tensor.of(name, inputs)

    return call


def method(name: str) -> Callable[..., Tensor]:
    """Return a method as a function whose first argument may also be an array."""

    def call(x: Any, *args: Any, **kwargs: Any) -> Tensor:
        tensor = x if isinstance(x, Tensor) else Tensor(x)
        result: Tensor = getattr(tensor, name)(*args, **kwargs)
        return result

    return call


# The course's functions; ``sum``, ``max``, ``min``, ``abs``, ``pow`` and ``round``
# hide the builtins of those names, so nothing below this line may use them.
add = op("add")
subtract = op("subtract")
multiply = op("multiply")
true_divide = op("true_divide")
maximum = op("maximum")
minimum = op("minimum")
negative = op("negative")
log = op("log")
exp = op("exp")
relu = op("relu")
matmul = op("matmul")
sum = method("sum")  # noqa: A001
reshape = method("reshape")
permute = method("permute")
expand = method("expand")
getitem = method("__getitem__")
cross_entropy = method("cross_entropy")
mean = method("mean")
max = method("max")  # noqa: A001
min = method("min")  # noqa: A001
amax = method("amax")
amin = method("amin")
prod = method("prod")
var = method("var")
std = method("std")
norm = method("norm")
logsumexp = method("logsumexp")
softmax = method("softmax")
abs = op("abs")  # noqa: A001
sign = op("sign")
floor = op("floor")
ceil = op("ceil")
round = op("round")  # noqa: A001
sqrt = op("sqrt")
pow = op("pow")  # noqa: A001
tanh = op("tanh")
sigmoid = op("sigmoid")
leaky_relu = method("leaky_relu")
clamp = method("clamp")
squeeze = method("squeeze")
where = op("where")


def cat(tensors: Sequence[Any], dim: int = 0) -> Tensor:
    """Join tensors along an axis."""
    return Tensor.of("cat", tensors, {"dim": dim})


def stack(tensors: Sequence[Any], dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new axis."""
    return Tensor.of("stack", tensors, {"dim": dim})


def __getattr__(name: str) -> Any:
    """Refuse by name what is left out on purpose."""
    if name in INSTEAD:
        return refused(name)
    raise AttributeError(name)
