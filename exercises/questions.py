"""What is asked: programs for the sandbox, and what is expected of them outside."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exercises.graphs import GraphSpec, TrainSpec
from exercises.nouns import Array, Plain

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
    shown and never decides: ``note`` says what it is about, ``hint`` is the id of the
    misconception that a failure makes likely. ``secret`` probes come from the
    installation's seed: their lines are shown only after shrinking. ``spec`` is the
    graph or the training that is asked about, where it is one.
    """

    name: str
    concept: str
    program: Program
    expects: tuple[Expect, ...]
    lines: tuple[str, ...]
    size: int = 1
    labelled: bool = False
    note: str = ""
    hint: str = ""
    secret: bool = False
    spec: GraphSpec | TrainSpec | None = None


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
