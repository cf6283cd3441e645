"""What was handed in, with what became of it, from the scope of whoever asks."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from exercises.nouns import State
from service.store.models import (
    Grading,
    GradingAttempt,
    Pair,
    Person,
    Phase,
    Progress,
    Purpose,
    Result,
    StretchRun,
    Submission,
)

GRADED = (Purpose.SUBMIT, Purpose.REGRADE)
TRAINED = (Purpose.STRETCH_OFFICIAL, Purpose.STRETCH_OPEN)


Rows = Select[Submission, Grading, Result, Pair, Person, Person]


@dataclass(frozen=True, slots=True)
class Shown:
    """One submission with its current grading, and the verdict once there is one."""

    submission: Submission
    grading: Grading
    result: Result | None
    pair: Pair
    author: Person
    drawer: Person | None

    @property
    def is_over(self) -> bool:
        """Tell whether the state will not change by itself any more."""
        return self.grading.phase in {Phase.DONE, Phase.FAILED, Phase.CANCELLED}

    @property
    def state(self) -> str:
        """Return one word for lists: the phase, or how the verdict ended."""
        if self.grading.phase == Phase.FAILED:
            return "fault"
        if self.result is None:
            return self.grading.phase
        units = self.result.report.get("units", [])
        states = {unit["state"] for unit in units} - {State.NOT_ATTEMPTED}
        if not states:
            return State.NOT_ATTEMPTED
        if states == {State.PASSED}:
            return State.PASSED
        worst = (State.FAILED, State.DID_NOT_LOAD, State.UNPARSABLE)
        return next((state for state in worst if state in states), State.NOT_GRADED)

    @property
    def may_train(self) -> bool:
        """Tell whether the engine's gradients are right, and every piece of it alone."""
        return may_train(self.result.report if self.result else {})

    @property
    def may_play(self) -> bool:
        """Tell whether there is an engine that may train for fun, and not for a board."""
        report = self.result.report if self.result else {}
        return bool(report.get("assembled")) and not may_train(report)


def may_train(report: dict[str, Any]) -> bool:
    """Tell whether a verdict lets its engine train.

    A file could keep our solutions, which stand where it is loaded as a whole; asked
    alone, each piece stands where ours is not.
    """
    assembled = report.get("assembled") or {}
    alone = {unit["state"] for unit in report.get("units", [])}
    return bool(
        assembled.get("state") == State.PASSED
        and alone <= {State.PASSED, State.NOT_ATTEMPTED}
    )


def _shown(pair_id: str | None) -> Rows:
    drawer = aliased(Person)
    wanted = (
        select(Submission, Grading, Result, Pair, Person, drawer)
        .join(Grading, Grading.submission_id == Submission.id)
        .outerjoin(Result, Result.grading_id == Grading.id)
        .join(Pair, Pair.id == Submission.pair_id)
        .join(Person, Person.id == Submission.author_id)
        .outerjoin(drawer, drawer.id == Submission.drawer_id)
        .where(Grading.current.is_(True), Grading.purpose.in_(GRADED))
        .order_by(Submission.seq.desc())
    )
    return wanted if pair_id is None else wanted.where(Submission.pair_id == pair_id)


def find(db: Database, submission_id: str, *, pair_id: str | None) -> Shown | None:
    """Return one submission of this pair (None: of any, for instructors)."""
    row = db.execute(_shown(pair_id).where(Submission.id == submission_id)).first()
    return Shown(*row) if row else None


def of_pair(
    db: Database, pair_id: str, *, rung: str | None = None, limit: int = 100
) -> list[Shown]:
    """Return a pair's submissions, the newest first; ``rung`` keeps those of one."""
    wanted = _shown(pair_id).limit(limit)
    if rung is not None:
        wanted = wanted.where(Submission.rung == rung)
    return [Shown(*row) for row in db.execute(wanted)]


