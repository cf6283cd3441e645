"""Arrange a stored verdict for the page: what matters first."""

from dataclasses import dataclass
from typing import Any

from exercises.catalogue import UNITS
from exercises.explain.picture import Mark, Picture
from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import State
from service.store.history import Shown
from service.web.sections import BY_SLUG, NAMES

FAILING = (State.FAILED, State.DID_NOT_LOAD, State.UNPARSABLE, State.NOT_GRADED)


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one section, in course order."""

    label: str
    title: str
    units: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Examined:
    """A verdict as the page tells it."""

    report: dict[str, Any]
    groups: list[Group]
    first: dict[str, Any] | None
    tally: dict[str, int]

    @property
    def headline(self) -> str:
        """Return the one sentence that stands on top."""
        told: str = self.report.get("headline", "")
        return told

    @property
    def assembled(self) -> dict[str, Any] | None:
        """Return the verdict on the engine as a whole, if it was run."""
        return self.report.get("assembled")

    @property
    def all_passed(self) -> bool:
        """Tell whether everything attempted is right."""
        return self.first is None and self.tally.get(State.PASSED, 0) > 0


def examine(shown: Shown) -> Examined | None:
    """Return the arranged verdict of a submission, or None before there is one."""
    if shown.result is None:
        return None
    report = _shared_out(shown.result.report)
    units = report.get("units", [])
    failing = [unit for unit in units if unit["state"] in FAILING]
    assembled = report.get("assembled")
    if not failing and assembled and assembled["state"] in FAILING:
        failing = [_culprit(report) or assembled]
    states = [unit["state"] for unit in units]
    return Examined(
        report=report,
        groups=_groups(units, report.get("optional", [])),
        first=failing[0] if failing else None,
        tally={state: states.count(state) for state in State},
    )


def right_alone(verdict: Examined, picture: Picture) -> list[dict[str, Any]]:
    """Return the rules that send something else in this graph, yet are right alone.

    Beside such a drawing one reads the rule again and again; the fault is around it.
    """
    sent = [each for each in picture.edges if each.mark is Mark.WRONG]
    names = {
        f"{edge.called}{kind}_back{at}"
        for edge in sent
        for kind in ("", "2d")
        for at in ("", edge.argument)
    }
    units = verdict.report.get("units", [])
    passed = (each for each in units if each["state"] == State.PASSED)
    return [each for each in passed if each["name"] in names]


def _culprit(report: dict[str, Any]) -> dict[str, Any] | None:
    """Return the optional definition by which the engine fails: it is what to mend."""
    name = report["assembled"].get("because")
    found = (each for each in report.get("optional", []) if each["name"] == name)
    return next(found, None)


def _shared_out(report: dict[str, Any]) -> dict[str, Any]:
    """Give each cause of the engine to the failing exercises it is about.

    There it stands beside the evidence; one that is about none stays with the engine.
    """
    named = (report.get("assembled") or {}).get("misconceptions", [])
    units = []
    placed: set[str] = set()
    for unit in report.get("units", []):
        borrowed = [each for each in named if _is_about(each["id"], unit)]
        placed.update(each["id"] for each in borrowed)
        units.append(unit | {"borrowed": borrowed})
    engine = report.get("assembled")
    if engine is not None:
        left = [each for each in named if each["id"] not in placed]
        engine = engine | {"left": left}
    return report | {"units": units, "assembled": engine}


def _is_about(cause: str, unit: dict[str, Any]) -> bool:
    return (
        unit["state"] == State.FAILED
        and not unit.get("misconceptions")
        and cause in CAUSES
        and unit["name"] in CAUSES[cause].exercises
    )


def named_in(shown: Shown) -> set[tuple[str, str]]:
    """Return every (unit, cause) that the verdict names."""
    report = shown.result.report if shown.result else {}
    units = [*report.get("units", []), report.get("assembled") or {}]
    return {
        (unit["name"], cause["id"])
        for unit in units
        for cause in unit.get("misconceptions", [])
    }


def _groups(units: list[dict[str, Any]], optional: list[dict[str, Any]]) -> list[Group]:
    grouped: dict[str, list[dict[str, Any]]] = {key: [] for key in NAMES}
    for unit in units:
        known = UNITS.get(unit["name"])
        section = BY_SLUG[known.rung].section if known else next(iter(NAMES))
        grouped[section].append(unit)
    groups = [Group(*NAMES[key][:2], found) for key, found in grouped.items() if found]
    extra = Group("Optional", "Never counted", optional)
    return [*groups, extra] if optional else groups
