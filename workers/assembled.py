"""Grade a whole engine: the pair's file as it stands, on graphs it has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from exercises import integrity
from exercises.diagnosis import behaviour
from exercises.diagnosis.evidence import gathered
from exercises.diagnosis.naming import SLOTS_OF_PIECE, causes, causes_in_piece
from exercises.graphs import GraphSpec
from exercises.judge import judge
from exercises.nouns import Kind, State
from exercises.parts import whole as structure
from exercises.questions import Probe
from exercises.suite import Suite
from exercises.summary import ops_in
from exercises.verdicts import Finding, UnitVerdict
from workers.interview import Interview, stopped, told
from workers.isolated import SEED
from workers.loading import Loaded
from workers.looking import looked_into
from workers.seat import Seat
from workers.shrunken import shrunken

NAME = "assembled"
# With less than this an engine would be mostly ours, and so would the verdict.
ENGINE = frozenset({"wrap_forward_fn", "backprop"})
# Failures among the secret graphs that an explanation must account for as well.
SECRET_EVIDENCE = 12

# What went wrong on a secret graph, without any of its numbers.
GENERAL: dict[Kind, str] = {
    Kind.ERROR: "the code raises an exception",
    Kind.NEEDS_STUB: "the code needs a module that is not here",
    Kind.FORWARD: "the result itself is wrong",
    Kind.EXTRA: "a tensor that asks for no gradient gets one",
    Kind.MISSING: "a gradient is missing",
    Kind.SHAPE: "a gradient has the wrong shape",
    Kind.VALUE: "a gradient has the wrong value",
}
# What ended its guest alone would end it again.
TELLING = frozenset({*GENERAL, Kind.ORDER})


def grade_engine(
    seat: Seat, loaded: Loaded, suite: Suite, again: Callable[[], Loaded]
) -> UnitVerdict:
    """Return the verdict on the engine that :func:`workers.loading.load` left in the guest.

    The public bank is asked first; what is printed after it is not heard, because the
    secret graphs would be in it. ``again`` loads the file once more.
    """
    beside, shown = wholes()
    blank = UnitVerdict(
        name=NAME,
        state=State.FAILED,
        total=len(suite.probes) + len(beside),
        filled_in=loaded.filled_in,
    )
    if loaded.trouble:
        return replace(
            blank, kind=loaded.trouble.kind, sentence=loaded.trouble.sentence
        )
    public = tuple(probe for probe in suite.probes if not probe.secret)
    secret = tuple(probe for probe in suite.probes if probe.secret)
    first = _ask(seat, (*public, *beside))
    verdict = _asks_its_rules(seat, told(blank, first))
    seat.hear()
    if first.ended:
        return verdict
    if first.failing is not None:
        verdict = looked_into(seat, verdict)
    second = _ask(seat, secret)
    verdict = replace(verdict, passed=verdict.passed + second.findings.count(None))
    if verdict.state is State.PASSED and second.failing is not None:
        verdict = _unveiled(seat, verdict, second, again)
    elif verdict.state is State.PASSED and (not secret or _forgets(seat, again)):
        verdict = _conventions(seat, verdict, shown)
    seat.hush()
    if not any(first.findings[: len(public)]):
        missed = len(second.findings) - second.findings.count(None)
        known = integrity.tabulated(missed, len(secret))
        verdict = replace(verdict, sentence=f"{known} {verdict.sentence}".strip())
    return _explained(verdict, first, _failing(second))


def name_pieces(
    seat: Seat, loaded: Loaded, suite: Suite, graded: Sequence[UnitVerdict]
) -> dict[str, UnitVerdict]:
    """Return the verdict on a failing piece of an engine, with what explains it.

    Graded alone, a backward pass is asked what only it can be blamed for. The public
    graphs tell more: around the piece everything is ours, so what they show is its own.
    """
    failing = [
        unit for unit in graded if unit.name in SLOTS_OF_PIECE and unit.kind in TELLING
    ]
    if len(failing) != 1 or failing[0].misconceptions or loaded.trouble:
        return {}
    asked = _ask(seat, tuple(probe for probe in suite.probes if not probe.secret))
    if asked.ended:
        return {}
    (unit,) = failing
    found = causes_in_piece(unit.name, gathered(asked.probes, asked.observations))
    return {unit.name: replace(unit, misconceptions=found)}


def _forgets(seat: Seat, again: Callable[[], Loaded]) -> bool:
    """Load the engine into a guest that has met no secret graph; tell whether it loads.

    An engine may keep what it was asked, and tell it by an exception or as a gradient
    as soon as an answer of its is shown.
    """
    seat.hush()
    return again().trouble is None


@cache
def wholes() -> tuple[tuple[Probe, ...], tuple[Probe, ...]]:
    """Return what is asked beside the graphs: what counts, and what is only shown."""
    rng = np.random.default_rng(SEED)
    return structure.counted(rng), structure.uncounted(rng)


def _conventions(
    seat: Seat, verdict: UnitVerdict, shown: tuple[Probe, ...]
) -> UnitVerdict:
    """Say how a right engine behaves where the course leaves it open."""
    seen = told(verdict, _ask(seat, shown))
    return replace(verdict, remarks=seen.remarks, hints=seen.hints)


def _asks_its_rules(seat: Seat, verdict: UnitVerdict) -> UnitVerdict:
    """Fail what answers the public graphs by measuring slopes, and say so."""
    if verdict.state is not State.PASSED:
        return verdict
    asked = _ask(seat, (integrity.question(np.random.default_rng()),))
    if asked.ended or not integrity.measures(asked.probes[0], asked.observations[0]):
        return verdict
    named = told(verdict, asked)
    return replace(named, passed=verdict.passed, sentence=integrity.BY_DIFFERENCES)


def _explained(verdict: UnitVerdict, *asked: Interview) -> UnitVerdict:
    """Name what explains every answer; after a guest's end there is too little of it."""
    if verdict.state is not State.FAILED or any(each.ended for each in asked):
        return verdict
    evidence = [
        one for each in asked for one in gathered(each.probes, each.observations)
    ]
    found = causes(evidence)
    public = gathered(asked[0].probes, asked[0].observations)
    unknown = None if found else behaviour.of(public)
    return replace(
        verdict,
        misconceptions=found,
        behaviour=behaviour.as_json(unknown) if unknown else None,
    )


