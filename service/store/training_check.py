"""The check: an engine that is right trains on the digits once, by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from exercises.stretch import CHECK_BELOW, NOT_NEEDED
from service.store import policies
from service.store.gradings import enqueue, lock_pair
from service.store.history import GRADED, may_train
from service.store.models import (
    Grading,
    Pair,
    Phase,
    Purpose,
    Result,
    StretchRun,
    Submission,
)

BOARD = "official"
WORDS = {
    "passed": ("passed", "passed"),
    "waiting": ("waiting", "under way"),
    "failed": ("failed", "failed"),
    "not_run": ("open", "not run"),
}
ORDER = ("not_run", "failed", "waiting", "passed")


@dataclass(frozen=True, slots=True)
class Check:
    """How a pair's official runs stand: passed, failed, waiting or not_run.

    ``accuracy`` and ``needed`` are shares of held-out digits, None before a run ended.
    """

    state: str = "not_run"
    grading_id: str | None = None
    submission_id: str | None = None
    accuracy: float | None = None
    needed: float | None = None
    reason: str = ""

    @property
    def look(self) -> str:
        """Return the state whose sign and colour it wears."""
        return WORDS[self.state][0]

    @property
    def word(self) -> str:
        """Return the state in words."""
        return WORDS[self.state][1]


def of_pair(db: Database, pair_id: str) -> Check:
    """Return how one pair stands."""
    return of_pairs(db, [pair_id])[pair_id]


def of_course(db: Database, course_id: str) -> dict[str, Check]:
    """Return how each pair of a class stands."""
    ids = list(db.scalars(_ids(), {"course": course_id}))
    tried = db.scalars(_tried(), {"course": course_id}).all()
    return dict.fromkeys(ids, Check()) | (of_pairs(db, tried) if tried else {})


# Made once: the class board asks both at every change of its class.
@cache
def _ids() -> Select[str]:
    return select(Pair.id).where(Pair.course_id == bindparam("course"))


@cache
def _tried() -> Select[str]:
    """Return the statement for the pairs with a run; few classes have any before the end."""
    return (
        select(Grading.pair_id)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Pair.course_id == bindparam("course"))
        .where(Grading.purpose == Purpose.STRETCH_OFFICIAL)
        .distinct()
    )


def of_pairs(db: Database, pair_ids: Collection[str]) -> dict[str, Check]:
    """Return how each pair stands, in one query: its best state, of equals the latest."""
    mark = aliased(StretchRun)
    rows = db.execute(
        select(Grading, StretchRun, mark)
        .outerjoin(StretchRun, StretchRun.grading_id == Grading.id)
        .outerjoin(
            mark,
            and_(
                mark.baseline == "reference engine",
                mark.track == BOARD,
                mark.data == StretchRun.data,
            ),
        )
        .where(Grading.pair_id.in_(pair_ids))
        .where(Grading.purpose == Purpose.STRETCH_OFFICIAL)
        .order_by(Grading.seq)
    )
    found = dict.fromkeys(pair_ids, Check())
    for grading, run, reference in rows:
        if not _is_a_check(grading.options):
            continue
        each = _one(grading, run, reference)
        if ORDER.index(each.state) >= ORDER.index(found[grading.pair_id].state):
            found[grading.pair_id] = each
    return found


def _is_a_check(options: dict[str, Any]) -> bool:
    """Tell whether a run was one of the course's network by a right engine."""
    return options.get("board", BOARD) == BOARD and "for_fun" not in options


def _one(grading: Grading, run: StretchRun | None, mark: StretchRun | None) -> Check:
    if grading.phase in {Phase.QUEUED, Phase.RUNNING}:
        return Check("waiting", grading.id, grading.submission_id)
    if run is None or mark is None or not run.of:
        return Check()
    accuracy, needed = run.correct / run.of, mark.correct / mark.of - CHECK_BELOW
    reason = run.reason
    if not reason and accuracy < needed:
        reason = f"{100 * accuracy:.1f} % of the digits are right, {100 * needed:.1f} % are needed."
    state = "passed" if run.counts and not reason else "failed"
    return Check(state, grading.id, grading.submission_id, accuracy, needed, reason)


def is_whole(report: dict[str, Any]) -> bool:
    """Tell whether the gradients of an engine are right and no piece of it is ours."""
    ours = set((report.get("assembled") or {}).get("filled_in", ()))
    return may_train(report) and ours <= NOT_NEEDED


def after(
    db: Database, submission_id: str, course_id: str, report: dict[str, Any]
) -> Grading | None:
    """Queue the check of the first submission that passes the gate; None: it is not due.

    A run that the pair started, or cancelled, was its check.
    """
    if not is_whole(report) or not policies.of(db, course_id).auto_check:
        return None
    found = db.scalars(select(Submission).where(Submission.id == submission_id)).one()
    lock_pair(db, found.pair_id)
    earlier = select(Grading.options).where(
        Grading.pair_id == found.pair_id,
        Grading.purpose == Purpose.STRETCH_OFFICIAL,
    )
    if any(_is_a_check(each) for each in db.scalars(earlier)):
        return None
    return _queue(db, found)


def run_for_all(db: Database, course_id: str) -> list[Grading]:
    """Queue the check of every pair whose newest right engine was not tried yet."""
    standing = of_course(db, course_id)
    due = [one for one, it in standing.items() if it.state in {"not_run", "failed"}]
    rows = db.execute(
        select(Submission, Result.report)
        .join(Grading, Grading.submission_id == Submission.id)
        .join(Result, Result.grading_id == Grading.id)
        .where(Submission.pair_id.in_(due), Submission.rung.is_(None))
        .where(Grading.current.is_(True), Grading.purpose.in_(GRADED))
        .order_by(Submission.seq)
    )
    newest = {each.pair_id: each for each, report in rows if is_whole(report)}
    return [
        _queue(db, each)
        for pair_id, each in newest.items()
        if standing[pair_id].submission_id != each.id
    ]


def _queue(db: Database, submission: Submission) -> Grading:
    official = Purpose.STRETCH_OFFICIAL
    return enqueue(db, submission, official, options={"board": BOARD})