def same_text(db: Database, pair_id: str, source: str) -> Shown | None:
    """Return the pair's newest whole file that holds exactly this text, if any."""
    told = hashlib.sha256(source.encode()).hexdigest()
    wanted = _shown(pair_id).where(
        Submission.rung.is_(None), Submission.source_sha256 == told
    )
    row = db.execute(wanted.limit(1)).first()
    return Shown(*row) if row else None


@dataclass(frozen=True, slots=True)
class Training:
    """One stretch run: its queue row, its points so far, and how it ended."""

    grading: Grading
    submission: Submission
    points: list[Progress]
    run: StretchRun | None

    @property
    def is_over(self) -> bool:
        """Tell whether the run has ended."""
        return self.grading.phase in {Phase.DONE, Phase.FAILED, Phase.CANCELLED}

    @property
    def epochs(self) -> list[Progress]:
        """Return the points at which held-out accuracy was measured."""
        return [point for point in self.points if point.accuracy is not None]


def training(db: Database, grading_id: str, *, pair_id: str | None) -> Training | None:
    """Return one run of this pair (None: of any, for instructors)."""
    wanted = (
        select(Grading, Submission, StretchRun)
        .join(Submission, Submission.id == Grading.submission_id)
        .outerjoin(StretchRun, StretchRun.grading_id == Grading.id)
        .where(Grading.id == grading_id, Grading.purpose.in_(TRAINED))
    )
    if pair_id is not None:
        wanted = wanted.where(Grading.pair_id == pair_id)
    row = db.execute(wanted).first()
    if row is None:
        return None
    grading, submission, run = row
    points = select(Progress).where(Progress.grading_id == grading.id)
    return Training(
        grading, submission, list(db.scalars(points.order_by(Progress.step))), run
    )


def trainings_of(db: Database, submission_id: str) -> list[Grading]:
    """Return the runs started from a submission, the newest first."""
    return list(
        db.scalars(
            select(Grading)
            .where(Grading.submission_id == submission_id)
            .where(Grading.purpose.in_(TRAINED))
            .order_by(Grading.seq.desc())
        )
    )


def is_settled(db: Database, submission_id: str) -> bool:
    """Tell whether nothing of a submission is queued or running."""
    busy = select(Grading.id).where(Grading.submission_id == submission_id)
    unfinished = Grading.phase.in_((Phase.QUEUED, Phase.RUNNING))
    return db.scalar(busy.where(unfinished).limit(1)) is None


@dataclass(frozen=True, slots=True)
class Run:
    """One grading of a submission, its verdict if any, and each worker's try at it."""

    grading: Grading
    result: Result | None
    tries: list[GradingAttempt]


def runs(db: Database, submission_id: str) -> list[Run]:
    """Return every run of a submission, the earliest first, private ones too."""
    rows = db.execute(
        select(Grading, Result, GradingAttempt)
        .outerjoin(Result, Result.grading_id == Grading.id)
        .outerjoin(GradingAttempt, GradingAttempt.grading_id == Grading.id)
        .where(Grading.submission_id == submission_id)
        .order_by(Grading.seq, GradingAttempt.n)
    )
    found: dict[str, Run] = {}
    for grading, result, each in rows:
        run = found.setdefault(grading.id, Run(grading, result, []))
        if each is not None:
            run.tries.append(each)
    return list(found.values())


def neighbours(
    db: Database, submission: Submission
) -> tuple[Submission | None, Submission | None]:
    """Return the pair's hand-ins of the same exercise just before and just after."""
    same = select(Submission).where(
        Submission.pair_id == submission.pair_id,
        Submission.rung.is_not_distinct_from(submission.rung),
    )
    before = same.where(Submission.seq < submission.seq).order_by(Submission.seq.desc())
    after = same.where(Submission.seq > submission.seq).order_by(Submission.seq)
    return db.scalar(before.limit(1)), db.scalar(after.limit(1))
