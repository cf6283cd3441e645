"""Build networks from parameters, and move the parameters downhill."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import ContextDecorator
from contextvars import Token
from typing import Any, Self

import numpy as np

from reference_engine.graph import recording
from reference_engine.not_offered import refuse
from reference_engine.operators import plain
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
    # What is computed from a parameter is no parameter.
    of = Tensor.of  # type: ignore[assignment]
    leaf = Tensor.leaf  # type: ignore[assignment]

    def __init__(self, array: Any, *, requires_grad: bool = True) -> None:
        super().__init__(array, requires_grad)


class Module:
    """Find the parameters and modules assigned to it, in order of assignment.

    Those inside a list are not found. Raises ``AttributeError`` for an assignment
    before ``super().__init__()`` and ``TypeError`` for a tensor over a parameter.
    """

    own_parameters: dict[str, Parameter | None]
    own_modules: dict[str, "Module"]

    def __init__(self) -> None:
        object.__setattr__(self, "own_parameters", {})
        object.__setattr__(self, "own_modules", {})

    def __setattr__(self, name: str, value: Any) -> None:
        known = isinstance(value, Parameter | Module)
        if known and "own_modules" not in self.__dict__:
            raise AttributeError(f"call super().__init__() before assigning {name}")
        registered = self.__dict__.get("own_parameters", {})
        if not known and value is not None and name in registered:
            raise TypeError(f"{name} is a parameter: assign a Parameter or None")
        if isinstance(value, Parameter) or name in registered:
            registered[name] = value
        if isinstance(value, Module):
            self.own_modules[name] = value
        object.__setattr__(self, name, value)

    def modules(self) -> Iterator["Module"]:
        """Yield the modules assigned to this one."""
        yield from self.own_modules.values()

    def parameters(self, *, recurse: bool = True) -> Iterator[Parameter]:
        """Yield every parameter once, one's own before those of submodules."""
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_parameters(
        self, *, recurse: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Yield names and parameters; a shared one comes under its first name."""
        seen: set[Parameter] = set()
        waiting: list[tuple[str, Module]] = [("", self)]
        while waiting:
            prefix, module = waiting.pop(0)
            for name, parameter in module.own_parameters.items():
                if parameter is not None and parameter not in seen:
                    seen.add(parameter)
                    yield prefix + name, parameter
            if recurse:
                nested = module.own_modules.items()
                waiting[:0] = [(f"{prefix}{name}.", each) for name, each in nested]

    def __call__(self, *args: Any) -> Any:
        """Compute the output by ``forward``, which a subclass defines."""
        return self.forward(*args)  # type: ignore[attr-defined]


class Linear(Module):
    """Map (..., in_features) to (..., out_features) by ``x @ weight.T + bias``.

    Both start uniform in +-1/sqrt(in_features). ``fused=False`` records three
    textbook ops in place of one.
    """

    bias: Parameter | None

    def __init__(  # noqa: PLR0913  the first three are the course's
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,  # noqa: FBT001, FBT002
        *,
        fused: bool = True,
        dtype: Any = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        super().__init__()
        rng = rng or np.random.default_rng()
        bound = 1 / np.sqrt(in_features)

        def drawn(*shape: int) -> Parameter:
            return Parameter(rng.uniform(-bound, bound, shape).astype(dtype))

        self.fused = fused
        self.weight = drawn(out_features, in_features)
        self.bias = drawn(out_features) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """Return the affine map of ``x``."""
        if self.fused and self.bias is not None:
            return Tensor.of("linear", (x, self.weight, self.bias))
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


class ReLU(Module):
    """Set negative elements to 0."""

    def forward(self, x: Tensor) -> Tensor:
        """Return relu(x)."""
        return x.relu()


def cross_entropy(
    logits: Tensor,
    true_labels: Any,
    *,
    reduction: str = "none",
    **options: Any,
) -> Tensor:
    """Return the loss per sample, (batch,), or its "mean" or "sum".

    The default is the course's; PyTorch's is the mean. Raises ``NotOffered`` for
    PyTorch's further options.
    """
    for option in options:
        refuse(f"cross_entropy with {option}", "select or weigh the samples' losses")
    if reduction == "mean" and logits.ndim == 2:
        slope = np.empty_like(logits.array)
        inputs = (logits, plain(true_labels), slope)
        return Tensor.of("mean_cross_entropy", inputs)
    losses = logits.cross_entropy(true_labels)
    reduced = {"none": lambda: losses, "mean": losses.mean, "sum": losses.sum}
    return reduced[reduction]()


class SGD:
    """Step each parameter against its gradient, in place."""

    def __init__(self, params: Iterable[Parameter], lr: float) -> None:
        # A generator would be empty at the second step.
        self.params = distinct(params)
        self.lr = lr

    def zero_grad(self) -> None:
        """Forget all gradients."""
        for parameter in self.params:
            parameter.gradient = None

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for parameter in self.params:
            gradient = parameter.gradient
            if gradient is not None:
                parameter.array -= self.lr * gradient.array


def distinct(params: Iterable[Parameter]) -> list[Parameter]:
    """Return the parameters as a list; raises ``ValueError`` if it is empty.

    A parameter listed twice would step twice, so it is kept once, with a warning.
    """
    listed = list(params)
    if not listed:
        raise ValueError("the optimiser got no parameters")
    kept = list(dict.fromkeys(listed))
    if len(kept) < len(listed):
        warnings.warn("a parameter is listed twice; it steps once", stacklevel=3)
    return kept
