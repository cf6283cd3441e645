"""Remember what once passed: since when a unit fails, and what was changed in between."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises.nouns import State
from service.store.models import Grading, Purpose, Submission, UnitRow

RUN = (State.PASSED, State.FAILED, State.DID_NOT_LOAD)


@dataclass(frozen=True, slots=True)
class Regression:
    """The last submission in which a unit passed, and the first since in which not."""

    unit: str
    passed: Submission
    since: Submission


def regression(
    db: Session, submission: Submission, unit: str, run: str
) -> Regression | None:
    """Return when a unit that fails in ``submission`` last passed before it.

    ``run`` is isolated or assembled. None if it never did.
    """
    rows = db.execute(
        select(Submission, UnitRow.state)
        .join(Grading, Grading.submission_id == Submission.id)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(
            Submission.pair_id == submission.pair_id,
            Submission.seq <= submission.seq,
            Grading.current.is_(True),
            Grading.purpose.in_((Purpose.SUBMIT, Purpose.REGRADE)),
            UnitRow.unit == unit,
            UnitRow.run == run,
            UnitRow.state.in_(RUN),
        )
        .order_by(Submission.seq.desc())
    ).all()
    since = submission
    for earlier, state in rows:
        if state == State.PASSED:
            is_new = earlier.id != submission.id
            return Regression(unit, earlier, since) if is_new else None
        since = earlier
    return None
