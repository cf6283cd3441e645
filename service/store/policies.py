"""The rules of a class: its clock, its grace, what a late pass keeps."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.database import save
from service.store.models import Policy
from service.store.refusals import Refusal

LONGEST_GRACE = 24 * 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in a class: grace in minutes, what a late pass keeps in percent."""

    zone: str = "UTC"
    grace_minutes: int = 0
    late_percent: int = 100
    roster_only: bool = False
    auto_check: bool = True

    @property
    def grace(self) -> timedelta:
        """Return how long after the deadline nothing is late yet."""
        return timedelta(minutes=self.grace_minutes)

    @property
    def clock(self) -> ZoneInfo:
        """Return the zone in which the class reads the clock."""
        return ZoneInfo(self.zone)


def of(db: Database, course_id: str) -> Rules:
    """Return the rules of a class."""
    row = db.scalar(select(Policy).where(Policy.course_id == course_id))
    if row is None:
        return Rules()
    return Rules(
        row.zone,
        row.grace_minutes,
        row.late_percent,
        row.roster_only,
        row.auto_check,
    )


def keep(db: Database, course_id: str, rules: Rules) -> None:
    """Set the rules of a class; raises Refusal."""
    if rules.zone not in available_timezones():
        raise Refusal("zone", "Write a time zone as Europe/Berlin or UTC.")
    if not 0 <= rules.grace_minutes <= LONGEST_GRACE:
        raise Refusal(
            "grace_minutes", f"Grace is 0 to {LONGEST_GRACE} minutes, that is a day."
        )
    if not 0 <= rules.late_percent <= 100:
        raise Refusal("late_percent", "A late pass keeps 0 to 100 percent.")
    save(
        db,
        Policy(
            course_id=course_id,
            zone=rules.zone,
            grace_minutes=rules.grace_minutes,
            late_percent=rules.late_percent,
            roster_only=rules.roster_only,
            auto_check=rules.auto_check,
        ),
    )
