"""Say how the queue, the workers and the verdicts are, for whoever looks after them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.store import gradings, installation, pretend
from service.store.database import moment
from service.store.models import (
    Grading,
    GradingAttempt,
    Pair,
    Phase,
    Result,
    Submission,
    UnitRow,
    WorkerRow,
)

QUEUES = (gradings.LIVE, "regrade", "stretch")
SWEPT_AT = "swept_at"
LATEST = 500  # how many gradings the times are told of
SHOWN_FAULTS = 50


class QueueFact(NamedTuple):
    """How long a queue is; ``oldest`` is how many seconds its first has waited."""

    name: str
    waiting: int
    running: int
    oldest: float


class Spread(NamedTuple):
    """Half of the values are below ``middle``, nineteen of twenty below ``most``."""

    middle: float
    most: float


class Fault(NamedTuple):
    """A grading that ended by our fault."""

    grading_id: str
    submission_id: str
    pair_id: str
    pair: str
    purpose: str
    runs: int
    sentence: str
    ended_at: datetime


def queues(db: Session) -> list[QueueFact]:
    """Return each queue, the empty ones too."""
    now = moment(db)
    rows = db.execute(
        select(Grading.queue, Grading.phase, func.count(), func.min(Grading.created_at))
        .where(Grading.phase.in_((Phase.QUEUED, Phase.RUNNING)))
        .group_by(Grading.queue, Grading.phase)
    )
    found = {(queue, phase): (number, first) for queue, phase, number, first in rows}
    told = []
    for queue in QUEUES:
        waiting, first = found.get((queue, Phase.QUEUED), (0, None))
        running, _ = found.get((queue, Phase.RUNNING), (0, None))
        age = max(0.0, (now - first).total_seconds()) if first else 0.0
        told.append(QueueFact(queue, waiting, running, age))
    return told


def workers(db: Session) -> list[tuple[WorkerRow, float, list[str]]]:
    """Return each worker's row, the seconds since it was heard, and what it grades."""
    now = moment(db)
    jobs = db.execute(
        select(GradingAttempt.worker, GradingAttempt.grading_id).where(
            GradingAttempt.ended_at.is_(None)
        )
    ).all()
    rows = db.scalars(select(WorkerRow).order_by(WorkerRow.queue, WorkerRow.name))
    return [
        (
            row,
            max(0.0, (now - row.seen_at).total_seconds()),
            [grading_id for worker, grading_id in jobs if worker == row.name],
        )
        for row in rows
    ]


def sweep_age(db: Session) -> float | None:
    """Return the seconds since the last sweep; None: nothing has ever swept."""
    told = installation.get(db, SWEPT_AT)
    if told is None:
        return None
    return max(0.0, (moment(db) - datetime.fromisoformat(told)).total_seconds())


def outcomes(db: Session) -> dict[str, int]:
    """Return how runs ended: done, failed, lost (requeued), broken, fenced, cancelled."""
    counted = select(GradingAttempt.outcome, func.count()).where(
        GradingAttempt.outcome.is_not(None)
    )
    rows = db.execute(counted.group_by(GradingAttempt.outcome))
    return {str(outcome): number for outcome, number in rows}


def verdicts(db: Session) -> list[tuple[str, str, int]]:
    """Return (state, kind, how many) of the units graded, the most frequent first."""
    kind = func.coalesce(UnitRow.kind, "")
    counted = select(UnitRow.state, kind, func.count()).group_by(UnitRow.state, kind)
    rows = db.execute(counted.where(UnitRow.state != "not_attempted"))
    told = [(state, why, number) for state, why, number in rows]
    return sorted(told, key=lambda row: -row[2])


def submissions(db: Session) -> int:
    """Return how many submissions there are."""
    return db.scalar(select(func.count()).select_from(Submission)) or 0


def times(db: Session) -> dict[str, Spread]:
    """Return the seconds from handing in to the worker, with it, and to the verdict.

    Pretend hand-ins are left out: the evening they waited since never was.
    """
    rows = db.execute(
        select(Grading.created_at, GradingAttempt.started_at, GradingAttempt.ended_at)
        .join(GradingAttempt, GradingAttempt.grading_id == Grading.id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(GradingAttempt.outcome == Phase.DONE, GradingAttempt.n == 1)
        .where(Grading.queue == gradings.LIVE)
        .where(~Submission.client_token.startswith(pretend.MARK, autoescape=True))
        .order_by(GradingAttempt.ended_at.desc())
        .limit(LATEST)
    ).all()
    spans: dict[str, list[timedelta]] = {
        "queued": [start - made for made, start, _ in rows],
        "graded": [end - start for _, start, end in rows if end],
        "in all": [end - made for made, _, end in rows if end],
    }
    return {name: _spread(found) for name, found in spans.items() if found}


def _spread(spans: list[timedelta]) -> Spread:
    ordered = sorted(max(0.0, span.total_seconds()) for span in spans)
    last = len(ordered) - 1
    return Spread(ordered[last // 2], ordered[round(0.95 * last)])


def faults(db: Session) -> list[Fault]:
    """Return what ended by our fault and stands so, the newest first."""
    rows = db.execute(
        select(Grading, Pair.name)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Grading.phase == Phase.FAILED)
        .order_by(Grading.seq.desc())
        .limit(SHOWN_FAULTS)
    )
    return [
        Fault(
            one.id,
            one.submission_id,
            one.pair_id,
            name,
            one.purpose,
            one.run,
            one.fault_sentence or "",
            one.done_at or one.created_at,
        )
        for one, name in rows
    ]


def tiers(db: Session) -> dict[str, int]:
    """Return how many results each sandbox tier gave."""
    rows = db.execute(select(Result.tier, func.count()).group_by(Result.tier))
    return {str(tier): number for tier, number in rows}
