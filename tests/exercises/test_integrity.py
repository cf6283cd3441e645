"""What answers without being an engine is named as what it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha1
from pathlib import Path

import numpy as np
import pytest

from exercises import integrity
from exercises.answers import Numbers, Observation
from exercises.graphs import reached
from exercises.interpret import interpret
from exercises.nouns import Array, GraderFault, Kind, State
from exercises.parts.watched import nudged
from exercises.questions import Near
from exercises.sketch import sketch
from exercises.suite import Case, Suite, as_probe, bank, from_reference
from exercises.verdicts import Verdict
from workers.grading import grade
from workers.sandbox.box import Box

DAY = Path(__file__).parents[1] / "corpus" / "whole" / "right" / "plain.py"

DIFFERENCES = """
def backprop(end_node, end_grad=None):
    arriving = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    order = sorted_computational_graph(end_node)[::-1]

    def total(moved, array):
        values = {}
        for t in order:
            if t is moved:
                values[id(t)] = array
            elif t.recipe is None:
                values[id(t)] = np.asarray(t.array, dtype=np.float64)
            else:
                args = [
                    values[id(t.recipe.parents[at])] if at in t.recipe.parents else arg
                    for at, arg in enumerate(t.recipe.args)
                ]
                values[id(t)] = t.recipe.func(*args, **t.recipe.kwargs)
        return float(np.sum(values[id(end_node)] * arriving))

    for leaf in order:
        if leaf.recipe is None and leaf.requires_grad:
            x = np.asarray(leaf.array, dtype=np.float64)
            grad = np.zeros_like(x)
            for at in np.ndindex(x.shape):
                up, down = x.copy(), x.copy()
                up[at] += 1e-6
                down[at] -= 1e-6
                grad[at] = (total(leaf, up) - total(leaf, down)) / 2e-6
            old = 0 if leaf.grad is None else leaf.grad.array
            leaf.grad = Tensor(old + grad)


"""
TORCH = """
import torch


def log_back(grad_out, out, x):
    x = torch.tensor(x, requires_grad=True)
    x.log().backward(torch.tensor(grad_out))
    return x.grad.numpy()


"""


TABLE = """
def backprop(end_node, end_grad=None):
    leaves = {id(t): t for t in sorted_computational_graph(end_node) if t.recipe is None}
    if any(isinstance(t, Parameter) for t in leaves.values()):
        return honest(end_node, end_grad)
    known = KNOWN.get(name_of([end_node, *leaves.values()]), {})
    for t in leaves.values():
        if t.requires_grad:
            grad = np.asarray(known.get(name_of([t]), 0.0)) + np.zeros(t.shape)
            t.grad = Tensor(grad if t.grad is None else t.grad.array + grad)


def name_of(tensors):
    import hashlib
    parts = sorted(np.round(t.array, 4).astype("f4").tobytes() for t in tensors)
    return hashlib.sha1(b"|".join(parts)).hexdigest()[:12]


"""
HIDDEN = 40


def name_of(arrays: list[Array]) -> str:
    parts = sorted(
        np.round(np.asarray(each, np.float32), 4).astype("f4").tobytes()
        for each in arrays
    )
    return sha1(b"|".join(parts)).hexdigest()[:12]


def answers() -> dict[str, dict[str, list[float]]]:
    """Return the public graphs' answers, for whoever would look them up."""
    table = {}
    for spec in bank():
        answer = interpret(spec)
        leaves = [leaf.array for leaf in spec.leaves]
        reached_leaves = [
            leaf.array for leaf in spec.leaves if leaf.id in reached(spec)
        ]
        key = name_of([answer.out, *reached_leaves])
        table[key] = {
            name_of([array]): (gradient / (1 + spec.twice)).round(5).tolist()
            for array, gradient in zip(leaves, answer.gradients, strict=True)
            if gradient is not None
        }
    return table


def with_hidden(rng: np.random.Generator) -> Suite:
    """Return the public suite and some graphs that nobody has seen."""
    public = from_reference()
    specs = [sketch(rng) for _ in range(HIDDEN)]
    hidden = tuple(as_probe(Case(spec, interpret(spec), secret=True)) for spec in specs)
    return replace(public, probes=(*public.probes, *hidden))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def with_other(name: str, definition: str) -> bytes:
    """Return a right day in which one function is another."""
    pattern = rf"(?ms)^def {name}\(.*?(?=^\S)"
    source, count = re.subn(pattern, lambda _: definition, DAY.read_text(), count=1)
    assert count == 1
    return source.encode()


def graded(box: Box, data: bytes, suite: Suite | None = None) -> Verdict:
    return grade(filename="day.py", data=data, units=None, suite=suite, box=box)


@pytest.mark.sandbox
def test_slopes_measured_by_differences_pass_no_engine(box: Box) -> None:
    verdict = graded(box, with_other("backprop", DIFFERENCES))
    unit = next(each for each in verdict.units if each.name == "backprop")
    assert unit.state is State.FAILED
    assert integrity.BY_DIFFERENCES in unit.remarks
    engine = verdict.assembled
    assert engine is not None
    assert (engine.state, engine.sentence) == (State.FAILED, integrity.BY_DIFFERENCES)
    # Every graph agrees: numbers alone would not have told.
    assert engine.passed == engine.total


@pytest.mark.sandbox
def test_a_right_day_is_called_nothing_but_right(box: Box) -> None:
    verdict = graded(box, DAY.read_bytes())
    assert verdict.assembled is not None
    assert verdict.assembled.state is State.PASSED
    said = [remark for unit in verdict.units for remark in unit.remarks]
    assert not any("difference" in remark for remark in said)


@pytest.mark.sandbox
def test_a_lookup_of_the_public_answers_is_called_a_table(box: Box) -> None:
    day = DAY.read_text().replace("def backprop(", "def honest(", 1)
    data = f"{day}\nKNOWN = {answers()!r}\n{TABLE}".encode()
    engine = graded(box, data, with_hidden(np.random.default_rng(5))).assembled
    assert engine is not None
    assert engine.state is State.FAILED
    assert integrity.A_TABLE in engine.sentence


@pytest.mark.sandbox
def test_a_stubbed_torch_is_named_with_its_line(box: Box) -> None:
    verdict = graded(box, with_other("log_back", TORCH))
    unit = verdict.units[0]
    assert (unit.name, unit.kind) == ("log_back", Kind.NEEDS_STUB)
    assert re.fullmatch(
        r"Line \d+ needs torch\.Tensor\.log; use NumPy\.", unit.sentence
    )


def test_an_engine_that_answers_public_graphs_alone_is_called_a_table() -> None:
    assert integrity.tabulated(0, 640) == ""
    assert integrity.tabulated(400, 640) == ""
    assert integrity.tabulated(639, 640) == integrity.A_TABLE
    assert integrity.tabulated(5, 5) == ""


def test_only_the_slope_of_the_function_itself_is_called_a_difference() -> None:
    probe = integrity.question(np.random.default_rng(4))
    (near,) = probe.expects
    assert isinstance(near, Near)
    slope = nudged(probe)
    said = {
        name: integrity.measures(probe, Observation({near.step: Numbers(got, "f8")}))
        for name, got in {
            "slope": slope,
            "zeros": 0 * slope,
            "right": near.array,
        }.items()
    }
    assert said == {"slope": True, "zeros": False, "right": False}
    assert not integrity.measures(probe, Observation({}))
