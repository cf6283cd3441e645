"""What a guest said: records already parsed, never trusted; and how it ended."""

from dataclasses import dataclass
from typing import Literal

from exercises.nouns import Kind, Plain


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """An observed array; ``scalar`` tells a Python number from a 0-d array."""

    array: Plain
    dtype: Literal["f8", "f4", "i8", "b1"]
    scalar: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception inside the guest; ``line`` 0 means unknown.

    ``caller`` is the pair's own line that led there, 0 where there is no other.
    """

    type: str
    text: str
    line: int
    caller: int = 0


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


@dataclass(frozen=True, slots=True)
class Ended:
    """A guest that stopped answering: ``kind`` is one of the verdict kinds.

    ``sentence`` is student-facing; ``log`` is what it printed, at most 16 KiB.
    """

    kind: Kind
    sentence: str
