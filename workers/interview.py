"""Say what one pass over the probes of a definition showed, the first failure first."""

from dataclasses import dataclass, replace

from exercises import hints, integrity, precision, proportion
from exercises.answers import Ended, Observation
from exercises.explain.stored import stored
from exercises.mishaps import aim
from exercises.nouns import Kind, State
from exercises.pasting import to_paste
from exercises.questions import Probe
from exercises.verdicts import Counterexample, Finding, Hint, UnitVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What one pass over a unit's probes gave: findings by probe, and its end if any.

    ``observations`` are the answers and ``source`` is what was loaded, for hints.
    """

    probes: tuple[Probe, ...]
    findings: tuple[Finding | None, ...]
    ended: Ended | None = None
    observations: tuple[Observation, ...] = ()
    source: str = ""

    def answer(self, at: int) -> Observation | None:
        """Return the answer to one probe, None where there is none."""
        return self.observations[at] if at < len(self.observations) else None

    def hints(self, unit: str, at: int, found: Finding) -> tuple[Hint, ...]:
        """Return what to ask about the failure of one probe."""
        seen = self.observations[at] if at < len(self.observations) else None
        return hints.about(unit, self.probes[at], found, seen, self.source)

    @property
    def failing(self) -> int | None:
        """Return the first counted probe that failed or was never answered."""
        for at, (probe, found) in enumerate(
            zip(self.probes, self.findings, strict=False)
        ):
            if found and not probe.labelled:
                return at
        at = len(self.findings)
        return at if self.ended and not self.probes[at].labelled else None


def told(blank: UnitVerdict, interview: Interview) -> UnitVerdict:
    """Fill in what the interview showed; the first failing probe is the one to show."""
    counted = [
        found
        for probe, found in zip(interview.probes, interview.findings, strict=False)
        if not probe.labelled
    ]
    blank = replace(blank, passed=counted.count(None))
    at = interview.failing
    if at is None:
        shown = _conventions(interview)
        return replace(
            blank,
            state=State.PASSED,
            remarks=(
                *(_shown(interview.probes[n], found) for n, found in shown),
                *precision.remarks(interview.probes, interview.observations),
            ),
            hints=tuple(
                hint
                for n, found in shown
                if interview.probes[n].hint
                for hint in interview.hints(blank.name, n, found)
            ),
        )
    probe = interview.probes[min(at, len(interview.probes) - 1)]
    found = interview.findings[at] if at < len(interview.findings) else None
    if found is None:
        found = stopped(probe, interview.ended)
    asked = interview.hints(blank.name, at, found)
    return replace(
        blank,
        state=State.FAILED,
        kind=found.kind,
        sentence=found.sentence,
        concept=probe.concept,
        counterexample=Counterexample(
            to_paste(probe, found),
            found.expected,
            found.got,
            stored(probe, found, interview.answer(at)),
        ),
        hints=asked,
        remarks=_by_differences(interview, at) or _by_a_factor(interview, found, asked),
    )


def _by_differences(interview: Interview, at: int) -> tuple[str, ...]:
    """Name a pass that never asks the backward functions, at the probe that tells."""
    probe, answers = interview.probes[at], interview.observations
    known = probe.name == integrity.NAME and at < len(answers)
    measured = known and integrity.measures(probe, answers[at])
    return (integrity.BY_DIFFERENCES,) if measured else ()


def _by_a_factor(
    interview: Interview, found: Finding, hints: tuple[Hint, ...]
) -> tuple[str, ...]:
    """Say the one factor of all wrong answers, where no question says more."""
    said = proportion.remark(interview.probes, interview.observations, found)
    return (said,) if said and not hints else ()


def stopped(probe: Probe, ended: Ended | None) -> Finding:
    """Return the finding on the probe at which a guest ended."""
    kind = ended.kind if ended else Kind.NO_ANSWER
    sentence = ended.sentence if ended else ""
    return Finding(kind, "", aim(probe), "no answer", sentence)


def _conventions(interview: Interview) -> list[tuple[int, Finding]]:
    """Return what the probes showed that do not count, by their numbers."""
    found = list(interview.findings)
    if interview.ended:
        found.append(stopped(interview.probes[len(found)], interview.ended))
    return [
        (at, each)
        for at, each in enumerate(found)
        if each and interview.probes[at].labelled
    ]


def _shown(probe: Probe, found: Finding) -> str:
    """Say what a probe showed that does not count, and what it is about."""
    sentence = f"{found.sentence.rstrip('.')}. {probe.note}".rstrip()
    return f"Shown, not counted ({probe.name}): {sentence}"
