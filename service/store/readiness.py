"""What stands in the way of grading, in words with a remedy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.models import SuiteRow, WorkerRow

# What a worker's row says where no sandbox could be had.
NO_SANDBOX = {"", "none"}
STRONG = NO_SANDBOX | {"A"}  # nothing to warn of, or a word of its own already


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why nothing is graded now; ``passes`` if waiting is all it takes."""

    sentence: str
    passes: bool


def obstacle(db: Database, alive: Sequence[WorkerRow]) -> Obstacle | None:
    """Return what stands in the way, or None when gradings run.

    ``alive`` are the workers heard from lately.
    """
    refused = [worker for worker in alive if worker.tier in NO_SANDBOX]
    if refused and len(refused) == len(alive):
        return Obstacle(refused[0].sentence, passes=False)
    if db.scalar(select(SuiteRow.version).where(SuiteRow.active.is_(True))) is None:
        return Obstacle(
            "The hidden tests of this installation are still being built. Hand in what "
            "you like: it is graded as soon as they are ready.",
            passes=True,
        )
    if not alive:
        return Obstacle(
            "No grading worker is running. What is handed in waits safely until the "
            "instructor starts one (pairgrad serve).",
            passes=False,
        )
    return None


def caution(alive: Iterable[WorkerRow]) -> str | None:
    """Return what an instructor should know of a sandbox weaker than it could be."""
    weak = (worker for worker in alive if worker.tier not in STRONG)
    return next((f"Tier {worker.tier}: {worker.sentence}" for worker in weak), None)
