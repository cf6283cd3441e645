"""Train one network in six ways: the contestants of the engine benchmark."""

from collections.abc import Sequence
from typing import Any

import autograd.numpy as anp
import numpy as np
import torch
from autograd import grad

from benchmarks.engine_contestant import LEARNING_RATE, Array, Contestant, initial
from benchmarks.engine_hand import Hand, HandInPlace
from reference_engine import nn
from reference_engine.tensor import Tensor


class Torch(Contestant):
    """Use PyTorch eagerly."""

    name = "torch"

    def __init__(self, sizes: Sequence[int], images: Array, labels: Array) -> None:
        layers: list[torch.nn.Module] = []
        for weight, bias in initial(sizes):
            linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
            linear.weight.data, linear.bias.data = map(torch.tensor, (weight, bias))
            layers += [linear, torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE)

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        at = torch.from_numpy(rows)
        x, labels = self.images[at], self.labels[at]
        self.optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(self.model(x), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return loss.item()


class Hips(Contestant):
    """Use HIPS autograd."""

    name = "autograd"

    def __init__(self, sizes: Sequence[int], images: Array, labels: Array) -> None:
        self.layers = initial(sizes)
        self.images, self.labels = images, labels

        def loss(layers: Any, x: Array, labels: Array) -> Any:
            for weight, bias in layers[:-1]:
                x = anp.maximum(anp.dot(x, weight.T) + bias, 0)
            x = anp.dot(x, layers[-1][0].T) + layers[-1][1]
            shifted = x - anp.max(x, 1, keepdims=True)
            normal = anp.log(anp.sum(anp.exp(shifted), 1))
            losses = normal - shifted[np.arange(len(labels)), labels]
            self.seen = losses
            return anp.mean(losses)

        self.gradient = grad(loss)

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        x, labels = self.images[rows], self.labels[rows]
        gradients = self.gradient(self.layers, x, labels)
        for mine, given in zip(self.layers, gradients, strict=True):
            for parameter, gradient in zip(mine, given, strict=True):
                parameter -= (LEARNING_RATE * gradient).astype(np.float32)  # noqa: PLW2901
        return float(np.mean(self.seen._value))  # noqa: SLF001  the boxed value


class Fused(Contestant):
    """Use the reference engine as its modules come."""

    name = "fused"
    against = "fused"
    fused = True

    def __init__(self, sizes: Sequence[int], images: Array, labels: Array) -> None:
        self.images, self.labels = images, labels
        self.layers = []
        for weight, bias in initial(sizes):
            layer = nn.Linear(weight.shape[1], weight.shape[0], fused=self.fused)
            layer.weight, layer.bias = nn.Parameter(weight), nn.Parameter(bias)
            self.layers.append(layer)
        parameters = [p for layer in self.layers for p in layer.parameters()]
        self.optimiser = nn.SGD(parameters, LEARNING_RATE)

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        x = Tensor(self.images[rows])
        self.optimiser.zero_grad()
        for layer in self.layers[:-1]:
            x = layer(x).relu()
        loss = self.loss(self.layers[-1](x), self.labels[rows])
        loss.backward()
        self.optimiser.step()
        return float(loss.item())

    def loss(self, logits: Tensor, labels: Array) -> Tensor:
        """Return the mean cross-entropy in one op."""
        return nn.cross_entropy(logits, labels, reduction="mean")


class Textbook(Fused):
    """Use the reference engine with the course's ops only."""

    name = "textbook"
    against = "textbook"
    fused = False

    def loss(self, logits: Tensor, labels: Array) -> Tensor:
        """Return the mean cross-entropy from exp, sum, log and indexing."""
        shifted = logits - logits.array.max(1, keepdims=True)
        normal = shifted.exp().sum(1).log()
        picked = shifted[np.arange(len(labels)), labels]
        loss: Tensor = (normal - picked).sum() / len(labels)
        return loss


CONTESTANTS: list[type[Any]] = [Hand, HandInPlace, Torch, Hips, Textbook, Fused]
