"""Build the hidden suite: two witnesses must agree before a pair is asked."""

from collections.abc import Callable
from itertools import count

import numpy as np

from exercises import suite, training
from exercises.graph_code import expression
from exercises.graphs import Answer, GraphSpec, TrainSpec
from exercises.interpret import cancels, interpret
from exercises.nouns import Array, Fault, GraderFault
from exercises.sketch import sketch
from exercises.suite import Case, Lesson
from workers import oracle

RANDOM_GRAPHS = 640
# Only a training program sees an optimiser's mistake: one random case in forty is one.
LESSON_EVERY = 40
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
    cases: list[Case | Lesson] = [Case(spec, confirmed(spec)) for spec in suite.bank()]
    cases += [Lesson(spec, trained(spec)) for spec in suite.lessons()]
    whole = len(cases) + graphs
    numbers = count()
    while len(cases) < whole:
        # A generator of its own for each: one can be drawn again without the rest.
        number = next(numbers)
        case = _secret(np.random.default_rng((seed, number)), number)
        if case is not None:
            cases.append(case)
        if report is not None:
            report(len(cases), whole)
    return suite.dump(cases)


def _secret(rng: np.random.Generator, number: int) -> Case | Lesson | None:
    """Return one random case, None where float32 would blur it."""
    if number % LESSON_EVERY == 0:
        lesson = training.draw(rng, seed=number)
        return Lesson(lesson, trained(lesson), secret=True)
    spec = sketch(rng, seed=number)
    answer = confirmed(spec)
    return Case(spec, answer, secret=True) if is_sharp(spec, answer) else None


def trained(spec: TrainSpec) -> tuple[Array, ...]:
    """Return PyTorch's parameters; raises GraderFault unless the reference agrees."""
    told, own = oracle.train(spec), training.run(spec)
    for a, b in zip(own, told, strict=True):
        if not np.abs(a - b).max() <= WITNESSES:
            raise _disagreement(f"training {spec.seed}")
    return told


def confirmed(spec: GraphSpec) -> Answer:
    """Return PyTorch's answer; raises GraderFault unless the reference agrees."""
    told, own = oracle.ask(spec), interpret(spec)
    if not distance(own, told) <= WITNESSES:
        raise _disagreement(f"{expression(spec)} (graph {spec.seed})")
    return told


def _disagreement(where: str) -> GraderFault:
    return GraderFault(
        Fault.INFRASTRUCTURE,
        f"The reference engine and PyTorch disagree on {where}: no suite was stored.",
    )


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
