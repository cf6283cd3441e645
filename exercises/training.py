"""Describe a few steps of gradient descent: what only an optimiser can get wrong."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from exercises.ask import Question
from exercises.graphs import TrainSpec
from exercises.nouns import Array
from exercises.questions import Expect, Near, Op, Probe, Program
from exercises.sketch import numbers
from reference_engine.nn import SGD, Parameter
from reference_engine.tensor import Tensor

# What a question of a training is doing, by the method it asked for last.
DOING = {
    "zero_grad": "in optimizer.zero_grad()",
    "backward": "in loss.backward()",
    "step": "in optimizer.step()",
    "array": "when a parameter is read",
}


def draw(rng: np.random.Generator, seed: int = 0) -> TrainSpec:
    """Draw a problem whose loss stays small over its steps."""
    while True:
        shapes = ((3, 2), (3, 2), (2, 2), (2,))
        x, y, weight, bias = (numbers(rng, shape) for shape in shapes)
        spec = TrainSpec(x, y, weight, bias, seed=seed)
        # A diverging run would magnify rounding.
        if all(np.abs(each).max() <= 5 for each in run(spec)):
            return spec


def run(spec: TrainSpec, dtype: DTypeLike = np.float64) -> tuple[Array, ...]:
    """Return weight and bias after each step, by the reference engine."""
    weight, bias = (Parameter(each.astype(dtype)) for each in (spec.weight, spec.bias))
    x, y = (Tensor(each.astype(dtype)) for each in (spec.x, spec.y))
    optimiser = SGD([weight, bias], spec.rate)
    after: list[Array] = []
    for _ in range(spec.steps):
        optimiser.zero_grad()
        error = x @ weight + bias - y
        (error * error).sum().backward()
        optimiser.step()
        after += [weight.array.copy(), bias.array.copy()]
    return tuple(after)


def probe(spec: TrainSpec, after: tuple[Array, ...], *, secret: bool = False) -> Probe:
    """Return the question and, step by step, where the parameters must stand."""
    q = Question()
    x, y = (q.call("Tensor", q.array(each)) for each in (spec.x, spec.y))
    weight, bias = (
        q.call("Parameter", q.call("Tensor", q.array(each)))
        for each in (spec.weight, spec.bias)
    )
    optimiser = q.call("SGD", q.list(weight, bias), q.value(spec.rate))
    expects: list[Expect] = []
    for step in range(spec.steps):
        q.method(optimiser, "zero_grad")
        line = q.method(q.method(x, "__matmul__", weight), "__add__", bias)
        error = q.method(line, "__sub__", y)
        loss = q.method(q.method(error, "__mul__", error), "sum")
        q.method(loss, "backward")
        q.method(optimiser, "step")
        for place, (name, each) in enumerate((("weight", weight), ("bias", bias))):
            seen = q.observe(q.attr(each, "array"))
            what = f"{name}.array after step {step + 1}"
            expects.append(Near(seen, after[2 * step + place], what))
    return Probe(
        name=f"{spec.steps} steps of SGD",
        concept="training",
        program=q.program,
        expects=tuple(expects),
        lines=_lines(spec),
        # After every graph: it needs an optimiser beside the whole engine.
        size=100,
        secret=secret,
        spec=spec,
    )


def during(program: Program, step: int) -> str:
    """Say in which step of a training a step of its program stands, and doing what."""
    names = [each.name for each in program[: step + 1] if each.op is Op.ATTR]
    at = names.count("zero_grad")
    if not at:
        return "Before the first step of the training"
    doing = DOING.get(names[-1], "while the loss is computed")
    return f"In step {at} of the training, {doing}"


def _lines(spec: TrainSpec) -> tuple[str, ...]:
    def written(array: Array) -> str:
        return f"Tensor(np.array({array.tolist()}))"

    return (
        f"x, y = {written(spec.x)}, {written(spec.y)}",
        f"weight = Parameter({written(spec.weight)})",
        f"bias = Parameter({written(spec.bias)})",
        f"optimizer = SGD([weight, bias], {spec.rate:g})",
        f"for _ in range({spec.steps}):",
        "    optimizer.zero_grad()",
        "    error = x @ weight + bias - y",
        "    (error * error).sum().backward()",
        "    optimizer.step()",
    )


def as_json(spec: TrainSpec) -> dict[str, Any]:
    """Return the spec as JSON values."""
    return {
        "v": 1,
        "kind": "train",
        "seed": spec.seed,
        "x": spec.x.tolist(),
        "y": spec.y.tolist(),
        "weight": spec.weight.tolist(),
        "bias": spec.bias.tolist(),
        "rate": spec.rate,
        "steps": spec.steps,
    }


def from_json(plain: Mapping[str, Any]) -> TrainSpec:
    """Return the spec of :func:`as_json`; raises ValueError for another format."""
    if plain.get("v") != 1 or plain.get("kind") != "train":
        raise ValueError("this is not a training of version 1")
    x, y, weight, bias = (
        np.array(plain[name], dtype=np.float64) for name in ("x", "y", "weight", "bias")
    )
    return TrainSpec(x, y, weight, bias, plain["rate"], plain["steps"], plain["seed"])
