"""Answer, in this process, what a grading asks: the right answers and no sandbox."""

import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache

import numpy as np

from exercises import scaffolding, training
from exercises import suite as suites
from exercises.catalogue import UNITS
from exercises.extract import assembled, read
from exercises.graphs import GraphSpec, TrainSpec
from exercises.interpret import interpret
from exercises.questions import Program
from exercises.sketch import sketch
from exercises.suite import Case, Lesson, Suite
from workers.assembled import wholes
from workers.guest import drive
from workers.isolated import questions
from workers.sandbox import asking

SEED = 20_240_402
# As in a built suite: one random case in forty is a training program.
LESSON_EVERY = 40


@cache
def solved_course() -> bytes:
    """Return our own solution of every unit as one right file."""
    folder = scaffolding.FOLDER / "solved"
    texts = [(folder / f"{name}.py").read_text(encoding="utf-8") for name in UNITS]
    return "\n\n".join(["import numpy as np", *texts]).encode()


def drawn(count: int) -> list[GraphSpec | TrainSpec]:
    """Return the bank, its lessons, and ``count`` random cases."""
    return [*suites.bank(), *suites.lessons(), *(_case(n) for n in range(count))]


def _case(number: int) -> GraphSpec | TrainSpec:
    rng = np.random.default_rng((SEED, number))
    if number % LESSON_EVERY == 0:
        return training.draw(rng, seed=number)
    return sketch(rng, seed=number)


def stored(cases: Sequence[GraphSpec | TrainSpec]) -> Suite:
    """Return the cases as a suite with the reference engine's answers."""
    public = len(suites.bank()) + len(suites.lessons())
    found = [
        Lesson(each, training.run(each), secret=at >= public)
        if isinstance(each, TrainSpec)
        else Case(each, interpret(each), secret=at >= public)
        for at, each in enumerate(cases)
    ]
    return Suite("benchmark", tuple(suites.as_probe(each) for each in found))


def sums(cases: Sequence[GraphSpec | TrainSpec]) -> float:
    """Let the reference engine answer every case; nobody else works meanwhile."""
    for each in cases:
        if isinstance(each, TrainSpec):
            training.run(each)
        else:
            interpret(each)
    return 0.0


def answers() -> tuple[Callable[[], float], Callable[[], float]]:
    """Return what answers all unit questions, and what is asked beside the graphs."""
    folder = scaffolding.FOLDER / "solved"
    units = [
        _sent(
            scaffolding.isolated(name),
            (folder / f"{name}.py").read_text(encoding="utf-8"),
            [probe.program for probe in questions(name)],
        )
        for name in UNITS
    ]
    whole = _sent(
        scaffolding.assembled(UNITS),
        assembled(read("pair.py", solved_course())),
        [
            scaffolding.finish(UNITS),
            *(probe.program for several in wholes() for probe in several),
        ],
    )
    return lambda: _answered(units), lambda: _answered([whole])


def _sent(scaffold: str, source: str, programs: Sequence[Program]) -> list[bytes]:
    asked = [request for _, request in asking.batches(programs)]
    return [asking.encode_scaffold(scaffold), asking.encode_load(source), *asked]


def _answered(conversations: Sequence[Sequence[bytes]]) -> float:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for sent in conversations:
            state = drive.State()
            for request in sent:
                for _ in drive.answers(state, request):
                    pass
    return 0.0
