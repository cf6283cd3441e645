"""Build networks from parameters, and move the parameters downhill."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ContextDecorator
from contextvars import Token
from typing import Any, Self

import numpy as np

from reference_engine import tensor
from reference_engine.graph import recording
from reference_engine.tensor import Tensor


class no_grad(ContextDecorator):  # noqa: N801  PyTorch's name
    """Record nothing inside; nests, and is undone by an exception as well."""

    def __init__(self) -> None:
        self.tokens: list[Token[bool]] = []

    def __enter__(self) -> Self:
        self.tokens.append(recording.set(False))
        return self

    def __exit__(self, *exception: object) -> None:
        recording.reset(self.tokens.pop())


class Parameter(Tensor):
    """Hold a leaf that a module trains; it shares the given array."""

    __slots__ = ()

    def __init__(self, array: Any, requires_grad: bool = True) -> None:
        super().__init__(array, requires_grad)


class Module:
    """Find the parameters and modules assigned to it, in order of assignment."""

    _parameters: dict[str, Parameter]
    _modules: dict[str, "Module"]

    def __init__(self) -> None:
        object.__setattr__(self, "_parameters", {})
        object.__setattr__(self, "_modules", {})

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Parameter):
            self._parameters[name] = value
        elif isinstance(value, Module):
            self._modules[name] = value
        object.__setattr__(self, name, value)

    def parameters(self) -> Iterator[Parameter]:
        """Yield every parameter once, a shared one under its first name."""
        for _, parameter in self.named_parameters():
            yield parameter

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Parameter]]:
        """Yield names and parameters, those of submodules after one's own."""
        seen: set[Parameter] = set()
        for name, parameter in self._own_then_nested(prefix):
            if parameter not in seen:
                seen.add(parameter)
                yield name, parameter

    def _own_then_nested(self, prefix: str) -> Iterator[tuple[str, Parameter]]:
        for name, parameter in self._parameters.items():
            yield prefix + name, parameter
        for name, module in self._modules.items():
            yield from module._own_then_nested(f"{prefix}{name}.")

    def __call__(self, *args: Any) -> Any:
        return self.forward(*args)

    def forward(self, *args: Any) -> Any:
        """Compute the output; a subclass says how."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")


class Linear(Module):
    """Map (..., in_features) to (..., out_features) by ``x @ weight.T + bias``.

    Both start uniform in +-1/sqrt(in_features). ``fused=False`` records the three
    textbook ops in place of one.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: np.random.Generator | None = None,
        dtype: Any = np.float32,
    ) -> None:
        super().__init__()
        rng = rng or np.random.default_rng()
        bound = 1 / np.sqrt(in_features) if in_features else 0.0
        draw: Callable[..., Any] = rng.uniform
        shape = (out_features, in_features)
        self.weight = Parameter(draw(-bound, bound, shape).astype(dtype))
        self.bias = (
            Parameter(draw(-bound, bound, out_features).astype(dtype)) if bias else None
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the affine map of ``x``."""
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


class ReLU(Module):
    """Set negative elements to 0."""

    def forward(self, x: Tensor) -> Tensor:
        """Return relu(x)."""
        return x.relu()


def cross_entropy(logits: Tensor, true_labels: Any) -> Tensor:
    """Return the loss of each sample, (batch,)."""
    return tensor.cross_entropy(logits, true_labels)


class SGD:
    """Step each parameter against its gradient, in place."""

    def __init__(self, params: Iterable[Parameter], lr: float) -> None:
        # A generator would be empty at the second step.
        self.params = list(params)
        self.lr = lr

    def zero_grad(self) -> None:
        """Forget all gradients."""
        for parameter in self.params:
            parameter.grad = None

    @no_grad()
    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for parameter in self.params:
            if parameter.grad is not None:
                parameter -= parameter.grad.array * self.lr
