"""What the API says of things: plain JSON, the same words as the pages."""

from typing import Any

from exercises.nouns import State
from service.store.grades import Grade
from service.store.gradings import Position
from service.store.history import Shown
from service.store.leaderboard import Entry
from service.store.models import Pair, Person

UNIT_KEYS = ("name", "state", "kind", "line", "sentence", "probes")
CASE_KEYS = ("code", "expected", "got")
CAUSE_KEYS = ("id", "claim", "question", "agrees_on")


def submission(shown: Shown, position: Position, page: str) -> dict[str, Any]:
    """Return where a submission is on its way, with its verdict once there is one."""
    sent, grading = shown.submission, shown.grading
    return {
        "id": sent.id,
        "rung": sent.rung,
        "attempt": sent.attempt,
        "filename": sent.filename,
        "created_at": sent.created_at.isoformat(),
        "phase": grading.phase,
        "ahead": position.ahead,
        "seconds": position.seconds,
        "our_fault": grading.fault_sentence,
        "verdict": verdict(shown.result.report) if shown.result else None,
        "page": page,
    }


def verdict(report: dict[str, Any]) -> dict[str, Any]:
    """Return a verdict: what was attempted, with the smallest case that fails."""
    engine = report.get("assembled")
    return {
        "headline": report.get("headline", ""),
        "units": [
            unit(each)
            for each in report.get("units", [])
            if each["state"] != State.NOT_ATTEMPTED
        ],
        "assembled": unit(engine) if engine else None,
        "remarks": list(report.get("remarks", [])),
        "suite_version": report.get("suite_version", ""),
    }


def unit(each: dict[str, Any]) -> dict[str, Any]:
    """Return one graded exercise."""
    shown = each.get("counterexample")
    return {key: each.get(key) for key in UNIT_KEYS} | {
        "counterexample": shown and {key: shown[key] for key in CASE_KEYS},
        "misconceptions": [
            {key: cause.get(key) for key in CAUSE_KEYS}
            for cause in each.get("misconceptions", [])
        ],
    }


def pair(one: Pair, members: list[Person]) -> dict[str, Any]:
    """Return a pair with who is in it now."""
    return {
        "id": one.id,
        "name": one.name,
        "nickname": one.nickname,
        "members": [{"id": each.id, "name": each.name} for each in members],
    }


def entry(one: Entry) -> dict[str, Any]:
    """Return one row of the leaderboard; a baseline has no rank."""
    return {
        "rank": one.rank,
        "name": one.name,
        "is_baseline": one.pair is None,
        "track": one.run.track,
        "correct": one.run.correct,
        "of": one.run.of,
        "accuracy": one.accuracy,
        "margin": one.margin,
        "runs": one.runs,
        "time_ratio": one.ratio,
        "seconds": one.run.seconds,
        "reference_seconds": one.run.reference_seconds,
        "audits": {"passed": one.run.audits_passed, "total": one.run.audits},
    }


def grade(one: Grade) -> dict[str, Any]:
    """Return one pair's grade: points, and beside them whether all can explain."""
    return {
        "pair": pair(one.pair, list(one.members)),
        "points": one.earned / 100,
        "all_explained": one.receipts.won,
        "late": one.late,
        "units": [
            {
                "name": line.counted.unit,
                "state": line.counted.state,
                "points": line.earned / 100,
                "possible": line.possible / 100,
                "why": line.counted.why,
                "late": line.counted.late,
            }
            for line in one.lines
        ],
    }
