"""Ask about section 2: the table of rules, recording, sorting, the backward pass."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.parts import lookup, passes, sorting
from exercises.parts.cases import Case, several
from exercises.parts.recording import (
    NUMBER,
    OTHER,
    PLAIN,
    WANTS,
    Recorder,
    arguments,
    send,
)
from exercises.questions import Probe

Probes = Callable[[np.random.Generator], tuple[Probe, ...]]


def log_forward(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for value and recipe of log: wanted, not wanted, switched off and on."""
    one, vector, scalar = several(rng, [(1,), (3,), ()], signed=False)
    log = Recorder(name="log_forward", numpy_name="np.log", compute=np.log)
    return (
        log.probe(arguments((WANTS, one))),
        log.probe(arguments((PLAIN, one))),
        log.probe(arguments((WANTS, scalar))),
        log.probe(arguments((WANTS, vector)), tracking=False),
        log.probe(arguments((WANTS, vector))),
    )


def multiply_forward(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for value and recipe of a product of tensors, ints and floats."""
    product = Recorder(
        name="multiply_forward",
        numpy_name="np.multiply",
        compute=np.multiply,
        # The course itself asserts an ndarray here, which a 0-d product is not.
        scalars_count=False,
    )
    return _products(product, rng)


def _products(product: Recorder, rng: np.random.Generator) -> tuple[Probe, ...]:
    x, y, column, scalar = several(rng, [(2,), (2,), (2, 1), ()])
    square = arguments((WANTS, x))[0]
    return (
        product.probe(arguments((WANTS, x), (WANTS, y))),
        product.probe(arguments((WANTS, x), (PLAIN, y))),
        product.probe(arguments((PLAIN, x), (WANTS, y))),
        product.probe(arguments((PLAIN, x), (PLAIN, y))),
        product.probe(arguments((WANTS, x), (NUMBER, 3))),
        product.probe(arguments((NUMBER, 3), (WANTS, x))),
        product.probe(arguments((NUMBER, 2.5), (WANTS, x))),
        product.probe(arguments((PLAIN, x), (NUMBER, 3))),
        product.probe(arguments((WANTS, x), (NUMBER, 0))),
        product.probe(arguments((NUMBER, 0), (WANTS, x))),
        product.probe((square, square)),
        product.probe(arguments((WANTS, scalar), (WANTS, scalar * 1.5))),
        product.probe(arguments((WANTS, x), (WANTS, column))),
        product.probe(arguments((WANTS, x), (WANTS, y)), tracking=False),
        product.probe(arguments((WANTS, x), (WANTS, y))),
    )


def _sum(x: Any, dim: Any = None, *, keepdim: bool = False) -> Any:
    return np.sum(x, axis=dim, keepdims=keepdim)


def wrap_forward_fn(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask one wrapper for many functions, with keywords, scalars and the flag off."""

    def wrapped(
        numpy_name: str, compute: Any, *, differentiable: bool = True
    ) -> Recorder:
        return Recorder(
            name=f"wrap_forward_fn({numpy_name})",
            numpy_name=numpy_name,
            compute=compute,
            wrapped=True,
            differentiable=differentiable,
        )

    positive, vector, matrix = several(rng, [(2,), (3,), (2, 3)], signed=False)
    log, product = wrapped("np.log", np.log), wrapped("np.multiply", np.multiply)
    total, swap = wrapped("_sum", _sum), wrapped("np.transpose", np.transpose)
    reshape = wrapped("np.reshape", np.reshape)
    equal = wrapped("np.equal", np.equal, differentiable=False)
    return (
        log.probe(arguments((WANTS, positive))),
        log.probe(arguments((PLAIN, positive))),
        *_products(product, rng),
        equal.probe(arguments((WANTS, vector), (WANTS, vector))),
        total.probe(arguments((WANTS, vector))),
        total.probe(arguments((WANTS, matrix)), {"dim": 1}),
        total.probe(arguments((WANTS, matrix)), {"dim": 0, "keepdim": True}),
        swap.probe(arguments((WANTS, matrix)), {"axes": (-1, -2)}),
        reshape.probe(arguments((WANTS, matrix), (OTHER, (3, 2)))),
        total.probe(arguments((WANTS, matrix)), {"dim": 1}, tracking=False),
        _reused(log, rng),
        _changed_between(log, rng),
        _reused_product(product, rng),
        _reused_sum(total, rng),
        _third(wrapped("np.where", np.where), rng),
        _side_by_side(rng),
    )


def _reused(log: Recorder, rng: np.random.Generator) -> Probe:
    """Use one wrapped function twice: nothing of the first call may show."""
    first, second = (
        arguments((WANTS, array)) for array in several(rng, [(2,), (3,)], signed=False)
    )
    case = Case("wrap_forward_fn, one function called twice", "recipe")
    function = log.function(case)
    made, sent = [], []
    for given in (first, second):
        sent.append(send(case, given))
        pairs = list(zip(given, sent[-1], strict=True))
        made.append(log.ask(case, function, pairs, {}))
    # What was made first still knows its own input.
    parents = case.attr(made[0], "recipe.parents")
    same = case.same(case.item(parents, case.value(0)), sent[0][0])
    case.holds(same, "the first output's recipe.parents[0] is its input")
    return case.probe(size=5)


def _changed_between(log: Recorder, rng: np.random.Generator) -> Probe:
    """Call it, move the tensor in place as a step does, call it again: all is new."""
    (before,) = several(rng, [(2,)], signed=False)
    case = Case("wrap_forward_fn, a tensor moved between two calls", "recipe")
    function = log.function(case)
    given = arguments((WANTS, before))
    sent = send(case, given)
    first = log.ask(case, function, list(zip(given, sent, strict=True)), {})
    case.method(sent[0], "add_", case.value(1.5))
    case.write("x.add_(1.5)")
    moved = arguments((WANTS, before + 1.5))
    second = log.ask(case, function, list(zip(moved, sent, strict=True)), {})
    case.holds(case.same(first, second), "the same tensor was made twice", truth=False)
    return case.probe(size=5)


def _reused_product(product: Recorder, rng: np.random.Generator) -> Probe:
    """Multiply tensors, then a tensor by a number: the second has one parent."""
    x, y = several(rng, [(2,), (2,)])
    case = Case("wrap_forward_fn, two tensors and then one", "recipe")
    function = product.function(case)
    both = arguments((WANTS, x), (WANTS, y))
    steps = send(case, both)
    product.ask(case, function, list(zip(both, steps, strict=True)), {})
    alone = arguments((WANTS, x), (NUMBER, 3))
    product.ask(case, function, list(zip(alone, send(case, alone), strict=True)), {})
    return case.probe(size=6)


def _reused_sum(total: Recorder, rng: np.random.Generator) -> Probe:
    """Sum along one axis, then over all: keywords belong to one call."""
    case = Case("wrap_forward_fn, a keyword and then none", "recipe")
    function = total.function(case)
    for array, named in zip(
        several(rng, [(2, 3), (2, 2)]), ({"dim": 1}, {}), strict=True
    ):
        given = arguments((WANTS, array))
        pairs = list(zip(given, send(case, given), strict=True))
        total.ask(case, function, pairs, named)
    return case.probe(size=11)


def _third(where: Recorder, rng: np.random.Generator) -> Probe:
    """Choose between two tensors by a third; only the last one wants a gradient."""
    x, y = several(rng, [(2,), (2,)])
    return where.probe(arguments((PLAIN, np.array([1.0, 0.0])), (PLAIN, x), (WANTS, y)))


def _side_by_side(rng: np.random.Generator) -> Probe:
    """Wrap a second function before the first is called: each keeps its own."""
    (array,) = several(rng, [(2,)], signed=False)
    case = Case("wrap_forward_fn, two functions wrapped", "recipe")
    log = Recorder(name="", numpy_name="np.log", compute=np.log, wrapped=True)
    exp = Recorder(name="", numpy_name="np.exp", compute=np.exp, wrapped=True)
    first = log.function(case)
    exp.function(case)
    case.lines[-1] = "other = wrap_forward_fn(np.exp)"
    given = arguments((WANTS, array))
    log.ask(case, first, list(zip(given, send(case, given), strict=True)), {})
    return case.probe(size=4)


PROBES: dict[str, Probes] = {
    "BackwardFuncLookup": lookup.lookup,
    "log_forward": log_forward,
    "multiply_forward": multiply_forward,
    "wrap_forward_fn": wrap_forward_fn,
    "topological_sort": sorting.topological_sort,
    "backprop": passes.backprop,
}
