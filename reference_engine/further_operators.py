"""Give nodes the methods beyond the course."""
# ruff: noqa: FBT001, FBT002, A002  the signatures are PyTorch's

from typing import Any, Self

import numpy as np

from reference_engine.operators import Operators, plain


class FurtherOperators(Operators):
    """Record each of the optional ops on a node."""

    __slots__ = ()

    def minimum(self, other: Any) -> Self:
        """Return the smaller of each pair; ties share the gradient."""
        return self.of("minimum", (self, other))

    def mean(self, dim: Any = None, keepdim: bool = False) -> Self:
        """Return the average over ``dim``."""
        return self.of("mean", (self,), {"dim": dim, "keepdim": keepdim})

    def max(self, dim: int | None = None, keepdim: bool = False) -> Self:
        """Return the largest; ties share, along a ``dim`` the first takes all."""
        return self.of("max", (self,), {"dim": dim, "keepdim": keepdim})

    def min(self, dim: int | None = None, keepdim: bool = False) -> Self:
        """Return the smallest; ties share, along a ``dim`` the first takes all."""
        return self.of("min", (self,), {"dim": dim, "keepdim": keepdim})

    def amax(self, dim: Any = None, keepdim: bool = False) -> Self:
        """Return the largest over ``dim``; ties share the gradient."""
        return self.of("amax", (self,), {"dim": dim, "keepdim": keepdim})

    def amin(self, dim: Any = None, keepdim: bool = False) -> Self:
        """Return the smallest over ``dim``; ties share the gradient."""
        return self.of("amin", (self,), {"dim": dim, "keepdim": keepdim})

    def prod(self, dim: int | None = None, keepdim: bool = False) -> Self:
        """Return the product over ``dim``."""
        return self.of("prod", (self,), {"dim": dim, "keepdim": keepdim})

    def var(
        self, dim: Any = None, keepdim: bool = False, *, correction: float = 1
    ) -> Self:
        """Return the variance, divided by n - ``correction``."""
        kwargs = {"dim": dim, "keepdim": keepdim, "correction": correction}
        return self.of("var", (self,), kwargs)

    def std(
        self, dim: Any = None, keepdim: bool = False, *, correction: float = 1
    ) -> Self:
        """Return the standard deviation, the variance divided by n - ``correction``."""
        kwargs = {"dim": dim, "keepdim": keepdim, "correction": correction}
        return self.of("std", (self,), kwargs)

    def norm(self) -> Self:
        """Return the Euclidean length of all elements."""
        return self.of("norm", (self,))

    def logsumexp(self, dim: int, keepdim: bool = False) -> Self:
        """Return log(sum(exp(x))) over ``dim`` without overflow."""
        return self.of("logsumexp", (self, dim), {"keepdim": keepdim})

    def softmax(self, dim: int = -1) -> Self:
        """Return exp(x) / sum(exp(x)) along ``dim``."""
        return self.of("softmax", (self,), {"dim": dim})

    def abs(self) -> Self:
        """Return the absolute values."""
        return self.of("abs", (self,))

    def sign(self) -> Self:
        """Return -1, 0 or 1."""
        return self.of("sign", (self,))

    def floor(self) -> Self:
        """Round down."""
        return self.of("floor", (self,))

    def ceil(self) -> Self:
        """Round up."""
        return self.of("ceil", (self,))

    def round(self) -> Self:
        """Round to the nearest, halves to even."""
        return self.of("round", (self,))

    def sqrt(self) -> Self:
        """Return the square root."""
        return self.of("sqrt", (self,))

    def pow(self, exponent: Any) -> Self:
        """Return the elements to a power."""
        return self.of("pow", (self, exponent))

    def __pow__(self, exponent: Any) -> Self:
        return self.of("pow", (self, exponent))

    def __rpow__(self, base: Any) -> Self:
        return self.of("pow", (base, self))

    def __abs__(self) -> Self:
        return self.of("abs", (self,))

    def tanh(self) -> Self:
        """Return the hyperbolic tangent."""
        return self.of("tanh", (self,))

    def sigmoid(self) -> Self:
        """Return 1 / (1 + exp(-x))."""
        return self.of("sigmoid", (self,))

    def leaky_relu(self, slope: float = 0.01) -> Self:
        """Return the elements, negative ones times ``slope``."""
        return self.of("leaky_relu", (self,), {"slope": slope})

    def clamp(self, min: Any = None, max: Any = None) -> Self:
        """Return the elements moved into the limits."""
        return self.of("clamp", (self,), {"min": plain(min), "max": plain(max)})

    def squeeze(self, dim: int) -> Self:
        """Drop one axis of size 1; an axis of another size stays."""
        if self.array.shape[dim] != 1:
            return self
        axis = dim % self.array.ndim
        shape = tuple(np.delete(self.array.shape, axis).tolist())
        return self.of("reshape", (self, shape))
