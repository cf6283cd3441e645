"""Offer the optimisers beyond plain SGD: momentum and Adam."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from reference_engine.nn import SGD, Parameter
from reference_engine.shapes import Array


class MomentumSGD(SGD):
    """Step along a decaying sum of gradients; the first is taken undamped."""

    def __init__(  # noqa: PLR0913  PyTorch's options
        self,
        params: Iterable[Parameter],
        lr: float,
        *,
        momentum: float,
        dampening: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr)
        self.momentum = momentum
        self.dampening = dampening
        self.nesterov = nesterov
        self.weight_decay = weight_decay
        self.velocity: dict[Parameter, Array] = {}

    def step(self) -> None:
        """Move every parameter that has a gradient; the others keep no state."""
        for parameter in self.params:
            if parameter.grad is None:
                continue
            gradient = parameter.grad.array + self.weight_decay * parameter.array
            velocity = self.velocity.get(parameter)
            if velocity is None:
                velocity = np.array(gradient)
            else:
                velocity = self.momentum * velocity + (1 - self.dampening) * gradient
            self.velocity[parameter] = velocity
            if self.nesterov:
                velocity = gradient + self.momentum * velocity
            parameter.array -= self.lr * velocity


class Adam(SGD):
    """Step by the gradient's running mean over its running root mean square.

    ``decoupled`` shrinks the parameter itself by ``weight_decay``, as AdamW does,
    in place of adding the decay to the gradient.
    """

    def __init__(  # noqa: PLR0913  PyTorch's options
        self,
        params: Iterable[Parameter],
        lr: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        decoupled: bool = False,
    ) -> None:
        super().__init__(params, lr)
        self.betas = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.decoupled = decoupled
        self.state: dict[Parameter, tuple[int, Any, Any]] = {}

    def step(self) -> None:
        """Move every parameter that has a gradient; the others keep no state."""
        first, second = self.betas
        for parameter in self.params:
            if parameter.grad is None:
                continue
            gradient = parameter.grad.array
            if self.decoupled:
                parameter.array *= 1 - self.lr * self.weight_decay
            else:
                gradient = gradient + self.weight_decay * parameter.array
            steps, mean, square = self.state.get(parameter, (0, 0.0, 0.0))
            steps += 1
            mean = first * mean + (1 - first) * gradient
            square = second * square + (1 - second) * gradient * gradient
            self.state[parameter] = (steps, mean, square)
            # Both averages start at 0 and would be too small for the first steps.
            root = np.sqrt(square / (1 - second**steps)) + self.eps
            parameter.array -= self.lr * (mean / (1 - first**steps)) / root
