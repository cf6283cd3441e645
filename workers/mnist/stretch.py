"""Train a network on a pair's engine, on either track, and say what came of it."""

from collections.abc import Callable

import numpy as np

from exercises import extract, scaffolding
from exercises.answers import Ended, Text
from exercises.stretch import NOT_NEEDED, Budget
from workers.mnist import wire
from workers.mnist.course import Course
from workers.mnist.digits import Digits, Labels
from workers.mnist.open_course import OpenCourse
from workers.mnist.outcome import Point, State, StretchOutcome
from workers.mnist.recipe import Recipe
from workers.mnist.seats import Asking, Guest, Guests, Over
from workers.sandbox.wire import ProtocolError


def train(  # noqa: PLR0913 - keywords of one run, given once
    *,
    source: str,
    filename: str,
    digits: Digits,
    box: Guests,
    report: Callable[[Point], None],
    cancelled: Callable[[], bool],
    recipe: Recipe | None = None,
    rng: np.random.Generator | None = None,
    seen: Labels | None = None,
    budget: Budget | None = None,
) -> StretchOutcome:
    """Train the official network on the engine in ``source``, or its own open run.

    ``report`` hears at most one point a second and one for each epoch. ``rng`` chooses
    the audited steps; left out, nobody can foresee them. ``seen``, the labels of the
    digits as a guest sees them, makes it an open run within ``budget``. Raises
    IntakeError where ``source`` cannot be read.
    """
    chooser = np.random.default_rng() if rng is None else rng
    course: Course | OpenCourse
    if seen is None:
        course = Course(digits, recipe or Recipe(), report, cancelled, chooser)
    else:
        seed = int(chooser.integers(2**32))
        limits = budget or Budget()
        course = OpenCourse(digits, seen, limits, report, cancelled, seed)
    pair = extract.read(filename, source.encode())
    filled_in: tuple[str, ...] = ()
    state: State = "stopped"
    with box.guest(stretch=True) as guest:
        try:
            filled_in = _load(guest, pair)
            course.drive(Asking(guest), box.digits)
            state, reason = "finished", _why_not(course, filled_in)
        except Over as over:
            state, reason = "cancelled" if over.asked else "stopped", str(over)
        except wire.TrainingRaised as error:
            reason = _raised(error, course.done)
        except ProtocolError as error:
            reason = f"The guest's answer was malformed: {error}."
        log = guest.log
    return _outcome(course, state, reason, filled_in, log)


def _load(guest: Guest, pair: extract.Extract) -> tuple[str, ...]:
    """Load our course and the pair's file over it; return the units that are ours."""
    attempted = frozenset(
        name for name, each in pair.definitions.items() if each.state == "attempted"
    )
    for answer in (
        guest.scaffold(scaffolding.assembled(attempted)),
        guest.load(extract.assembled(pair)),
    ):
        if isinstance(answer, Ended):
            raise Over(answer.sentence)
    seen, ended = guest.ask([scaffolding.finish(attempted)])
    if ended:
        raise Over(ended.sentence)
    ours = set(scaffolding.filled_in(attempted))
    for observation in seen:
        for record in observation.records.values():
            if isinstance(record, Text):
                ours.update(name for name in record.text.split(",") if name)
    return tuple(sorted(ours - NOT_NEEDED))


def _why_not(course: Course | OpenCourse, filled_in: tuple[str, ...]) -> str:
    """Say why a finished run does not count, empty where it does."""
    if isinstance(course, OpenCourse) and course.fault:
        return course.fault
    for mark in course.marks:
        if not mark.passed:
            return f"The audit of step {mark.step} failed: {mark.fault}."
    if filled_in:
        names = ", ".join(filled_in[:4])
        more = f" and {len(filled_in) - 4} more" if filled_in[4:] else ""
        return f"Assisted: {names}{more} came from us, so the run is off the board."
    return ""


def _raised(error: wire.TrainingRaised, done: int) -> str:
    """Say where training stopped."""
    raised = error.raised
    on = f" on line {raised.line}" if raised.line else ""
    return f"Training stopped after {done} steps: {raised.type}{on}: {raised.text}"


def _outcome(
    course: Course | OpenCourse,
    state: State,
    reason: str,
    filled_in: tuple[str, ...],
    log: str,
) -> StretchOutcome:
    """Return what is known at the end."""
    return StretchOutcome(
        state=state,
        track="open" if isinstance(course, OpenCourse) else course.recipe.board,
        data=course.digits.name,
        digits_sha256=course.digits.sha256,
        correct=course.correct,
        of=len(course.digits.held_out_labels),
        epochs=course.epochs,
        seconds=course.seconds,
        reference_seconds=course.reference_seconds or None,
        marks=tuple(course.marks),
        filled_in=filled_in,
        said=course.said if course.epochs else None,
        reason=reason,
        log=log,
    )
