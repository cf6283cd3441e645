"""Store questions with their right answers, and read them back only if unchanged."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from exercises import training
from exercises.graph_code import expression
from exercises.graph_questions import probe
from exercises.graphs import Answer, GraphSpec, TrainSpec, as_json, from_json
from exercises.interpret import interpret
from exercises.nouns import Array, Fault, GraderFault
from exercises.questions import Probe

BANK = Path(__file__).with_name("bank.json")
# What decides a graph's numbers, its question and its judgement.
INGREDIENTS = (
    "bank.json",
    "graph_questions.py",
    "graphs.py",
    "judge.py",
    "mishaps.py",
    "properties.py",
    "safety.py",
    "shaping.py",
    "sketch.py",
    "training.py",
)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One graph with its right answer; ``secret`` ones are not shown as they are."""

    spec: GraphSpec
    answer: Answer
    secret: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A few training steps with the right parameters after each."""

    spec: TrainSpec
    after: tuple[Array, ...]
    secret: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """The probes of one version, small ones first, the public bank before the rest."""

    version: str
    probes: tuple[Probe, ...]


def bank() -> tuple[GraphSpec, ...]:
    """Return the committed graphs, in order of size; answers are stored elsewhere."""
    held = json.loads(BANK.read_text())
    return tuple(from_json(each) for each in held if each["kind"] == "graph")


def lessons() -> tuple[TrainSpec, ...]:
    """Return the committed training programs."""
    held = json.loads(BANK.read_text())
    return tuple(training.from_json(each) for each in held if each["kind"] == "train")


def dump(cases: Iterable[Case | Lesson]) -> bytes:
    """Return a suite as bytes; equal cases under an equal judge give equal bytes."""
    plain = {
        "v": 1,
        # A verdict must be replayable: another judge is another suite.
        "recipe": recipe(),
        "cases": [_plain(case) for case in cases],
    }
    return json.dumps(plain, separators=(",", ":")).encode()


def _plain(case: Case | Lesson) -> dict[str, Any]:
    if isinstance(case, Lesson):
        return {
            "train": training.as_json(case.spec),
            "after": [each.tolist() for each in case.after],
            "secret": case.secret,
        }
    return {
        "graph": as_json(case.spec),
        "out": case.answer.out.tolist(),
        "gradients": [
            None if each is None else each.tolist() for each in case.answer.gradients
        ],
        "secret": case.secret,
    }


def recipe() -> str:
    """Return a digest of the code that makes and judges graphs."""
    digest = sha256()
    for name in INGREDIENTS:
        digest.update(BANK.with_name(name).read_bytes())
    return digest.hexdigest()


def recipe_of(blob: bytes) -> str:
    """Return the recipe a stored suite was built by."""
    told: str = json.loads(blob)["recipe"]
    return told


def version_of(blob: bytes) -> str:
    """Return the version that names exactly these bytes."""
    return sha256(blob).hexdigest()


def load(blob: bytes, version: str) -> Suite:
    """Return the suite stored in ``blob``.

    Raises GraderFault where the bytes are not those of ``version``: a damaged answer
    would be charged to a pair.
    """
    if version_of(blob) != version:
        raise GraderFault(
            Fault.INFRASTRUCTURE,
            "The stored hidden suite does not match its version. "
            "Run `pairgrad suite build` to build it again.",
        )
    cases = [_case(each) for each in json.loads(blob)["cases"]]
    return Suite(version, tuple(as_probe(case) for case in cases))


def from_reference() -> Suite:
    """Return the bank with the reference engine's answers, for a first look.

    For a terminal without an installation: nobody's PyTorch has confirmed it.
    """
    cases: list[Case | Lesson] = [Case(spec, interpret(spec)) for spec in bank()]
    cases += [Lesson(spec, training.run(spec)) for spec in lessons()]
    version = f"bank-{version_of(dump(cases))[:16]}"
    return Suite(version, tuple(as_probe(case) for case in cases))


def as_probe(case: Case | Lesson) -> Probe:
    """Return the case as a probe; a graph is named by its formula."""
    if isinstance(case, Lesson):
        return training.probe(case.spec, case.after, secret=case.secret)
    name = expression(case.spec)
    return probe(case.spec, case.answer, name=name, secret=case.secret)


def _case(plain: dict[str, Any]) -> Case | Lesson:
    if "train" in plain:
        after = tuple(_array(each) for each in plain["after"])
        return Lesson(training.from_json(plain["train"]), after, plain["secret"])
    gradients = tuple(
        None if each is None else _array(each) for each in plain["gradients"]
    )
    answer = Answer(_array(plain["out"]), gradients)
    return Case(from_json(plain["graph"]), answer, plain["secret"])


def _array(numbers: Any) -> Array:
    return np.array(numbers, dtype=np.float64)
