"""Verdicts that a pair says are wrong, and what the instructor answers."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from service.store import audit
from service.store.database import moment
from service.store.gradings import enqueue
from service.store.history import Shown
from service.store.models import (
    Dispute,
    Grading,
    Pair,
    Person,
    Purpose,
    Result,
    Submission,
)
from service.store.refusals import Refusal

LONGEST = 2000


Cases = Select[Dispute, Pair, Person, Submission, Result, Grading, Result, Person]


@dataclass(frozen=True, slots=True)
class Case:
    """One dispute with everything needed to decide it."""

    dispute: Dispute
    pair: Pair
    by: Person
    submission: Submission
    result: Result | None
    replay: Grading | None
    again: Result | None
    replier: Person | None


def of_submission(db: Database, submission_id: str) -> Case | None:
    """Return the dispute about a submission's verdict, None where there is none."""
    row = db.execute(_cases().where(Dispute.submission_id == submission_id)).first()
    return Case(*row) if row else None


def find(db: Database, dispute_id: str) -> Case | None:
    """Return one dispute."""
    row = db.execute(_cases().where(Dispute.id == dispute_id)).first()
    return Case(*row) if row else None


def inbox(db: Database, course_id: str) -> list[Case]:
    """Return the disputes of a class: unanswered first, then the newest."""
    unanswered = Dispute.replied_at.is_(None).desc()
    of_course = _cases().where(Pair.course_id == course_id)
    return [
        Case(*row)
        for row in db.execute(of_course.order_by(unanswered, Dispute.seq.desc()))
    ]


def _cases() -> Cases:
    replay, again, replier = aliased(Grading), aliased(Result), aliased(Person)
    return (
        select(Dispute, Pair, Person, Submission, Result, replay, again, replier)
        .join(Pair, Pair.id == Dispute.pair_id)
        .join(Person, Person.id == Dispute.person_id)
        .join(Submission, Submission.id == Dispute.submission_id)
        .outerjoin(Result, Result.grading_id == Dispute.grading_id)
        .outerjoin(replay, replay.id == Dispute.replay_id)
        .outerjoin(again, again.grading_id == replay.id)
        .outerjoin(replier, replier.id == Dispute.replied_by)
    )


def disputable(shown: Shown) -> list[str]:
    """Return the names in a verdict that a pair may call wrong: what did not pass."""
    report = shown.result.report if shown.result else {}
    engine = report.get("assembled")
    units = [*report.get("units", []), *([engine] if engine else [])]
    return [
        unit["name"]
        for unit in units
        if unit["state"] not in {"passed", "not_attempted"}
    ]


def begin(
    db: Database, shown: Shown, person_id: str, *, unit: str, reason: str
) -> None:
    """Call a verdict wrong, with a reason; a second time changes the words.

    Raises Refusal without a reason, or once it was answered.
    """
    words = reason.strip()[:LONGEST]
    if not words:
        raise Refusal(
            "reason",
            "Say why the verdict is wrong: what you expected and what you know it "
            "from. Your instructor decides by that.",
        )
    known = of_submission(db, shown.submission.id)
    if known is not None and known.dispute.replied_at is not None:
        raise Refusal("reason", "Your instructor has answered this one already.")
    if known is not None:
        known.dispute.unit, known.dispute.reason = unit, words
        return
    db.add(
        Dispute(
            submission_id=shown.submission.id,
            grading_id=shown.grading.id,
            pair_id=shown.pair.id,
            person_id=person_id,
            unit=unit,
            reason=words,
        )
    )


def replay(db: Database, submission: Submission, actor_id: str) -> Grading:
    """Run a submission once more, privately: no verdict of the pair's changes."""
    audit.note(db, "replayed privately", actor_id=actor_id, about=submission.id)
    return enqueue(db, submission, Purpose.REPLAY)


def reply(db: Database, case: Case, actor_id: str, text: str) -> None:
    """Answer the pair; raises Refusal without words."""
    words = text.strip()[:LONGEST]
    if not words:
        raise Refusal("reply", "Write the pair an answer; they read it on their page.")
    case.dispute.reply = words
    case.dispute.replied_by, case.dispute.replied_at = actor_id, moment(db)
    db.add(case.dispute)
    audit.note(db, "answered a dispute", actor_id=actor_id, about=case.dispute.id)
