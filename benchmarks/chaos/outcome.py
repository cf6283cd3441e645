"""Count what became of each accepted submission."""

from sqlalchemy import Engine, func, select

from service.store.database import reading
from service.store.models import Grading, GradingAttempt, Phase, Result, Submission


def outcome(engine: Engine, accepted: set[str], stuck: int) -> dict[str, int]:
    """Return the counts; lost is whatever ended without a verdict."""
    with reading(engine) as db:
        rows = db.execute(
            select(Submission.client_token, Grading.phase, Result.grading_id)
            .join(Grading, Grading.submission_id == Submission.id)
            .outerjoin(Result, Result.grading_id == Grading.id)
        ).all()
        attempts = db.scalar(select(func.count()).select_from(GradingAttempt)) or 0
    mine = [row for row in rows if row[0] in accepted]
    found = {row[0] for row in mine}
    return {
        "submissions": len(accepted),
        "done": sum(phase == Phase.DONE and bool(has) for _, phase, has in mine),
        "lost": len(accepted - found)
        + sum(phase == Phase.DONE and not has for _, phase, has in mine)
        + sum(phase in {Phase.CANCELLED, Phase.FAILED} for _, phase, _ in mine),
        "stuck": stuck,
        "second_results": len(mine) - len(found),
        "attempts": attempts,
    }


def is_bad(counts: dict[str, int]) -> bool:
    """Tell whether a promise was broken."""
    return any(counts[kind] for kind in ("lost", "stuck", "second_results"))
