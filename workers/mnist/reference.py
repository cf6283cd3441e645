"""Train the official network on the reference engine: the baseline and the auditor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from reference_engine.nn import SGD, Linear, Module, cross_entropy
from reference_engine.tensor import Tensor
from workers.mnist.digits import Digits
from workers.mnist.recipe import Parameters, Recipe, accuracy


class Network(Module):
    """Linear layers with a ReLU between each two, holding the given parameters."""

    def __init__(self, parameters: Parameters) -> None:
        """Take weight and bias of each layer; the arrays are copied."""
        super().__init__()
        self.layers: list[Linear] = []
        pairs = zip(parameters[::2], parameters[1::2], strict=True)
        for number, (weight, bias) in enumerate(pairs):
            layer = Linear(weight.shape[1], weight.shape[0])
            layer.weight.array = weight.copy()
            assert layer.bias is not None  # noqa: S101 - Linear's default
            layer.bias.array = bias.copy()
            setattr(self, f"linear{number}", layer)
            self.layers.append(layer)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits."""
        for layer in self.layers[:-1]:
            x = layer(x).relu()
        return self.layers[-1](x)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one step did: the loss, each gradient and each parameter after it."""

    loss: float
    gradients: Parameters
    after: Parameters


class Trainer:
    """A network, its optimiser and the digits it learns."""

    def __init__(self, recipe: Recipe, digits: Digits, parameters: Parameters) -> None:
        """Start from ``parameters``."""
        self.recipe, self.digits = recipe, digits
        self.network = Network(parameters)
        self.optimiser = SGD(self.network.parameters(), recipe.rate)

    def step(self, chosen: NDArray[np.int64]) -> float:
        """Take one step on the chosen digits; return the loss."""
        x = Tensor(self.recipe.pixels(self.digits.images[chosen]))
        self.optimiser.zero_grad()
        losses = cross_entropy(self.network(x), self.digits.labels[chosen])
        loss = losses.sum() / len(chosen)
        loss.backward()
        self.optimiser.step()
        return float(loss.array)

    def parameters(self) -> Parameters:
        """Return the parameters as they are now."""
        return [each.array for each in self.network.parameters()]

    def gradients(self) -> Parameters:
        """Return the gradients of the last step."""
        found = [each.grad for each in self.network.parameters()]
        return [each.array for each in found if each is not None]


def one_step(
    recipe: Recipe, digits: Digits, before: Parameters, chosen: NDArray[np.int64]
) -> Step:
    """Return what a right engine does from ``before`` on the chosen digits."""
    trainer = Trainer(recipe, digits, before)
    loss = trainer.step(chosen)
    return Step(loss, trainer.gradients(), trainer.parameters())


def walk(
    recipe: Recipe,
    digits: Digits,
    start: Parameters,
    batches: Sequence[NDArray[np.int64]],
) -> tuple[Parameters, float]:
    """Return where training leads from ``start``, and the seconds it took."""
    trainer = Trainer(recipe, digits, start)
    began = perf_counter()
    for chosen in batches:
        trainer.step(chosen)
    return trainer.parameters(), perf_counter() - began


def train(
    recipe: Recipe, digits: Digits, report: Callable[[int, int], None] | None = None
) -> tuple[int, float]:
    """Train to the end; return the correct held-out digits and the seconds it took.

    ``report`` hears epoch and correct digits after each epoch.
    """
    trainer = Trainer(recipe, digits, recipe.parameters())
    count = len(digits.labels)
    per_epoch = recipe.steps(count) // recipe.epochs
    seconds = 0.0
    for number, chosen in enumerate(recipe.batches(count), start=1):
        start = perf_counter()
        trainer.step(chosen)
        seconds += perf_counter() - start
        if report is not None and number % per_epoch == 0:
            report(number // per_epoch, accuracy(recipe, trainer.parameters(), digits))
    return accuracy(recipe, trainer.parameters(), digits), seconds
