"""Build the hidden suite: two witnesses must agree before a pair is asked.

A suite is itself tested: every known mistake of the catalogue must fail on its public
half and on its secret half, or there is no suite.
"""

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np

from exercises import suite, training
from exercises.graph_code import expression
from exercises.graphs import Answer, GraphSpec, TrainSpec
from exercises.interpret import cancels, interpret
from exercises.misconceptions.host import run_on
from exercises.misconceptions.paths import cancellation
from exercises.misconceptions.slots import Slots
from exercises.nouns import Array, Fault, GraderFault
from exercises.sketch import sketch
from exercises.suite import Case, Lesson
from workers import oracle
from workers.suite.mutation import killed_by, survivors

RANDOM_GRAPHS = 640
# Only a training program sees an optimiser's mistake: one random case in forty is one.
LESSON_EVERY = 40
# Both witnesses compute in float64; what is left between them is rounding.
WITNESSES = 1e-9
# A graph on which a right float32 engine strays further could fail a right engine.
BLUR = 2e-6
# Paths this much larger than their sum leave rounding where the gradient was.
CANCELLING = 30.0
# The rarest mistake shows in one of a thousand graphs.
MOST_DRAWS = 40_000
FLOAT32 = Slots(dtype=np.float32)


def build(
    seed: int,
    graphs: int = RANDOM_GRAPHS,
    report: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return a suite of the bank and at least ``graphs`` random graphs from ``seed``.

    ``report`` hears how many of how many are done. Raises GraderFault where the
    reference engine and PyTorch disagree, or where a known mistake would pass.
    """
    public: list[Case | Lesson] = [Case(spec, confirmed(spec)) for spec in suite.bank()]
    public += [Lesson(spec, trained(spec)) for spec in suite.lessons()]
    if left := survivors(map(suite.as_probe, public)):
        raise _survived(left, "public")
    secret: list[Case | Lesson] = []
    # A generator of its own for each: one can be drawn again without the rest.
    numbers = count()
    while len(secret) < graphs:
        number = next(numbers)
        case = _secret(np.random.default_rng((seed, number)), number)
        if case is not None:
            secret.append(case)
        if report is not None:
            report(len(public) + len(secret), len(public) + graphs)
    secret += _extension(secret, seed, numbers)
    return suite.dump([*public, *secret])


def _extension(
    secret: list[Case | Lesson], seed: int, numbers: Iterator[int]
) -> Iterator[Case | Lesson]:
    """Draw on for a graph against each mistake that the secret half lets pass."""
    alive = survivors(map(suite.as_probe, secret))
    for number in numbers:
        if not alive:
            return
        if number > MOST_DRAWS:
            raise _survived(alive, "secret")
        rng = np.random.default_rng((seed, number))
        is_lesson = number % LESSON_EVERY == 0
        spec = training.draw(rng, number) if is_lesson else sketch(rng, seed=number)
        dead = set(killed_by(spec, alive))
        case = _secret(np.random.default_rng((seed, number)), number) if dead else None
        if case is not None:
            alive = [name for name in alive if name not in dead]
            yield case


def _survived(names: list[str], half: str) -> GraderFault:
    return GraderFault(
        Fault.INFRASTRUCTURE,
        f"No suite was stored: its {half} half lets these known mistakes pass: "
        f"{', '.join(names)}.",
    )


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
    """Tell whether three right float32 engines all stay close to the answer.

    One calibrator is not enough: each rounds in an order of its own.
    """
    if cancels(spec) or not cancellation(spec) <= CANCELLING:
        return False
    blurred = (
        interpret(spec, dtype=np.float32),
        oracle.ask(spec, np.float32),
        _as_a_pair_would(spec),
    )
    return all(distance(answer, told) <= BLUR for answer in blurred)


def _as_a_pair_would(spec: GraphSpec) -> Answer:
    """Compute in float32 with a loss composed of ops, which neither witness does."""
    out, *gradients = (
        None if each is None else each.astype(np.float64)
        for each in run_on(spec, FLOAT32).arrays
    )
    return Answer(np.asarray(out), tuple(gradients))


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
