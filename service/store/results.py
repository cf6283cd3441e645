"""Store what a finished run found out; a second result of a grading cannot exist."""

from typing import Any

from sqlalchemy.orm import Session

from exercises.verdicts import UnitVerdict, Verdict
from service.store import unknown
from service.store.database import moment
from service.store.leases import Claim, finish
from service.store.models import Result, UnitRow


def store(
    db: Session, claim: Claim, *, headline: str, report: dict[str, Any], tier: str
) -> bool:
    """Finish the claim with its result; False: the lease is lost, nothing is stored."""
    if not finish(db, claim):
        return False
    db.add(
        Result(
            grading_id=claim.grading_id,
            run=claim.run,
            headline=headline,
            report=report,
            tier=tier,
            created_at=moment(db),
        )
    )
    return True


def store_verdict(
    db: Session, claim: Claim, verdict: Verdict, report: dict[str, Any]
) -> bool:
    """Finish the claim with a verdict and a row per unit; False: the lease is lost."""
    stored = store(
        db, claim, headline=verdict.headline, report=report, tier=verdict.tier
    )
    if stored:
        db.add_all(_row(claim, unit, "isolated") for unit in verdict.units)
        if verdict.assembled is not None:
            db.add(_row(claim, verdict.assembled, "assembled"))
            unknown.keep(db, claim, verdict.assembled)
    return stored


def _row(claim: Claim, unit: UnitVerdict, run: str) -> UnitRow:
    shown = unit.counterexample
    return UnitRow(
        grading_id=claim.grading_id,
        unit=unit.name,
        run=run,
        state=unit.state,
        kind=unit.kind,
        line=unit.line,
        misconception=unit.misconceptions[0].id if unit.misconceptions else None,
        counterexample=shown
        and {"code": shown.code, "expected": shown.expected, "got": shown.got},
    )
