"""What a check-up finds: a name, how it is, one sentence, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How something is."""

    FINE = "fine"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; ``remedy`` is a command or a step, empty where nothing is wrong."""

    name: str
    health: Health
    sentence: str
    remedy: str = ""


def fine(name: str, sentence: str) -> Check:
    """Return that nothing is wrong."""
    return Check(name, Health.FINE, sentence)


def warn(name: str, sentence: str, remedy: str) -> Check:
    """Return that something waits, or is weaker than it could be."""
    return Check(name, Health.WARN, sentence, remedy)


def bad(name: str, sentence: str, remedy: str) -> Check:
    """Return that something does not work until it is mended."""
    return Check(name, Health.BAD, sentence, remedy)
