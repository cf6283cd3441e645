"""Train a file's engine at a terminal: a bar while it runs, then one line or JSON."""

import argparse
import json
import sys
from pathlib import Path

from exercises.nouns import State
from service.config import Settings
from workers.grading import grade
from workers.mnist import digits, practice
from workers.mnist.digits import Digits
from workers.mnist.outcome import Point, StretchOutcome
from workers.mnist.recipe import Recipe
from workers.mnist.stretch import train as run
from workers.sandbox.box import configured

BAR = 30
GATE = (
    "The gradients of the whole engine are not all right yet, so the accuracy does not "
    "count. `pairgrad grade` shows the first wrong one."
)


def train(chosen: argparse.Namespace, settings: Settings) -> int:
    """Train ``chosen.file``; return 0 when it was trained, 1 when it could not be."""
    path: Path = chosen.file
    source = path.read_bytes()
    held = _digits(settings, chosen.data)
    is_open = chosen.track == "open"
    seen = digits.seen_labels(settings.data, held) if is_open else None
    with configured(settings, stretch=digits.guest_folder(settings.data)) as box:
        verdict = grade(
            filename=path.name, data=source, units=None, suite=None, box=box
        )
        outcome = run(
            source=source.decode(errors="replace"),
            filename=path.name,
            digits=held,
            box=box,
            report=_show,
            cancelled=lambda: False,
            recipe=Recipe(board="large" if chosen.model == "large" else "official"),
            seen=seen,
        )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    engine = verdict.assembled
    right = engine is not None and engine.state is State.PASSED
    told = as_json(outcome, right=right)
    sys.stdout.write((json.dumps(told) if chosen.json else _line(told, outcome)) + "\n")
    return 0 if outcome.state == "finished" else 1


def as_json(outcome: StretchOutcome, *, right: bool) -> dict[str, object]:
    """Return the outcome as JSON values; ``right``: the gradient checks passed."""
    return {
        "track": outcome.track,
        "data": outcome.data,
        "accuracy": outcome.correct / outcome.of if outcome.epochs else None,
        "correct": outcome.correct,
        "of": outcome.of,
        "epochs": outcome.epochs,
        "seconds": round(outcome.seconds, 3),
        "reference_seconds": outcome.reference_seconds,
        "audit": {"steps": outcome.audits, "passed": outcome.audits_passed},
        "counts": outcome.counts and right,
        "reason": outcome.reason or ("" if right else GATE),
    }


def _digits(settings: Settings, name: str) -> Digits:
    """Return the asked set; practice digits are made where none lie ready."""
    if name == "auto":
        ready = digits.is_saved(settings.data, "mnist")
        name = "mnist" if ready else "practice"
    if name == "practice" and not digits.is_saved(settings.data, "practice"):
        sys.stderr.write("making practice digits\n")
        digits.save(practice.make(practice.SEED), settings.data, seed=practice.SEED)
    return digits.load(settings.data, name)


def _show(point: Point) -> None:
    if not sys.stderr.isatty():
        return
    full = BAR * point.step // point.steps
    accuracy = "" if point.accuracy is None else f"  {point.accuracy:.1%}"
    sys.stderr.write(
        f"\r\033[K[{'#' * full}{'.' * (BAR - full)}] epoch {point.epoch}"
        f"  loss {point.loss:.3f}{accuracy}  {point.steps_per_second:.0f} steps/s"
    )
    sys.stderr.flush()


def _line(told: dict[str, object], outcome: StretchOutcome) -> str:
    if outcome.state != "finished":
        return outcome.reason
    share = outcome.correct / outcome.of
    if outcome.track == "open":
        return (
            f"{share:.1%} on {outcome.data} ({outcome.correct} of {outcome.of}), "
            f"{outcome.seconds:.1f} CPU seconds used; accuracy verified, gradients not audited. "
            f"{told['reason']}"
        ).rstrip()
    ratio = outcome.seconds / (outcome.reference_seconds or outcome.seconds)
    return (
        f"{share:.1%} on {outcome.data} ({outcome.correct} of {outcome.of}), "
        f"{ratio:.1f} times the reference engine's time; "
        f"{outcome.audits_passed} of {outcome.audits} audited steps stand. "
        f"{told['reason']}"
    ).rstrip()
