"""The nouns every part shares: what is asked, what was seen, what it means."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Plain = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]


class State(StrEnum):
    """Where one unit of a submission ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    DID_NOT_LOAD = "did_not_load"
    UNPARSABLE = "unparsable"
    NOT_GRADED = "not_graded"


class Kind(StrEnum):
    """How a unit failed: first what the answers said, then how the guest ended."""

    ERROR = "error"
    FORWARD = "forward"
    EXTRA = "extra"
    MISSING = "missing"
    SHAPE = "shape"
    VALUE = "value"
    ORDER = "order"
    MUTATED = "mutated"
    NEEDS_STUB = "needs_stub"
    TYPE_REFUSED = "type_refused"
    TIMEOUT = "timeout"
    CPU_LIMIT = "cpu_limit"
    OUTPUT_LIMIT = "output_limit"
    CRASH = "crash"
    NO_ANSWER = "no_answer"
    PROTOCOL = "protocol"
    SECURITY = "security"


class Fault(StrEnum):
    """What went wrong on our side; never charged to a pair."""

    INFRASTRUCTURE = "infrastructure"
    SANDBOX_UNAVAILABLE = "sandbox_unavailable"


class GraderFault(Exception):  # noqa: N818 - blame is the word, not error
    """Report that we, not the pair, failed; ``fault`` says which way."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        """Keep the fault and one sentence for the instructor."""
        super().__init__(sentence)
        self.fault = fault
        self.sentence = sentence


# --- Questions: a program is a list of steps, a handle is a step's position. ---

Value = (
    NDArray[np.generic]
    | float
    | int
    | bool
    | str
    | None
    | tuple["Value", ...]
    | list["Value"]
)


class Op(StrEnum):
    """One operation of the guest conversation (docs/wire.md)."""

    VALUE = "value"
    NAME = "name"
    CALL = "call"
    ATTR = "attr"
    SAME = "same"
    SET = "set"
    WHERE = "where"
    LIST = "list"
    ITEM = "item"
    SETATTR = "setattr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a program; which fields count depends on ``op``.

    VALUE: value. NAME: name. CALL: handles = (function, *arguments), keywords.
    ATTR: handles = (object,), name. SAME: handles = (a, b). SET: name, handles = (h,).
    WHERE: handles = (sequence, *candidates). LIST: handles. ITEM: handles = (object, key).
    SETATTR: handles = (object, value), name.
    """

    op: Op
    value: Value = None
    name: str = ""
    handles: tuple[int, ...] = ()
    keywords: tuple[tuple[str, int], ...] = ()
    observe: bool = False


Program = tuple[Step, ...]


# --- Answers: what the guest's records say, already parsed, never trusted. ---


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """An observed array; ``scalar`` tells a Python number from a 0-d array."""

    array: Plain
    dtype: Literal["f8", "f4", "i8", "b1"]
    scalar: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception inside the guest; ``line`` 0 means unknown."""

    type: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that is not plain numbers; ``type`` names it."""

    type: str


@dataclass(frozen=True, slots=True)
class Text:
    """An observed str."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """An observed None."""


Record = Numbers | Raised | Refused | Text | Nothing


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What one program showed: records by step; skipped steps are absent."""

    records: dict[int, Record]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened while code was loaded (docs/wire.md, ``loaded``)."""

    line: int
    what: Literal["raised", "assert", "slow", "uncompilable", "stub"]
    type: str
    text: str


# --- How a run of the guest ended. ---


@dataclass(frozen=True, slots=True)
class Ended:
    """A guest that stopped answering: ``kind`` is one of the verdict kinds.

    ``sentence`` is student-facing; ``log`` is what it printed, at most 16 KiB.
    """

    kind: Kind
    sentence: str


# --- What one probe expects, judged outside. ---


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """The step's value is this array: exact shape, tolerance of the judge."""

    step: int
    array: Array
    what: str
    role: Literal["forward", "gradient", "value"] = "value"
    zeros_may_be_none: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """The step's value is None (or zeros, where ``or_zeros``)."""

    step: int
    what: str
    or_zeros: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """The step's value is this truth value (bool, 0-d bool or 0/1)."""

    step: int
    truth: bool
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Untouched:
    """An argument still holds the bytes we sent: judged after the call."""

    step: int
    array: Plain
    what: str


@dataclass(frozen=True, slots=True)
class Order:
    """A WHERE result is a topological order: ``before`` pairs (child, parent).

    Each of ``nodes`` appears once, no stranger appears, and ``last`` is at the end.
    """

    step: int
    nodes: int
    before: tuple[tuple[int, int], ...]
    last: int
    what: str


@dataclass(frozen=True, slots=True)
class Raises:
    """The step raises, by an exception that is none of ``but_not``."""

    step: int
    what: str
    but_not: tuple[str, ...] = ("RecursionError", "MemoryError")


@dataclass(frozen=True, slots=True)
class Within:
    """Every element lies in [low, high], and the largest reaches ``reaching``."""

    step: int
    low: float
    high: float
    reaching: float
    shape: tuple[int, ...]
    what: str


Expect = Near | Absent | Holds | Untouched | Order | Raises | Within


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question with its answer; only ``program`` ever enters the sandbox.

    ``lines`` is the same question as 3 to 6 lines of course code. A ``labelled`` probe is
    shown and never decides. ``secret`` probes come from the installation's seed: their
    lines are shown only after shrinking.
    """

    name: str
    concept: str
    program: Program
    expects: tuple[Expect, ...]
    lines: tuple[str, ...]
    size: int = 1
    labelled: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One graded name of the course, and how it is asked about.

    ``probes`` is pure in the generator it is given and yields small questions first.
    ``needs`` names the units whose solved form the scaffold supplies.
    """

    name: str
    rung: str
    points: int
    needs: tuple[str, ...]
    probes: Callable[[np.random.Generator], tuple[Probe, ...]]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the ladder: the unit of work a pair sees.

    ``section`` is one of core1, core2, stretch3; ``concepts`` are badges (chain rule,
    reuse, broadcasting, order); ``minutes`` is (low, high).
    """

    slug: str
    number: str
    section: str
    title: str
    promise: str
    units: tuple[str, ...]
    needs: tuple[str, ...]
    concepts: tuple[str, ...]
    difficulty: int
    minutes: tuple[int, int]


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
    """A failing question to paste, with what should and what did come out."""

    code: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named cause (filled by diagnosis)."""

    id: str
    mutants: tuple[str, ...]
    agrees_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitVerdict:
    """The verdict on one unit, or on the assembled engine.

    ``line`` is where the graded definition begins, in a notebook counted in ``cell``.
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
    filled_in: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Everything said about one submission; JSON by :func:`exercises.report.as_json`.

    ``headline`` is one sentence; ``remarks`` are about the file as a whole; ``log`` is what
    the code printed, at most 16 KiB, empty where it is withheld.
    """

    file: str
    tier: str
    suite_version: str
    headline: str
    units: tuple[UnitVerdict, ...]
    assembled: UnitVerdict | None = None
    remarks: tuple[str, ...] = ()
    log: str = ""
    milliseconds: dict[str, float] = field(default_factory=dict)
