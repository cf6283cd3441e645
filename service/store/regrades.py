"""Grade a class's work once more: tried first, then applied as a whole, or undone.

Every run is a row of its own that counts for nothing until the regrade is applied;
applying only says which rows are current. Nothing is overwritten, so undoing is exact.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session as Database

from service.store import audit, counting, gradings, rosters
from service.store.database import moment
from service.store.history import GRADED
from service.store.models import (
    Grading,
    Pair,
    Phase,
    Purpose,
    Regrade,
    RegradeItem,
    Scope,
    Submission,
)
from service.store.refusals import Refusal
from service.store.suites import active_version

# Above this many runs an instructor says twice that they mean it.
MANY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to grade once more: ``rung`` None is every one, ``submission_id`` for one.

    ``only_older`` leaves out what the active tests have already graded.
    """

    scope: Scope
    rung: str | None = None
    submission_id: str = ""
    only_older: bool = False
    reason: str = ""


def within(db: Database, course_id: str, wish: Wish) -> list[Grading]:
    """Return the finished gradings that stand and are in the scope of a wish."""
    wanted = (
        select(Grading)
        .join(Submission, Submission.id == Grading.submission_id)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(
            Pair.course_id == course_id,
            Grading.current.is_(True),
            Grading.purpose.in_(GRADED),
            Grading.phase == Phase.DONE,
            *_narrowed(db, course_id, wish),
        )
        .order_by(Submission.seq)
    )
    return list(db.scalars(wanted))


def _narrowed(db: Database, course_id: str, wish: Wish) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if wish.rung is not None:
        kept.append(Submission.rung == wish.rung)
    if wish.only_older:
        kept.append(Grading.suite_version != (active_version(db) or ""))
    if wish.scope is Scope.ONE:
        kept.append(Submission.id == wish.submission_id)
    if wish.scope is Scope.LATEST:
        newest = select(func.max(Submission.seq)).group_by(
            Submission.pair_id, Submission.rung
        )
        kept.append(Submission.seq.in_(newest))
    if wish.scope is Scope.COUNTING:
        kept.append(Submission.id.in_(_counting(db, course_id)))
    return kept


def _counting(db: Database, course_id: str) -> set[str]:
    found = counting.of_pairs(db, rosters.pairs_of(db, course_id))
    return {
        each.attempt.submission_id
        for units in found.values()
        for each in units.values()
        if each.attempt
    }


def begin(
    db: Database, course_id: str, wish: Wish, *, actor_id: str, client_token: str
) -> Regrade:
    """Queue the runs of a regrade, or return the one this form began before.

    Raises Refusal without a reason, and where nothing is in its scope.
    """
    known = db.scalar(select(Regrade).where(Regrade.client_token == client_token))
    if known is not None:
        return known
    if not wish.reason.strip():
        raise Refusal("reason", "Give the reason: every pair it changes reads it.")
    standing = within(db, course_id, wish)
    if not standing:
        raise Refusal("scope", "Nothing is in that scope: no run would be made.")
    made = Regrade(
        course_id=course_id,
        actor_id=actor_id,
        scope=wish.scope,
        rung=wish.rung,
        reason=wish.reason.strip()[:2000],
        client_token=client_token,
    )
    db.add(made)
    db.flush()
    _queue(db, made, standing)
    detail = {"scope": str(wish.scope), "rung": wish.rung, "runs": len(standing)}
    audit.note(db, "began a regrade", actor_id=actor_id, about=made.id, detail=detail)
    return made


def _queue(db: Database, regrade: Regrade, standing: Sequence[Grading]) -> None:
    ids = [one.submission_id for one in standing]
    rows = db.execute(
        select(Grading.submission_id, func.max(Grading.run_no))
        .where(Grading.submission_id.in_(ids), Grading.purpose == Purpose.REGRADE)
        .group_by(Grading.submission_id)
    )
    last = {row[0]: row[1] for row in rows}
    after = [
        Grading(
            submission_id=one.submission_id,
            pair_id=one.pair_id,
            suite_version="",
            purpose=Purpose.REGRADE,
            queue=gradings.queue_of(Purpose.REGRADE),
            run_no=last.get(one.submission_id, 0) + 1,
            current=False,
            options={**one.options, "regrade": regrade.id},
        )
        for one in standing
    ]
    db.add_all(after)
    db.flush()
    db.add_all(
        RegradeItem(
            regrade_id=regrade.id,
            submission_id=before.submission_id,
            before_id=before.id,
            after_id=made.id,
        )
        for before, made in zip(standing, after, strict=True)
    )


def find(db: Database, regrade_id: str) -> Regrade | None:
    """Return one regrade."""
    return db.scalar(select(Regrade).where(Regrade.id == regrade_id))


