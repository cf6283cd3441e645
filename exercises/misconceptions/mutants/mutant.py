"""Define what a mutant is: one slot of the right engine, filled by one misconception."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["value", "ties", "read-only"]


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """One mistake: ``override`` fills fields of ``Slots``.

    ``cause`` is the misconception (a key of the catalogue); ``claim`` completes "agrees
    with one in which". Mutants of ``role`` "value" decide pass or fail; the others have
    a labelled probe of their own.
    """

    id: str
    slot: str
    cause: str
    claim: str
    override: Mapping[str, Any]
    role: Role = "value"


def rule(
    name: str, cause: str, claim: str, *backs: tuple[str, int, Callable[..., Any]]
) -> Mutant:
    """Return a mutant of backward rules, given as (op, argument, rule).

    Its slot is the first word of its id, without a digit.
    """
    slot = name.split("_", maxsplit=1)[0].rstrip("01")
    rules = {(op, argument): back for op, argument, back in backs}
    return Mutant(name, slot, cause, claim, {"rules": rules})


def unary(
    name: str, op: str, cause: str, claim: str, back: Callable[..., Any]
) -> Mutant:
    """Return a mutant of an op with one operand."""
    return rule(name, cause, claim, (op, 0, back))
