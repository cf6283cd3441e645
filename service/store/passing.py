"""Find the definitions of a pair that passed: the newest of each unit."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.nouns import State
from service.store.history import GRADED
from service.store.models import Grading, Submission, UnitRow


def newest(db: Database, pair_id: str) -> dict[str, Submission]:
    """Return, by unit, the newest submission of the pair in which the unit passes alone.

    What the current grading says counts: a regrade may take a pass away.
    """
    rows = (
        select(UnitRow.unit, Submission)
        .join(Grading, Grading.id == UnitRow.grading_id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(
            Grading.pair_id == pair_id,
            Grading.current.is_(True),
            Grading.purpose.in_(GRADED),
            UnitRow.run == "isolated",
            UnitRow.state == State.PASSED,
        )
        .order_by(Submission.seq)
    )
    return {row.unit: row.Submission for row in db.execute(rows)}