def of_course(db: Database, course_id: str) -> list[Regrade]:
    """Return the regrades of a class, the newest first."""
    wanted = select(Regrade).where(Regrade.course_id == course_id)
    return list(db.scalars(wanted.order_by(Regrade.seq.desc())))


def phases(db: Database, regrade_id: str) -> dict[str, int]:
    """Return how many runs of a regrade are in each phase."""
    rows = db.execute(
        select(Grading.phase, func.count())
        .join(RegradeItem, RegradeItem.after_id == Grading.id)
        .where(RegradeItem.regrade_id == regrade_id)
        .group_by(Grading.phase)
    )
    return {row[0]: row[1] for row in rows}


def waiting_ids(db: Database, regrade_id: str) -> list[str]:
    """Return the runs that are not over yet."""
    unfinished = Grading.phase.in_((Phase.QUEUED, Phase.RUNNING))
    return list(
        db.scalars(
            select(Grading.id)
            .join(RegradeItem, RegradeItem.after_id == Grading.id)
            .where(RegradeItem.regrade_id == regrade_id, unfinished)
            .order_by(Grading.seq)
        )
    )


def cancel(db: Database, regrade: Regrade, *, actor_id: str) -> None:
    """Take what still waits out of the queue; nothing changes. Raises Refusal."""
    ended = _mark(db, regrade, Regrade.applied_at.is_(None), cancelled_at=moment(db))
    if not ended:
        raise Refusal("do", "It is over already: nothing is left to cancel.")
    for grading_id in waiting_ids(db, regrade.id):
        gradings.cancel(db, grading_id)
    audit.note(db, "cancelled a regrade", actor_id=actor_id, about=regrade.id)


def apply(db: Database, regrade: Regrade, *, actor_id: str) -> int:
    """Let its verdicts stand from now on, all at once; return how many gradings.

    Runs that failed by our fault, and submissions whose verdict another regrade has
    changed in the meantime, stay as they are. Raises Refusal while runs wait.
    """
    if waiting_ids(db, regrade.id):
        raise Refusal("do", "Some runs still wait: apply when all of them are over.")
    if not _mark(db, regrade, Regrade.applied_at.is_(None), applied_at=moment(db)):
        raise Refusal("do", "It was applied or cancelled before.")
    swapped = swap(db, regrade.id)
    _stand(db, fall=swapped, rise=swapped.values())
    detail = {"gradings": len(swapped)}
    audit.note(
        db, "applied a regrade", actor_id=actor_id, about=regrade.id, detail=detail
    )
    return len(swapped)


def undo(db: Database, regrade: Regrade, *, actor_id: str) -> int:
    """Let what stood before stand again; return how many gradings. Raises Refusal."""
    applied = Regrade.applied_at.is_not(None)
    if not _mark(db, regrade, applied, undone_at=moment(db)):
        raise Refusal("do", "It is not applied: there is nothing to undo.")
    back = swap(db, regrade.id, applied=True)
    _stand(db, fall=back.values(), rise=back)
    audit.note(
        db,
        "undid a regrade",
        actor_id=actor_id,
        about=regrade.id,
        detail={"gradings": len(back)},
    )
    return len(back)


def swap(db: Database, regrade_id: str, *, applied: bool = False) -> dict[str, str]:
    """Return before -> after of the finished runs whose turn it is to change.

    ``applied`` asks for those that stand because of this regrade.
    """
    here = RegradeItem.after_id if applied else RegradeItem.before_id
    standing = select(Grading.id).where(Grading.current.is_(True))
    rows = db.execute(
        select(RegradeItem.before_id, RegradeItem.after_id)
        .join(Grading, Grading.id == RegradeItem.after_id)
        .where(
            RegradeItem.regrade_id == regrade_id,
            Grading.phase == Phase.DONE,
            here.in_(standing),
        )
    )
    return {row[0]: row[1] for row in rows}


def _mark(
    db: Database, regrade: Regrade, state: ColumnElement[bool], **moments: object
) -> bool:
    """Set the moments if the regrade is in ``state``: of two clicks one succeeds."""
    marked = (
        update(Regrade)
        .where(Regrade.id == regrade.id, state)
        .where(Regrade.cancelled_at.is_(None), Regrade.undone_at.is_(None))
        .values(**moments)
        .returning(Regrade.id)
    )
    return db.scalar(marked) is not None


def _stand(db: Database, *, fall: Iterable[str], rise: Collection[str]) -> None:
    for ids, current in ((list(fall), False), (list(rise), True)):
        db.execute(update(Grading).where(Grading.id.in_(ids)).values(current=current))
