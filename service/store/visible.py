"""Run the visible checks on a text that is not handed in: no attempt, no history."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.questions import Rung
from service.store import gradings, submissions
from service.store.models import Grading, Phase, Purpose, Result, Submission, new_id


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the visible checks, with what it found once it has ended."""

    submission: Submission
    grading: Grading
    result: Result | None

    @property
    def is_over(self) -> bool:
        """Tell whether the run has ended."""
        return self.grading.phase in {Phase.DONE, Phase.FAILED, Phase.CANCELLED}


def ask(  # noqa: PLR0913 - what a submission is made of
    db: Database,
    rung: Rung,
    source: str,
    *,
    pair_id: str,
    author_id: str,
    drawer_id: str | None,
) -> Grading:
    """Queue a run on ``source``; it takes the place of the pair's earlier one."""
    make_way(db, pair_id)
    _, grading, _ = submissions.record(
        db,
        pair_id=pair_id,
        author_id=author_id,
        drawer_id=drawer_id,
        rung=rung.slug,
        filename="pasted.py",
        source=source,
        client_token=new_id(),  # asking again about the same text is a new question
        purpose=Purpose.VISIBLE,
        units=list(rung.units),
    )
    return grading


def make_way(db: Database, pair_id: str) -> None:
    """Stop the pair's runs: a worker serves one thing of a pair at a time."""
    gradings.lock_pair(db, pair_id)
    unfinished = select(Grading.id).where(
        Grading.pair_id == pair_id,
        Grading.purpose == Purpose.VISIBLE,
        Grading.phase.in_((Phase.QUEUED, Phase.RUNNING)),
    )
    for grading_id in db.scalars(unfinished).all():
        gradings.cancel(db, grading_id)


def find(db: Database, run_id: str, *, pair_id: str) -> Run | None:
    """Return one run of this pair."""
    row = db.execute(
        select(Submission, Grading, Result)
        .join(Grading, Grading.submission_id == Submission.id)
        .outerjoin(Result, Result.grading_id == Grading.id)
        .where(
            Grading.id == run_id,
            Grading.pair_id == pair_id,
            Grading.purpose == Purpose.VISIBLE,
        )
    ).first()
    return Run(*row) if row else None
