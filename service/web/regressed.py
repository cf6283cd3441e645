"""Say since when something fails that once passed, and show the lines changed since."""

from dataclasses import dataclass

from exercises.explain.changed import Line, changed
from service.store.history import Shown
from service.store.models import Submission
from service.store.regressions import regression
from service.web import rows
from service.web.differences import as_python
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

    def of(self, unit: str) -> Regressed | None:
        """Return the regression of a failing unit, None where it never passed."""
        run = ASSEMBLED if unit == ASSEMBLED else "isolated"
        found = regression(rows.read(), self._now, unit, run)
        if found is None:
            return None
        return Regressed(
            found.passed,
            self._called(found.passed),
            found.since,
            self._called(found.since),
            changed(as_python(found.passed), as_python(self._now), unit),
        )

    def _called(self, submission: Submission) -> str:
        at = f"attempt {submission.attempt}"
        if submission.rung == self._now.rung:
            return at
        return f"{at} ({title(submission.rung)})"
