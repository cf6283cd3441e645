"""Train the official network on a pair's engine, one commitment after every step.

After each step the guest answers with the loss and a digest of all parameters, and only
later learns which step it must reveal (docs/wire.md, "Training").
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from workers.guest import open_run, wire

TRAINED = b"\x02"
ROWS_AT_ONCE = 2000
Array = np.ndarray[Any, np.dtype[Any]]
Scope = dict[str, Any]


@dataclass(slots=True)
class Training:
    """One run: the pair's model and optimiser, and what the last steps did."""

    scope: Scope
    model: Any
    parameters: list[Any]
    images: Array
    labels: Array
    held_out: Array
    mean: float
    spread: float
    optimiser: Any = None
    # The pair's own run on the open track, None on the official one.
    own: Any = None
    # Per step of the last request: parameters before, gradients, parameters after.
    history: list[tuple[list[Array], list[Array], list[Array]]] = field(
        default_factory=list
    )

    def batch(self, images: Array) -> Any:
        """Return pixels of 0..255 as the Tensor a network sees."""
        pixels = (images.astype(np.float32) / 255 - self.mean) / self.spread
        return self.scope["Tensor"](pixels.astype(np.float32, copy=False))

    def arrays(self) -> list[Array]:
        """Return a copy of every parameter."""
        return [np.array(each.array, order="C") for each in self.parameters]


def serve(state: Any, payload: bytes) -> bytes:
    """Answer one training request; ``state.training`` holds the run between them."""
    reader = wire.Reader(payload, 1)
    if payload[0] == 0:
        state.training = begin(reader, state.scope)
        return TRAINED + _described(state.training)
    if state.training is None:
        raise RuntimeError("no training has begun")
    return TRAINED + ANSWERS[payload[0]](state.training, reader)


def begin(reader: wire.Reader, scope: Scope) -> Training:
    """Build the network, give it the official parameters and map the digits."""
    options = json.loads(reader.text32())
    own = None
    if options["track"] == "open":
        own, model, parameters = open_run.build(scope)
    else:
        model, layers = official(scope, options["layers"])
        parameters = [each for layer in layers for each in (layer.weight, layer.bias)]
        start_from(parameters, reader)
    digits = Path(options["digits"])
    return Training(
        scope,
        model,
        parameters,
        np.load(digits / "train_images.npy", mmap_mode="r"),
        np.load(digits / "train_labels.npy", mmap_mode="r"),
        np.load(digits / "held_out_images.npy", mmap_mode="r"),
        options["mean"],
        options["spread"],
        own=own,
    )


def start_from(parameters: list[Any], reader: wire.Reader) -> None:
    """Give the network the official parameters."""
    if reader.u8() != len(parameters):
        raise ValueError("another number of parameters than layers have")
    for parameter in parameters:
        reader.text8()
        given = reader.array(reader.u8())
        if parameter.array.shape != given.shape:
            raise ValueError(
                f"a parameter of Linear has shape {parameter.array.shape}, "
                f"expected {given.shape}"
            )
        # In place: the optimiser or the layer may hold the array by another name.
        parameter.array[...] = given


def official(scope: Scope, sizes: list[int]) -> tuple[Any, list[Any]]:
    """Return the official network of the pair's own parts, and its linear layers."""
    module: Any
    module, linear, relu = scope["Module"], scope["Linear"], scope["ReLU"]
    last = len(sizes) - 2

    class Official(module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            for number in range(last + 1):
                setattr(self, f"linear{number}", linear(*sizes[number : number + 2]))
                if number < last:
                    setattr(self, f"relu{number}", relu())

        def forward(self, x: Any) -> Any:
            for number in range(last):
                x = getattr(self, f"linear{number}")(x)
                x = getattr(self, f"relu{number}")(x)
            return getattr(self, f"linear{last}")(x)

    model = Official()
    return model, [getattr(model, f"linear{number}") for number in range(last + 1)]


def _described(training: Training) -> bytes:
    parts = [bytes((len(training.parameters),))]
    for number, parameter in enumerate(training.parameters):
        shape = parameter.array.shape
        name = f"linear{number // 2}.{('weight', 'bias')[number % 2]}"
        parts += [wire.text8(name), bytes((len(shape),))]
        parts += [wire.U32.pack(size) for size in shape]
    return b"".join(parts)


def steps(training: Training, reader: wire.Reader) -> bytes:
    """Take the asked steps; answer each with its loss and the digest after it."""
    rate, count = reader.f64(), reader.u16()
    if training.own is not None:
        return open_run.steps(training, reader, rate, count)
    if training.optimiser is None:
        training.optimiser = training.scope["SGD"](training.model.parameters(), rate)
    training.history = []
    before = training.arrays()
    answers = [wire.U16.pack(count)]
    for _ in range(count):
        rows = reader.u16()
        chosen = np.frombuffer(reader.take(4 * rows), "<u4").astype(np.int64)
        loss, gradients = step(training, chosen)
        after = training.arrays()
        training.history.append((before, gradients, after))
        answers += [wire.F64.pack(loss), digest(after)]
        before = after
    return b"".join(answers)


def step(training: Training, chosen: Array) -> tuple[float, list[Array]]:
    """Take one step as the course does; return the loss and every gradient."""
    scope = training.scope
    scope["grad_tracking_enabled"] = True
    x = training.batch(training.images[chosen])
    labels = scope["Tensor"](np.array(training.labels[chosen]))
    training.optimiser.zero_grad()
    losses = scope["cross_entropy"](training.model(x), labels)
    loss = losses.sum() / len(chosen)
    loss.backward()
    gradients = [np.array(each.grad.array) for each in training.parameters]
    training.optimiser.step()
    return float(loss.array), gradients


def digest(arrays: list[Array]) -> bytes:
    """Return the SHA-256 over all parameters in order, as float32."""
    found = sha256()
    for array in arrays:
        found.update(array.astype("<f4").data)
    return found.digest()


def reveal(training: Training, reader: wire.Reader) -> bytes:
    """Return one array of one step: before 0, gradient 1, after 2."""
    number, what, parameter = reader.u16(), reader.u8(), reader.u8()
    return wire.record(training.history[number][what][parameter])


def predict(training: Training, reader: wire.Reader) -> bytes:
    """Return the class of each asked picture: training 0, held out 1."""
    split, first, rows = reader.u8(), reader.u32(), reader.u32()
    pictures = (training.images, training.held_out)[split][first : first + rows]
    found = []
    training.scope["grad_tracking_enabled"] = False
    try:
        for start in range(0, len(pictures), ROWS_AT_ONCE):
            x = training.batch(pictures[start : start + ROWS_AT_ONCE])
            found.append(np.argmax(training.model(x).array, axis=1))
    finally:
        training.scope["grad_tracking_enabled"] = True
    return wire.record(np.concatenate(found))


def parameter(training: Training, reader: wire.Reader) -> bytes:
    """Return one parameter as it is now."""
    return wire.record(np.array(training.parameters[reader.u8()].array))


ANSWERS: dict[int, Callable[[Training, wire.Reader], bytes]] = {
    1: steps,
    2: reveal,
    3: predict,
    4: parameter,
}
