"""Write a verdict as JSON: for the terminal, the stored row and the pages alike."""

from dataclasses import asdict
from typing import Any

from exercises.verdicts import UnitVerdict, Verdict
from exercises.wording import next_step


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as JSON values; ``counterexample`` and ``kind`` may be null."""
    return {
        "file": verdict.file,
        "tier": verdict.tier,
        "suite_version": verdict.suite_version,
        "headline": verdict.headline,
        "units": [_unit(unit) for unit in verdict.units],
        "assembled": _unit(verdict.assembled) if verdict.assembled else None,
        "optional": [_unit(unit) for unit in verdict.optional],
        "remarks": list(verdict.remarks),
        "log": verdict.log,
        "milliseconds": {
            name: round(value, 3) for name, value in verdict.milliseconds.items()
        },
    }


def _unit(unit: UnitVerdict) -> dict[str, Any]:
    shown = unit.counterexample
    return {
        "name": unit.name,
        "state": unit.state.value,
        "kind": unit.kind.value if unit.kind else None,
        "line": unit.line,
        "cell": unit.cell,
        "probes": {"passed": unit.passed, "total": unit.total},
        "sentence": unit.sentence,
        "next": next_step(unit.state, unit.kind),
        "concept": unit.concept,
        "counterexample": shown and asdict(shown),
        "misconceptions": [
            {
                "id": each.id,
                "mutants": list(each.mutants),
                "agrees_on": each.agrees_on,
                "claim": each.claim,
                "question": each.question,
                "scope": each.scope,
            }
            for each in unit.misconceptions
        ],
        "hints": [{"id": each.id, "sentence": each.sentence} for each in unit.hints],
        "filled_in": list(unit.filled_in),
        "because": unit.because,
        "remarks": list(unit.remarks),
    }
