"""Keep an instructor's word on a unit: with a reason, an author, and a way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session as Database

from exercises.nouns import State
from service.store import audit
from service.store.database import moment
from service.store.models import Override, Pair, Person, Submission
from service.store.refusals import Refusal

DECIDES = (State.PASSED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Decided:
    """One override with the attempt it is about and who decided."""

    override: Override
    submission: Submission
    actor: Person


def add(
    db: Database, submission: Submission, unit: str, state: State, **why: str
) -> Override:
    """Let ``state`` stand for a unit of the submission's pair; raises Refusal.

    ``why`` is ``reason`` and ``actor_id``.
    """
    reason = why["reason"].strip()
    if not reason:
        raise Refusal(
            "reason", "Give the reason: the pair reads it, and so will whoever asks."
        )
    if state not in DECIDES:
        raise Refusal("state", "A unit counts as passed or as not yet, nothing else.")
    made = Override(
        pair_id=submission.pair_id,
        unit=unit,
        submission_id=submission.id,
        state=state,
        reason=reason,
        actor_id=why["actor_id"],
    )
    db.add(made)
    db.flush()
    detail = {"unit": unit, "state": str(state), "override": made.id}
    audit.note(
        db,
        "overrode a verdict",
        actor_id=why["actor_id"],
        about=submission.id,
        detail=detail,
    )
    return made


def withdraw(db: Database, override_id: str, actor_id: str) -> bool:
    """Let the grader's own verdict count again; False: it does already."""
    stands = (Override.id == override_id, Override.withdrawn_at.is_(None))
    told = update(Override).where(*stands)
    ended = told.values(withdrawn_at=moment(db), withdrawn_by=actor_id)
    gone = db.scalar(ended.returning(Override.id)) is not None
    if gone:
        audit.note(db, "withdrew an override", actor_id=actor_id, about=override_id)
    return gone


def find(db: Database, override_id: str) -> Override | None:
    """Return one override, withdrawn or not."""
    return db.scalar(select(Override).where(Override.id == override_id))


def standing(db: Database, pair_ids: Iterable[str]) -> dict[tuple[str, str], Override]:
    """Return what stands by (pair, unit): where nothing is, the verdict counts."""
    rows = db.scalars(
        select(Override)
        .where(Override.pair_id.in_(list(pair_ids)), Override.withdrawn_at.is_(None))
        .order_by(Override.seq)
    )
    return {(row.pair_id, row.unit): row for row in rows}


def states(db: Database, course_id: str) -> dict[str, dict[str, str]]:
    """Return the states that stand in a class, pair by pair and unit by unit."""
    found: dict[str, dict[str, str]] = {}
    for pair_id, unit, state in db.execute(_states(), {"course": course_id}):
        found.setdefault(pair_id, {})[unit] = state
    return found


@cache
def _states() -> Select[str, str, str]:
    return (
        select(Override.pair_id, Override.unit, Override.state)
        .join(Pair, Pair.id == Override.pair_id)
        .where(Pair.course_id == bindparam("course"), Override.withdrawn_at.is_(None))
        .order_by(Override.seq)
    )


def about(db: Database, submission_id: str) -> list[Decided]:
    """Return every override decided on a submission, withdrawn ones too."""
    rows = db.execute(
        select(Override, Submission, Person)
        .join(Submission, Submission.id == Override.submission_id)
        .join(Person, Person.id == Override.actor_id)
        .where(Override.submission_id == submission_id)
        .order_by(Override.seq)
    )
    return [Decided(*row) for row in rows]
