"""Set a training's parameters beside the right ones, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises import training
from exercises.answers import Numbers, Observation
from exercises.explain.held import LARGEST, as_numbers, from_numbers
from exercises.graphs import TrainSpec
from exercises.judge import agree
from exercises.nouns import Array
from exercises.questions import Probe

NAMES = ("weight", "bias")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One parameter after one step; ``got`` None where nothing was observed.

    ``is_first`` marks the first wrong one: what comes later follows from it.
    """

    step: int
    name: str
    expected: Array
    got: Array | None
    is_right: bool
    is_first: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The rows of a failing training, a sentence on the first wrong one, and PyTorch."""

    rows: tuple[Row, ...]
    said: str
    torch: str


def train_case(
    probe: Probe, spec: TrainSpec, observation: Observation | None
) -> dict[str, Any]:
    """Return a failing training and what was seen of it as JSON values."""
    seen: list[Any] = []
    for each in probe.expects:
        record = observation.records.get(each.step) if observation else None
        if isinstance(record, Numbers) and record.array.size <= LARGEST:
            seen.append(as_numbers(record.array.astype(np.float64)))
        else:
            seen.append(None)
    return {"training": training.as_json(spec), "seen": seen}


def trained(plain: Mapping[str, Any] | None) -> Trained | None:
    """Return the stored training with the right numbers beside it, None for another."""
    if not plain or "training" not in plain:
        return None
    spec = training.from_json(plain["training"])
    rows: list[Row] = []
    for at, (expected, seen) in enumerate(
        zip(training.run(spec), plain["seen"], strict=True)
    ):
        got = None if seen is None else from_numbers(seen)
        is_right = got is not None and agree(expected, got)
        is_first = not is_right and all(row.is_right for row in rows)
        step, name = 1 + at // 2, NAMES[at % 2]
        rows.append(Row(step, name, expected, got, is_right, is_first))
    return Trained(tuple(rows), _said(rows), torch_lines(spec))


def _said(rows: list[Row]) -> str:
    first = next((row for row in rows if row.is_first), None)
    if first is None:
        return "Every parameter is right after every step."
    if first.got is None:
        return f"There is no {first.name} to read after step {first.step}."
    said = f"The first wrong number is in {first.name} after step {first.step}."
    if first.step == 1:
        return said
    before = "Step 1 is" if first.step == 2 else f"Steps 1 to {first.step - 1} are"
    return f"{said} {before} right: what is still there when step {first.step} begins?"


def torch_lines(spec: TrainSpec) -> str:
    """Return lines of PyTorch that print weight and bias after each step."""
    arrays = {"x": spec.x, "y": spec.y, "weight": spec.weight, "bias": spec.bias}
    made = [
        f"{name} = torch.tensor({array.tolist()}, dtype=torch.float64"
        f"{', requires_grad=True' if name in NAMES else ''})"
        for name, array in arrays.items()
    ]
    return "\n".join(
        [
            "import torch",
            *made,
            f"optimizer = torch.optim.SGD([weight, bias], lr={spec.rate:g})",
            f"for _ in range({spec.steps}):",
            "    optimizer.zero_grad()",
            "    ((x @ weight + bias - y) ** 2).sum().backward()",
            "    optimizer.step()",
            "    print(weight.tolist(), bias.tolist())",
        ]
    )
