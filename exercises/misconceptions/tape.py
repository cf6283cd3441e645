"""Record a graph as the course's engine does: values, and who was made from whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike

from exercises.graphs import Constant, GraphSpec
from exercises.misconceptions.rules import STRETCHING, Rule
from exercises.nouns import Array
from reference_engine.rules import FORWARD


class Recording(Protocol):
    """The slots that decide what is recorded."""

    @property
    def parents(self) -> Callable[[Sequence[int | None]], Sequence[tuple[int, int]]]:
        """Say which operands become parents, under which argument."""

    @property
    def tracks(self) -> Callable[[Sequence[bool]], bool]:
        """Say from its operands whether a result is recorded."""

    @property
    def relu(self) -> Rule | None:
        """Return relu's own rule, None where relu is a maximum with 0."""

    @property
    def loss(self) -> Callable[[Any, Array], Any]:
        """Compose the cross-entropy from other ops."""

    @property
    def dtype(self) -> DTypeLike:
        """Return the precision of every array."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One recorded op; ``shapes`` are its operands', None where nothing stretches."""

    op: str
    value: Array
    args: tuple[Any, ...]
    named: dict[str, Any]
    edges: Sequence[tuple[int, int]]
    shapes: tuple[tuple[int, ...], ...] | None


@dataclass(slots=True, eq=False)
class Tape:
    """What one forward pass left behind; nodes without a step count as leaves."""

    end: int = -1
    values: dict[int, Array] = field(default_factory=dict)
    tracked: dict[int, bool] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    # Walks by the function that orders them: the tape outlives one backward pass.
    orders: dict[Any, Sequence[int]] = field(default_factory=dict)


class Term:
    """A node with the few operators a loss is composed of."""

    def __init__(self, recorder: "Recorder", node: int) -> None:
        self.recorder = recorder
        self.node = node

    def do(self, op: str, *rest: Any, **named: Any) -> "Term":
        """Record one more op on this node; ``rest`` may hold terms."""
        inputs: list[int | Constant] = [self.node]
        inputs += [each.node for each in rest if isinstance(each, Term)]
        inputs += [Constant(each) for each in rest if isinstance(each, float)]
        others = tuple(each for each in rest if not isinstance(each, Term | float))
        return Term(self.recorder, self.recorder.put(op, inputs, others, named))


class Recorder:
    """Runs a graph forward and fills a tape."""

    def __init__(self, slots: Recording, first_free: int) -> None:
        self.slots = slots
        self.tape = Tape()
        self.free = first_free

    def put(
        self,
        op: str,
        inputs: Sequence[int | Constant],
        position: tuple[Any, ...],
        named: dict[str, Any],
    ) -> int:
        """Record one op under the next free id."""
        tape = self.tape
        node, self.free = self.free, self.free + 1
        nodes = [None if isinstance(each, Constant) else each for each in inputs]
        operands = tuple(
            each.value if isinstance(each, Constant) else tape.values[each]
            for each in inputs
        )
        args = (*operands, *position)
        value = np.asarray(FORWARD[op](*args, **named))
        tape.values[node] = value
        flags = [tape.tracked[each] for each in nodes if each is not None]
        tape.tracked[node] = self.slots.tracks(flags)
        if tape.tracked[node]:
            shapes = tuple(np.shape(x) for x in operands) if op in STRETCHING else None
            edges = self.slots.parents(nodes)
            tape.steps[node] = Step(op, value, args, named, edges, shapes)
        return node


def record(spec: GraphSpec, slots: Recording) -> Tape:
    """Run ``spec`` forward; composed ops are recorded as what they are made of."""
    made = [leaf.id for leaf in spec.leaves] + [each.id for each in spec.operations]
    recorder = Recorder(slots, max(made) + 1)
    tape = recorder.tape
    now: dict[int, int] = {}
    for leaf in spec.leaves:
        now[leaf.id] = leaf.id
        tape.values[leaf.id] = leaf.array.astype(slots.dtype)
        tape.tracked[leaf.id] = leaf.requires_grad
    for each in spec.operations:
        inputs = tuple(x if isinstance(x, Constant) else now[x] for x in each.inputs)
        op, position = each.op, each.position
        if op == "cross_entropy" and isinstance(inputs[0], int):
            now[each.id] = slots.loss(Term(recorder, inputs[0]), position[0]).node
            continue
        if op == "relu" and slots.relu is None:
            op, inputs = "maximum", (*inputs, Constant(0.0))
        now[each.id] = recorder.put(op, inputs, position, each.named)
    tape.end = now[spec.out]
    return tape


def of_true_class(logits: Term, labels: Array) -> Term:
    """Pick each row's entry of the right class."""
    return logits.do("getitem", (np.arange(len(labels)), labels))


def log_minus_true(logits: Term, labels: Array) -> Term:
    """Compose the loss as log of the sum of exp, minus the right logit."""
    total = logits.do("exp").do("sum", dim=1)
    return total.do("log").do("subtract", of_true_class(logits, labels))


def log_of_ratio(logits: Term, labels: Array) -> Term:
    """Compose the loss as minus log of (exp of the right logit over the sum)."""
    right = of_true_class(logits, labels).do("exp")
    ratio = right.do("true_divide", logits.do("exp").do("sum", dim=1))
    return ratio.do("log").do("negative")


def log_of_softmax(logits: Term, labels: Array, dim: int = 1) -> Term:
    """Compose the loss from all probabilities, normalised along ``dim``."""
    powers = logits.do("exp")
    shares = powers.do("true_divide", powers.do("sum", dim=dim, keepdim=True))
    return of_true_class(shares, labels).do("log").do("negative")


def log_of_each_share(logits: Term, labels: Array) -> Term:
    """Compose the loss from the logarithms of all probabilities, picked at the end."""
    powers = logits.do("exp")
    shares = powers.do("true_divide", powers.do("sum", dim=1, keepdim=True))
    return of_true_class(shares.do("log"), labels).do("negative")
