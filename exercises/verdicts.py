"""What it means: findings, unit verdicts and the verdict on a submission."""

from dataclasses import dataclass, field
from typing import Any

from exercises.nouns import Kind, State


@dataclass(frozen=True, slots=True)
class Finding:
    """The first way in which an observation is not what was expected."""

    kind: Kind
    what: str
    expected: str
    got: str
    sentence: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A failing question to paste, with what should and what did come out.

    ``drawing`` is what a picture of it needs (:mod:`exercises.explain.stored`).
    """

    code: str
    expected: str
    got: str
    drawing: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named cause: the pair's code agrees with these mutants on every question asked.

    ``claim`` completes "agrees with one in which", ``question`` follows it. ``scope``
    says which questions, where it is not all of them.
    """

    id: str
    mutants: tuple[str, ...]
    agrees_on: int
    claim: str = ""
    question: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A question to ask: ``id`` is the misconception that makes it worth asking."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitVerdict:
    """The verdict on one unit, or on the assembled engine.

    ``line`` is where the graded definition begins, in a notebook counted in ``cell``.
    ``behaviour`` is how an engine is wrong that nothing explains
    (:mod:`exercises.diagnosis.behaviour`). ``because`` names the optional definition by
    which an engine fails.
    """

    name: str
    state: State
    kind: Kind | None = None
    line: int = 0
    cell: int = 0
    passed: int = 0
    total: int = 0
    sentence: str = ""
    concept: str = ""
    counterexample: Counterexample | None = None
    misconceptions: tuple[Misconception, ...] = ()
    behaviour: dict[str, Any] | None = None
    hints: tuple[Hint, ...] = ()
    filled_in: tuple[str, ...] = ()
    because: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Everything said about one submission; JSON by :func:`exercises.report.as_json`.

    ``headline`` is one sentence; ``optional`` are units that never count, where the file
    writes them; ``remarks`` are about the file as a whole; ``log`` is what the code
    printed, at most 16 KiB, empty where it is withheld.
    """

    file: str
    tier: str
    suite_version: str
    headline: str
    units: tuple[UnitVerdict, ...]
    assembled: UnitVerdict | None = None
    optional: tuple[UnitVerdict, ...] = ()
    remarks: tuple[str, ...] = ()
    log: str = ""
    milliseconds: dict[str, float] = field(default_factory=dict)