def _failing(interview: Interview) -> Interview:
    """Return the smallest of the questions that failed, with their answers."""
    failed = [
        (probe, seen)
        for probe, found, seen in zip(
            interview.probes,
            interview.findings,
            interview.observations,
            strict=False,
        )
        if found
    ]
    failed = sorted(failed, key=lambda pair: pair[0].size)[:SECRET_EVIDENCE]
    return replace(
        interview,
        probes=tuple(probe for probe, _ in failed),
        observations=tuple(seen for _, seen in failed),
    )


def _ask(seat: Seat, probes: tuple[Probe, ...]) -> Interview:
    observations, ended = seat.ask([probe.program for probe in probes])
    findings = tuple(
        judge(probe, seen) for probe, seen in zip(probes, observations, strict=False)
    )
    return Interview(
        probes=probes,
        findings=findings,
        ended=ended,
        observations=tuple(observations),
    )


def _unveiled(
    seat: Seat,
    verdict: UnitVerdict,
    interview: Interview,
    again: Callable[[], Loaded],
) -> UnitVerdict:
    """Say how hidden graphs fail, by a smaller one that can be shown if there is one."""
    failing = [
        (probe, found)
        for probe, found in zip(interview.probes, interview.findings, strict=False)
        if found
    ]
    count = f"{len(failing) or 1} of {len(interview.probes)}"
    said = f"All public graphs pass, but {count} hidden ones do not."
    if not failing:
        probe = interview.probes[len(interview.findings)]
        found = stopped(probe, interview.ended)
        return _veiled(verdict, probe, found, said + _made_of(probe, found.sentence))
    probe, found = min(failing, key=lambda pair: pair[0].size)
    if isinstance(probe.spec, GraphSpec) and not interview.ended:
        shown = shrunken(seat, probe.spec, found)
        one = _ask(seat, shown[:1]) if shown and _forgets(seat, again) else None
        if one and one.findings and one.findings[0]:
            small = looked_into(seat, told(verdict, one))
            sentence = f"{said} {small.sentence}"
            return replace(small, passed=verdict.passed, sentence=sentence)
    what = GENERAL.get(found.kind, "the answer cannot be judged")
    return _veiled(verdict, probe, found, said + _made_of(probe, what))


def _made_of(probe: Probe, what: str) -> str:
    """Say which ops a secret graph holds and how it fails, no number of it."""
    return f" In the smallest, made of {ops_in(probe)}, {what.rstrip('.')}."


def _veiled(
    verdict: UnitVerdict, probe: Probe, found: Finding, sentence: str
) -> UnitVerdict:
    return replace(
        verdict,
        state=State.FAILED,
        kind=found.kind,
        sentence=sentence,
        concept=probe.concept,
        counterexample=None,
    )
