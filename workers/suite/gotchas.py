"""List the graphs that every bank holds, whatever else separates the mutants.

First each op alone, twice, without broadcasting or reuse: a failure there needs no
explanation. Then what the course warns of: one tensor used twice, numbers as operands,
shapes that NumPy stretches, a second backward pass.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from exercises.graphs import GraphSpec
from workers.suite.pen import Formula, Pen, Shape, written


def _op(name: str, **named: Any) -> Formula:
    return lambda first, *others: first.do(name, *others, **named)


ALONE: tuple[tuple[Formula, tuple[Shape, ...]], ...] = (
    *((_op("add"), (shape, shape)) for shape in ((2,), (2, 3))),
    *((_op("negative"), (shape,)) for shape in ((2,), (2, 2))),
    *((_op("log"), (shape,)) for shape in ((2,), (3, 3))),
    *((_op("exp"), (shape,)) for shape in ((2,), (2, 2))),
    *((_op("relu"), (shape,)) for shape in ((3,), (2, 2))),
    *((_op("subtract"), (shape, shape)) for shape in ((2,), (3, 3))),
    *((_op("multiply"), (shape, shape)) for shape in ((2,), (2, 2))),
    *((_op("true_divide"), (shape, shape)) for shape in ((2,), (2, 3))),
    *((_op("maximum"), (shape, shape)) for shape in ((2,), (2, 2))),
    (_op("sum"), ((3,),)),
    (_op("sum", dim=1, keepdim=False), ((3, 3),)),
    (_op("reshape", new_shape=(3, 2)), ((2, 3),)),
    (_op("reshape", new_shape=(2, 2)), ((4,),)),
    (_op("permute", axes=(1, 0)), ((2, 3),)),
    (_op("permute", axes=(1, 2, 0)), ((2, 2, 2),)),
    (_op("expand", new_shape=(2, 3)), ((3,),)),
    (_op("expand", new_shape=(2, 3)), ((2, 1),)),
    (_op("matmul"), ((2, 2), (2, 2))),
    (_op("matmul"), ((2, 3), (3, 2))),
    (_op("getitem", index=1), ((3,),)),
    (_op("getitem", index=((0, 2, 0),)), ((3,),)),
    (_op("cross_entropy", true_labels=(1,)), ((1, 2),)),
    (_op("cross_entropy", true_labels=(2, 0, 1)), ((3, 3),)),
)


def _diamond(a: Pen) -> Pen:
    half = a + a
    return half + half


def _neuron(x: Pen, weight: Pen, bias: Pen) -> Pen:
    return (x @ weight.do("permute", axes=(1, 0)) + bias).do("relu")


REUSE: tuple[tuple[Formula, tuple[Shape, ...]], ...] = (
    (lambda a: a * a, ((2,),)),
    (lambda a: a + a, ((2,),)),
    (lambda a: a * a + a, ((2,),)),
    (lambda a: a + a * a, ((2,),)),
    (_diamond, ((2,),)),
    (lambda a, b: (a + b) + a, ((2,), (2,))),
    (lambda a: a.log() + a.log(), ((2,),)),
    (lambda a, b: (a * b).log() * b, ((2, 3), (3,))),
)
NUMBERS: tuple[tuple[Formula, tuple[Shape, ...]], ...] = (
    (lambda a: a.under(3.0, "multiply"), ((2,),)),
    (lambda a: a * 3.0, ((2,),)),
    (lambda a: a.under(3.0, "subtract"), ((2,),)),
    (lambda a: a.under(0.5, "true_divide"), ((2,),)),
)
STRETCHED: tuple[tuple[Formula, tuple[Shape, ...]], ...] = (
    (lambda a, b: a * b, ((2, 2), ())),
    (lambda a, b: a + b, ((2, 3), (3,))),
    (lambda a, b: a * b, ((2, 3), (2, 1))),
    (lambda a, b: a * b, ((3, 1), (1, 3))),
    (lambda a, b: a * b, ((2, 1, 3), (3, 1))),
)


def _through_itself(a: Pen) -> Pen:
    return a.exp() * (a.exp().log() + a)


def _shared_inside(a: Pen, b: Pen) -> Pen:
    product = a * b
    return product * b + product.log()


def _weighted(a: Pen, b: Pen) -> Pen:
    total = a.do("sum", dim=0, keepdim=True) * b
    return total * total


COMPOSED: tuple[tuple[Formula, tuple[Shape, ...]], ...] = (
    (_through_itself, ((2,),)),
    (_shared_inside, ((2,), (2,))),
    (_weighted, ((2, 2), (2, 1))),
    (lambda a: a.do("sum", dim=0, keepdim=False) * a, ((3, 3),)),
    (lambda a, b: a.do("permute", axes=(2, 0, 1)) * b, ((2, 3, 2), (3,))),
    (
        lambda a: a.do("reshape", new_shape=(3, 2)).do("permute", axes=(1, 0)) * a,
        ((2, 3),),
    ),
    (lambda a, b: (a @ b).do("cross_entropy", true_labels=(0, 2)), ((2, 2), (2, 3))),
    (lambda a: a.do("getitem", index=(0, 1)) * a, ((2, 2),)),
)


def gotchas(seed: int) -> Iterator[GraphSpec]:
    """Yield the graphs of the lists above, in numbers drawn from ``seed``."""
    rows = (*ALONE, *REUSE, *NUMBERS, *STRETCHED, *COMPOSED)
    for number, (formula, shapes) in enumerate(rows):
        yield written(formula, shapes, np.random.default_rng((seed, number)))
    write = partial(written, rng=np.random.default_rng((seed, 1000)))
    yield write(lambda a, b: a * b, ((2,), (2,)), frozen=(1,))
    yield write(lambda a: a * a + a, ((2,),), twice=True)
    yield write(lambda a, b: (a * b).log(), ((2,), (2,)), twice=True)
    yield write(_neuron, ((2, 2), (3, 2), (3,)), frozen=(0,))
