"""Train without an engine, every gradient derived by hand in NumPy."""

from collections.abc import Sequence

import numpy as np

from benchmarks.engine_contestant import LEARNING_RATE, Array, Contestant, initial


class Hand(Contestant):
    """Derive every gradient by hand, in NumPy as one writes it (no out=)."""

    name = "hand"

    def __init__(self, sizes: Sequence[int], images: Array, labels: Array) -> None:
        self.layers = initial(sizes)
        self.images, self.labels = images, labels

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        x, labels = self.images[rows], self.labels[rows]
        inputs = []
        for number, (weight, bias) in enumerate(self.layers):
            inputs.append(x)
            x = x @ weight.T + bias
            if number < len(self.layers) - 1:
                x = np.maximum(x, 0)
        at = np.arange(len(rows))
        shifted = x - x.max(1, keepdims=True)
        raised = np.exp(shifted)
        total = raised.sum(1, keepdims=True)
        losses = np.log(total[:, 0]) - shifted[at, labels]
        slope = raised / total
        slope[at, labels] -= 1
        self.descend(inputs, slope / len(rows))
        return float(losses.mean())

    def descend(self, inputs: list[Array], g: Array) -> None:
        """Go back through the layers from the logits' gradient, updating each."""
        for number in reversed(range(len(self.layers))):
            weight, bias = self.layers[number]
            x = inputs[number]
            for_weight, for_bias = g.T @ x, g.sum(0)
            if number:
                g = (g @ weight) * (x > 0)
            weight -= LEARNING_RATE * for_weight
            bias -= LEARNING_RATE * for_bias


class HandInPlace(Contestant):
    """Derive every gradient by hand and allocate nothing after the first step."""

    name = "hand_out"

    def __init__(self, sizes: Sequence[int], images: Array, labels: Array) -> None:
        self.layers = initial(sizes)
        self.images, self.labels = images, labels
        self.slopes = [
            (np.empty_like(weight), np.empty_like(bias)) for weight, bias in self.layers
        ]
        self.values: list[Array] = []
        self.back: list[Array] = []
        self.open: list[Array] = []

    def make_room(self, batch: int) -> None:
        """Allocate what depends on the batch."""
        widths = [self.images.shape[1], *(len(bias) for _, bias in self.layers)]
        self.values = [np.empty((batch, width), np.float32) for width in widths]
        self.back = [np.empty_like(value) for value in self.values]
        self.open = [np.empty(value.shape, bool) for value in self.values]
        self.at = np.arange(batch)
        self.column = np.empty((batch, 1), np.float32)

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        if not self.values:
            self.make_room(len(rows))
        labels = self.labels[rows]
        # "clip" because take buffers its output while it may still raise.
        np.take(self.images, rows, axis=0, out=self.values[0], mode="clip")
        for number, (weight, bias) in enumerate(self.layers):
            out = np.matmul(self.values[number], weight.T, out=self.values[number + 1])
            out += bias
            if number < len(self.layers) - 1:
                np.maximum(out, 0, out=out)
        slope, column = self.back[-1], self.column
        np.subtract(out, out.max(1, keepdims=True, out=column), out=slope)
        picked = slope[self.at, labels]
        np.exp(slope, out=slope)
        slope /= slope.sum(1, keepdims=True, out=column)
        slope[self.at, labels] -= 1
        slope /= len(rows)
        np.log(column, out=column)
        self.descend()
        return float((column[:, 0] - picked).mean())

    def descend(self) -> None:
        """Go back through the layers from the logits' gradient, updating each."""
        for number in reversed(range(len(self.layers))):
            (weight, bias), (for_weight, for_bias) = (
                self.layers[number],
                self.slopes[number],
            )
            x, g = self.values[number], self.back[number + 1]
            np.matmul(g.T, x, out=for_weight)
            g.sum(0, out=for_bias)
            if number:
                passed = np.matmul(g, weight, out=self.back[number])
                passed *= np.greater(x, 0, out=self.open[number])
            for_weight *= LEARNING_RATE
            for_bias *= LEARNING_RATE
            weight -= for_weight
            bias -= for_bias
