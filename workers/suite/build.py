"""Build the hidden suite: two witnesses must agree before a pair is asked."""

from collections.abc import Callable
from itertools import count

import numpy as np

from exercises import suite
from exercises.graph_code import expression
from exercises.graphs import Answer, GraphSpec
from exercises.interpret import cancels, interpret
from exercises.nouns import Fault, GraderFault
from exercises.sketch import sketch
from exercises.suite import Case
from workers import oracle

RANDOM_GRAPHS = 640
# Both witnesses compute in float64; what is left between them is rounding.
WITNESSES = 1e-9
# A graph on which a right float32 engine strays further could fail a right engine.
BLUR = 2e-6


def build(
    seed: int,
    graphs: int = RANDOM_GRAPHS,
    report: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return a suite of the bank and ``graphs`` random graphs drawn from ``seed``.

    ``report`` hears how many of how many are done. Raises GraderFault where the
    reference engine and PyTorch disagree.
    """
    cases = [Case(spec, confirmed(spec)) for spec in suite.bank()]
    whole = len(cases) + graphs
    numbers = count()
    while len(cases) < whole:
        # A generator of its own for each: one graph can be drawn again without the rest.
        number = next(numbers)
        spec = sketch(np.random.default_rng((seed, number)), seed=number)
        answer = confirmed(spec)
        if is_sharp(spec, answer):
            cases.append(Case(spec, answer, secret=True))
        if report is not None:
            report(len(cases), whole)
    return suite.dump(cases)


def confirmed(spec: GraphSpec) -> Answer:
    """Return PyTorch's answer; raises GraderFault unless the reference agrees."""
    told, own = oracle.ask(spec), interpret(spec)
    if not distance(own, told) <= WITNESSES:
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            f"The reference engine and PyTorch disagree on {expression(spec)} "
            f"(graph {spec.seed}), so no suite was stored.",
        )
    return told


def is_sharp(spec: GraphSpec, told: Answer) -> bool:
    """Tell whether two right float32 engines both stay close to the answer.

    One calibrator is not enough: each rounds in an order of its own.
    """
    if cancels(spec):
        return False
    blurred = (interpret(spec, dtype=np.float32), oracle.ask(spec, np.float32))
    return all(distance(answer, told) <= BLUR for answer in blurred)


def distance(one: Answer, other: Answer) -> float:
    """Return the largest relative difference, inf where shapes or Nones differ.

    Relative to the largest number of each array of ``other``, at least 0.01.
    """
    shapes = [
        [None if each is None else each.shape for each in (a.out, *a.gradients)]
        for a in (one, other)
    ]
    if shapes[0] != shapes[1]:
        return float("inf")
    differences = [
        float(np.abs(a - b).max()) / max(float(np.abs(b).max()), 1e-2)
        for a, b in zip(one.arrays(), other.arrays(), strict=True)
    ]
    return float(np.max(differences))
