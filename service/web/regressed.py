"""Say since when something fails that once passed, and show the lines changed since."""

from dataclasses import dataclass
from typing import Any

from exercises.explain.changed import Line, changed
from exercises.explain.involved import involved
from service.store.history import Shown
from service.store.models import Submission
from service.store.regressions import regression
from service.web import rows
from service.web.sections import title

ASSEMBLED = "assembled"


@dataclass(frozen=True, slots=True)
class Regressed:
    """Where a unit passed, since where it fails, and what is different now."""

    passed: Submission
    passed_at: str
    since: Submission
    since_at: str
    lines: list[Line]


class Memory:
    """What is known of one submission's units; looked up when a template asks."""

    def __init__(self, shown: Shown) -> None:
        """Keep the submission that is shown."""
        self._now = shown.submission

    def of(self, verdict: dict[str, Any]) -> Regressed | None:
        """Return the regression of a failing unit, None where it never passed.

        ``verdict`` is the unit's own part of the report. Of an engine only what its
        failing case runs is compared.
        """
        unit = verdict["name"]
        run = ASSEMBLED if unit == ASSEMBLED else "isolated"
        found = regression(rows.read(), self._now, unit, run)
        if found is None:
            return None
        return Regressed(
            found.passed,
            self._called(found.passed),
            found.since,
            self._called(found.since),
            changed(_file(found.passed), _file(self._now), _units(verdict)),
        )

    def _called(self, submission: Submission) -> str:
        at = f"attempt {submission.attempt}"
        if submission.rung == self._now.rung:
            return at
        return f"{at} ({title(submission.rung)})"


def _units(verdict: dict[str, Any]) -> tuple[str, ...]:
    if verdict["name"] != ASSEMBLED:
        return (verdict["name"],)
    case = verdict.get("counterexample")
    return involved(case and case.get("drawing"))


def _file(submission: Submission) -> tuple[str, str]:
    return submission.filename, submission.source
