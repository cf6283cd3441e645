"""Play a question on an engine of any style, as a pair's code would be used.

The styles share no line with the host: they are there to prove that a mistake is
recognised, or left unnamed, however it is written down.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from exercises.graphs import Constant, GraphSpec, TrainSpec
from exercises.misconceptions.sighting import Sighting

Bugs = frozenset[str]


class Engine(Protocol):
    """What every style can do; a tensor is whatever it makes of one."""

    def leaf(self, array: Any, *, tracked: bool) -> Any:
        """Make an input."""

    def apply(
        self, op: str, operands: Sequence[Any], extra: Sequence[Any], named: Any
    ) -> Any:
        """Do one op on tensors and numbers."""

    def value(self, tensor: Any) -> Any:
        """Return a tensor's array."""

    def backward(self, end: Any, gout: Any) -> None:
        """Send a gradient back from the end; None stands for ones."""

    def gradient(self, tensor: Any) -> Any:
        """Return what a leaf was left with, or None."""

    def clear(self, parameters: Sequence[Any]) -> None:
        """Forget gradients before a step."""

    def step(self, parameters: Sequence[Any], rate: float) -> None:
        """Move the parameters."""


def played(
    make: Callable[[Bugs], Engine],
    spec: GraphSpec | TrainSpec,
    bugs: Collection[str] = (),
) -> Sighting:
    """Return what an engine with these mistakes shows."""
    engine = make(frozenset(bugs))
    with np.errstate(all="ignore"):
        try:
            if isinstance(spec, TrainSpec):
                return Sighting(_train(engine, spec))
            return Sighting(_graph(engine, spec))
        except Exception as error:  # noqa: BLE001 - a wrong engine may raise anything
            return Sighting(raised=type(error).__name__)


def _graph(engine: Engine, spec: GraphSpec) -> tuple[Any, ...]:
    made: dict[int, Any] = {
        leaf.id: engine.leaf(leaf.array.copy(), tracked=leaf.requires_grad)
        for leaf in spec.leaves
    }
    for each in spec.operations:
        operands = [
            x.value if isinstance(x, Constant) else made[x] for x in each.inputs
        ]
        made[each.id] = engine.apply(each.op, operands, each.position, each.named)
    end = made[spec.out]
    out = np.array(engine.value(end))
    for _ in range(1 + spec.twice):
        engine.backward(end, None if spec.gout is None else spec.gout.copy())
    grads = [engine.gradient(made[leaf.id]) for leaf in spec.leaves]
    return (out, *(None if each is None else np.array(each) for each in grads))


def _train(engine: Engine, spec: TrainSpec) -> tuple[Any, ...]:
    x, y = (engine.leaf(each.copy(), tracked=False) for each in (spec.x, spec.y))
    given = (spec.weight, spec.bias)
    parameters = [engine.leaf(each.copy(), tracked=True) for each in given]
    after: list[Any] = []
    for _ in range(spec.steps):
        engine.clear(parameters)
        line = engine.apply("matmul", [x, parameters[0]], (), {})
        line = engine.apply("add", [line, parameters[1]], (), {})
        error = engine.apply("subtract", [line, y], (), {})
        square = engine.apply("multiply", [error, error], (), {})
        engine.backward(engine.apply("sum", [square], (), {}), None)
        engine.step(parameters, spec.rate)
        after += [np.array(engine.value(each)) for each in parameters]
    return tuple(after)


def picked(table: Mapping[str, Any], bugs: Bugs, default: Any) -> Any:
    """Return the entry of the one bug that the table knows, else the default."""
    return next((table[name] for name in sorted(bugs) if name in table), default)
