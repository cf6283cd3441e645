"""A pair's training runs beside each other: those before, and what they drew."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.history import Training
from service.store.models import Grading, Progress, StretchRun, Submission

MOST = 8


@dataclass(frozen=True, slots=True)
class Earlier:
    """A run that ended, by the file it trained and its number there."""

    run: StretchRun
    filename: str
    run_no: int

    @property
    def id(self) -> str:
        """Return the public id of the run."""
        return str(self.run.grading_id)


def others(db: Database, training: Training) -> list[Earlier]:
    """Return the pair's other ended runs of the same kind, the newest first."""
    grading = training.grading
    wanted = (
        select(StretchRun, Submission.filename, Grading.run_no)
        .join(Grading, Grading.id == StretchRun.grading_id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(StretchRun.pair_id == grading.pair_id, Grading.id != grading.id)
        .where(Grading.purpose == grading.purpose)
        .order_by(StretchRun.seq.desc())
        .limit(MOST)
    )
    return [Earlier(*row) for row in db.execute(wanted)]


def points_of(db: Database, grading_ids: Iterable[str]) -> dict[str, list[Progress]]:
    """Return the points of several runs, by run, in order."""
    found: dict[str, list[Progress]] = {each: [] for each in grading_ids}
    rows = db.scalars(
        select(Progress).where(Progress.grading_id.in_(found)).order_by(Progress.step)
    )
    for row in rows:
        found[row.grading_id].append(row)
    return found
