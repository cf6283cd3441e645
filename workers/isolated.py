"""Grade one unit on its own: its definition in a namespace where the rest is ours."""

from dataclasses import replace
from functools import cache

import numpy as np

from exercises import scaffolding, wording
from exercises.answers import Ended, Note, Observation, Raised
from exercises.catalogue import AUTHORED, BESIDE, UNITS
from exercises.diagnosis import recorded
from exercises.diagnosis.functions import causes_of
from exercises.extract import Definition, Extract, isolated
from exercises.judge import judge
from exercises.nouns import Kind, State
from exercises.questions import Op, Probe, Step
from exercises.verdicts import Misconception, UnitVerdict
from workers.interview import Interview, told
from workers.looking import looked_into
from workers.seat import Seat

# The unit probes are public, so their numbers may be the same everywhere.
SEED = 20_240_401
AFTER_AN_EARLIER_CALL = (
    "This case passes when it is asked alone: something is kept from an earlier call."
)


@cache
def questions(unit: str) -> tuple[Probe, ...]:
    """Return the probes of a unit, small ones first, those that do not count last.

    One that does not count may end the guest, and must not take others with it.
    """
    probes = (UNITS | BESIDE)[unit].probes(np.random.default_rng(SEED))
    return tuple(sorted(probes, key=lambda probe: probe.labelled))


def grade_unit(seat: Seat, extract: Extract, unit: str) -> UnitVerdict:
    """Return the verdict on one attempted unit.

    What fails in a guest that has served another unit is asked again in one of its own:
    a unit must not be charged with what another did to NumPy.
    """
    definition = extract.definitions[unit]
    source = isolated(extract, unit)
    shared = seat.used
    verdict, interview = _attempt(seat, unit, definition, source)
    # A loop without an end is nobody else's doing, and waiting twice costs the others.
    if verdict.state is not State.PASSED and shared and verdict.kind != Kind.TIMEOUT:
        seat.renew()
        verdict, interview = _attempt(seat, unit, definition, source)
    if interview and not interview.ended and interview.failing is not None:
        # What it prints when it is asked about its parts is no news.
        seat.hear()
        verdict = looked_into(seat, verdict)
        seat.hush()
        verdict = _repeat(seat, unit, source, verdict, interview)
        named = _named(unit, interview)
        verdict = replace(verdict, misconceptions=named)
    return verdict


def _named(unit: str, interview: Interview) -> tuple[Misconception, ...]:
    if unit in AUTHORED:
        shown = recorded.sightings(interview.probes, interview.observations)
        return recorded.named(AUTHORED[unit], shown)
    return causes_of(unit, interview.probes, interview.observations)


def _attempt(
    seat: Seat, unit: str, definition: Definition, source: str
) -> tuple[UnitVerdict, Interview | None]:
    probes = questions(unit)
    blank = UnitVerdict(
        name=unit,
        state=State.DID_NOT_LOAD,
        line=definition.line,
        total=sum(not probe.labelled for probe in probes),
    )
    notes = seat.load(scaffolding.isolated(unit), source)
    if isinstance(notes, Ended):
        seat.renew()
        return replace(blank, kind=notes.kind, sentence=notes.sentence), None
    observations, ended = seat.ask([_presence(unit), *(p.program for p in probes)])
    trouble = _trouble(unit, definition, notes, observations)
    if trouble:
        return replace(blank, kind=trouble[0], sentence=trouble[1]), None
    interview = Interview(
        probes=probes,
        findings=tuple(
            judge(probe, seen)
            for probe, seen in zip(probes, observations[1:], strict=False)
        ),
        ended=ended,
        observations=tuple(observations[1:]),
        source=source,
    )
    if ended:
        seat.renew()
    return told(blank, interview), interview


def _presence(unit: str) -> tuple[Step, ...]:
    return (Step(op=Op.NAME, name=unit),)


def _trouble(
    unit: str,
    definition: Definition,
    notes: tuple[Note, ...],
    observations: list[Observation],
) -> tuple[Kind, str] | None:
    """Tell why the definition is not there, from its own line or its missing name."""
    broken = [note for note in notes if note.what in {"raised", "uncompilable", "slow"}]
    own = [note for note in broken if note.line == definition.line]
    missing = (
        unit.isidentifier()
        and not _a_rule(unit)
        and bool(observations)
        and isinstance(observations[0].records.get(0), Raised)
    )
    if not own and not missing:
        return None
    if not broken:
        return Kind.ERROR, f"{unit} is not there after its file was loaded."
    note = (own or broken)[0]
    if note.what == "slow":
        return Kind.TIMEOUT, f"Line {note.line} ran longer than 1 s and was stopped."
    return wording.raised(Raised(note.type, note.text, note.line))


def _a_rule(unit: str) -> bool:
    """Tell whether a unit is one of the five rules that have no name in a file."""
    return unit in UNITS and UNITS[unit].rung == scaffolding.LAMBDAS


def _repeat(
    seat: Seat, unit: str, source: str, verdict: UnitVerdict, interview: Interview
) -> UnitVerdict:
    """Ask the failing probe alone in a fresh guest, to see what earlier calls did."""
    if not interview.failing:
        return verdict
    probe = interview.probes[interview.failing]
    seat.renew()
    if isinstance(seat.load(scaffolding.isolated(unit), source), Ended):
        seat.renew()
        return verdict
    seen, ended = seat.ask([probe.program])
    if ended:
        seat.renew()
    elif judge(probe, seen[0]) is None:
        return replace(verdict, remarks=(*verdict.remarks, AFTER_AN_EARLIER_CALL))
    return verdict
