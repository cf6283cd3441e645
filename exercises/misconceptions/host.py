"""Run a question on a small engine of the course's shape, with chosen mistakes in it.

``run(spec, mutants)`` takes a ``GraphSpec`` or a ``TrainSpec`` and the ids of mutants
(``mutants.catalogue.MUTANTS``) or forms (``forms.FORMS``, right ways to write the same
engine in which a mistake shows otherwise), at most one per slot. It returns a
``Sighting``; ``sighting.same`` compares two. Without ids it is a right engine.

A graph's forward pass is remembered per spec *object*, so asking many mutants about
one spec is cheap: keep the spec, do not rebuild it.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import numpy as np

from exercises.graphs import GraphSpec, Leaf, Operation, TrainSpec
from exercises.misconceptions.forms import FORMS
from exercises.misconceptions.mutants.catalogue import MUTANTS
from exercises.misconceptions.sighting import Sighting
from exercises.misconceptions.slots import Grads, Slots, filled
from exercises.misconceptions.tape import Step, Tape, record
from exercises.nouns import Array, Plain


def run(spec: GraphSpec | TrainSpec, mutants: Collection[str] = ()) -> Sighting:
    """Return what an engine with these mistakes shows; its exceptions are seen too.

    Raises KeyError for an unknown id, ValueError for two in one slot.
    """
    return run_on(spec, engine(frozenset(mutants)))


@lru_cache(maxsize=8192)
def engine(mutants: frozenset[str]) -> Slots:
    """Return the slots with these mutants in them."""
    chosen = [MUTANTS.get(name) or FORMS[name] for name in sorted(mutants)]
    if len({each.slot for each in chosen}) < len(chosen):
        raise ValueError("two mutants want the same slot")
    return filled([each.override for each in chosen])


def run_on(spec: GraphSpec | TrainSpec, slots: Slots) -> Sighting:
    """Return what the engine of these slots shows."""
    with np.errstate(all="ignore"):
        try:
            if isinstance(spec, TrainSpec):
                return Sighting(_train(spec, slots))
            return _graph(spec, slots)
        except Exception as error:  # noqa: BLE001 - a wrong engine may raise anything
            return Sighting(raised=type(error).__name__)


# What a tape depends on: engines that agree in this share their tapes.
RECORDING = ("parents", "tracks", "relu", "loss", "dtype")


@lru_cache(maxsize=4096)
def _recorded(spec: GraphSpec, *choices: Any) -> Tape:
    return record(spec, Slots(**dict(zip(RECORDING, choices, strict=True))))


def _graph(spec: GraphSpec, slots: Slots) -> Sighting:
    tape = _recorded(spec, *(getattr(slots, name) for name in RECORDING))
    held: Grads = {}
    inner: Grads = {}
    for _ in range(1 + spec.twice):
        inner = backward(tape, slots, spec.gout, held, inner)
    if slots.zeros_for_unused:
        for leaf in spec.leaves:
            if leaf.requires_grad:
                held.setdefault(leaf.id, np.zeros(leaf.array.shape))
    seen: list[Plain | None] = [tape.values[tape.end]]
    for leaf in spec.leaves:
        grad = held.get(leaf.id)
        # A copy at once: a later pass may write into what is shown here.
        seen.append(None if grad is None else np.array(grad))
    return Sighting(tuple(seen), inner=bool(inner))


def backward(
    tape: Tape, slots: Slots, gout: Array | None, held: Grads, inner: Grads
) -> Grads:
    """Add to the leaves' gradients in ``held``; return what intermediates keep."""
    shape = tape.values[tape.end].shape
    start = slots.start(gout, shape).astype(slots.dtype, copy=False)
    counted = slots.inner == "counted"
    grads = {node: grad.copy() for node, grad in inner.items() if counted}
    if slots.recursive != "no":
        _hand_down(tape, slots, grads, tape.end, start)
        order = [node for node in grads if node not in tape.steps]
    else:
        earlier = grads.get(tape.end)
        grads[tape.end] = start if earlier is None else slots.add_up(earlier, start)
        if slots.order not in tape.orders:
            tape.orders[slots.order] = slots.order(tape)
        order = list(tape.orders[slots.order])
    for node in order:
        arriving = grads.get(node)
        if arriving is None:
            continue
        step = tape.steps.get(node)
        if step is not None:
            _hand_on(step, slots, grads, arriving)
        elif tape.tracked[node] or slots.constants_too:
            held[node] = slots.deposit(held.get(node), arriving)
    if slots.inner == "dropped":
        return {}
    return {node: grads[node] for node in tape.steps if node in grads}


def _hand_on(step: Step, slots: Slots, grads: Grads, arriving: Array) -> None:
    for argument, parent in step.edges:
        sent = _sent(step, slots, argument, arriving)
        held = grads.get(parent)
        grads[parent] = sent if held is None else slots.add_up(held, sent)


def _sent(step: Step, slots: Slots, argument: int, arriving: Array) -> Array:
    if step.op == "relu" and slots.relu is not None:
        rule = slots.relu
    else:
        rule = slots.rules[step.op, argument]
    raw: Array = rule(arriving, step.value, *step.args, **step.named)
    if step.shapes is None:
        return raw
    return slots.unbroadcast(np.asarray(raw), step.shapes[argument])


def _hand_down(
    tape: Tape, slots: Slots, grads: Grads, node: int, arriving: Array
) -> None:
    """Recurse with what arrived, or with the running total: then that is sent again."""
    held = grads.get(node)
    grads[node] = arriving if held is None else slots.add_up(held, arriving)
    step = tape.steps.get(node)
    if step is not None:
        for argument, parent in step.edges:
            passed = grads[node] if slots.recursive == "total" else arriving
            sent = _sent(step, slots, argument, passed)
            _hand_down(tape, slots, grads, parent, sent)


X, Y, WEIGHT, BIAS, LINE, SUM, ERROR, SQUARE, LOSS = range(9)
FIT = (
    Operation(LINE, "matmul", (X, WEIGHT)),
    Operation(SUM, "add", (LINE, BIAS)),
    Operation(ERROR, "subtract", (SUM, Y)),
    Operation(SQUARE, "multiply", (ERROR, ERROR)),
    Operation(LOSS, "sum", (SQUARE,)),
)


def _train(spec: TrainSpec, slots: Slots) -> tuple[Array, ...]:
    held: Grads = {}
    given = {WEIGHT: spec.weight, BIAS: spec.bias}
    parameters = {node: array.astype(slots.dtype) for node, array in given.items()}
    after: list[Array] = []
    for _ in range(spec.steps):
        slots.clear(held, (WEIGHT, BIAS))
        data = (Leaf(X, spec.x, requires_grad=False), Leaf(Y, spec.y, False))  # noqa: FBT003
        leaves = (*data, *(Leaf(n, array) for n, array in parameters.items()))
        tape = record(GraphSpec(leaves, FIT, LOSS), slots)
        backward(tape, slots, None, held, {})
        for node, array in parameters.items():
            slots.step(array, held[node], spec.rate)
        after += [array.copy() for array in parameters.values()]
    return tuple(after)
