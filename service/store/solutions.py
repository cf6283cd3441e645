"""Worked solutions: for which rung, from when on, and who has opened one."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database
from service.store.gradings import lock_pair
from service.store.models import (
    Opens,
    Outcome,
    ProvenanceQuestion,
    SolutionOpening,
    SolutionRelease,
)
from service.store.progress import Standing
from service.store.refusals import Refusal
from service.store.windows import Window

MOST = 99


def of_course(db: Database, course_id: str) -> dict[str, SolutionRelease]:
    """Return what a class has released, by rung."""
    rows = select(SolutionRelease).where(SolutionRelease.course_id == course_id)
    return {row.rung: row for row in db.scalars(rows)}


def release(  # noqa: PLR0913 - the columns of a release
    db: Database, course_id: str, rung: str, opens: str, attempts: str, *, by: str
) -> None:
    """Release one rung's solution, or withdraw it (``opens`` ""); raises Refusal.

    What a pair has opened it may read again, also after a withdrawal.
    """
    if not opens:
        mine = SolutionRelease.course_id == course_id, SolutionRelease.rung == rung
        db.execute(delete(SolutionRelease).where(*mine))
        return
    if opens not in set(Opens):
        raise Refusal(f"opens-{rung}", "Choose one from the list.")
    number = attempts.strip() if opens == Opens.ATTEMPTS else "0"
    is_number = number.isascii() and number.isdigit() and len(number) < 3
    if not is_number or (opens == Opens.ATTEMPTS and int(number) < 1):
        sentence = f"After how many attempts? A number from 1 to {MOST}."
        raise Refusal(f"attempts-{rung}", sentence)
    row = SolutionRelease(
        course_id=course_id,
        rung=rung,
        opens=opens,
        attempts=int(number),
        released_by=by,
        released_at=clock.now(),
    )
    database.save(db, row)


def is_offered(row: SolutionRelease | None, seen: Standing, window: Window) -> bool:
    """Tell whether a pair that stands so may open it: who has passed need not wait.

    Waiting for the close means the pair's own close, its extension included.
    """
    if row is None:
        return False
    if row.opens == Opens.CLOSED:
        return not window.counts(clock.now())
    return seen.state == "passed" or seen.attempts >= row.attempts


def open_one(db: Database, pair_id: str, rung: str, *, by: str, passed: bool) -> bool:
    """Note a pair's first look; return whether it is the first."""
    lock_pair(db, pair_id)
    if db.get(SolutionOpening, (pair_id, rung)) is not None:
        return False
    db.add(
        SolutionOpening(
            pair_id=pair_id,
            rung=rung,
            opened_by=by,
            opened_at=clock.now(),
            passed=passed,
        )
    )
    return True


def opened(
    db: Database, pair_ids: Collection[str]
) -> dict[tuple[str, str], SolutionOpening]:
    """Return what these pairs have opened, by (pair, rung)."""
    rows = select(SolutionOpening).where(SolutionOpening.pair_id.in_(pair_ids))
    return {(row.pair_id, row.rung): row for row in db.scalars(rows)}


def assisted(db: Database, pair_ids: Collection[str]) -> set[tuple[str, str]]:
    """Return (pair, rung) where a solution was opened before the pair's own passed."""
    return {key for key, row in opened(db, pair_ids).items() if not row.passed}


def explained_since(db: Database, row: SolutionOpening) -> bool:
    """Tell whether somebody of the pair has answered a question right since then."""
    since = select(ProvenanceQuestion.seq).where(
        ProvenanceQuestion.pair_id == row.pair_id,
        ProvenanceQuestion.outcome == Outcome.RIGHT,
        ProvenanceQuestion.answered_at >= row.opened_at,
    )
    return db.scalar(since.limit(1)) is not None
