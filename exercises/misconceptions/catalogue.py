"""What pairs believe when a gradient comes out wrong, and what to ask them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One misconception in words; ``claim`` completes "agrees with one in which".

    ``question`` comes after the evidence, ``where`` only on request. ``concept`` is a
    column of the confusion map; ``exercises`` are units, or "any" or "training".
    """

    id: str
    claim: str
    question: str
    where: str
    concept: str
    exercises: tuple[str, ...]


def _read() -> dict[str, Cause]:
    rows = tomllib.loads(TEXTS.read_text())
    return {
        name: Cause(id=name, **row | {"exercises": tuple(row["exercises"])})
        for name, row in rows.items()
    }


CAUSES: dict[str, Cause] = _read()
CONCEPTS: tuple[str, ...] = tuple(dict.fromkeys(row.concept for row in CAUSES.values()))
