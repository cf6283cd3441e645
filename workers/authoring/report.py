"""Test the questions of an added exercise by the answers that came with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises import scaffolding
from exercises.answers import Ended
from exercises.authored import Answer, Authored
from exercises.diagnosis import recorded
from exercises.diagnosis.explain import LEAST_EVIDENCE
from exercises.diagnosis.recorded import Sightings
from exercises.judge import judge
from exercises.questions import Probe
from workers.isolated import SEED
from workers.seat import Guests, Seat

LEAST_RIGHT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one definition answered: the questions it failed, and what it showed.

    ``tells`` counts those it failed by its numbers: exceptions are all alike.
    """

    answer: Answer
    failed: tuple[str, ...]
    shown: Sightings = ()
    sentence: str = ""

    tells: int = 0

    @property
    def passes(self) -> bool:
        """Tell whether every question was answered rightly."""
        return not self.failed and not self.sentence


def report(exercise: Authored, box: Guests) -> dict[str, Any]:
    """Return what the questions kill and let live; ``publishable`` is the verdict.

    Every right definition passes, two of them at least; the starter fails; every wrong
    one fails and can be told from every other. Raises GraderFault where we failed.
    """
    probes = exercise.unit.probes(np.random.default_rng(SEED))
    rights = [run(exercise, probes, each, box) for each in exercise.rights]
    wrongs = [run(exercise, probes, each, box) for each in exercise.wrongs]
    starter = run(exercise, probes, Answer(id="starter", source=exercise.starter), box)
    problems = [*_of_rights(rights), *_of_starter(starter), *_of_wrongs(wrongs)]
    killed = {name for each in wrongs for name in each.failed}
    return {
        "digest": exercise.digest,
        "publishable": not problems,
        "problems": problems,
        "questions": [probe.name for probe in probes if not probe.labelled],
        "right": [each.answer.id for each in rights if each.passes],
        "wrong": {each.answer.id: list(each.failed) for each in wrongs},
        "idle": [
            probe.name
            for probe in probes
            if not probe.labelled and probe.name not in killed
        ],
        "answers": {each.answer.id: recorded.as_json(each.shown) for each in wrongs},
    }


def run(
    exercise: Authored, probes: Sequence[Probe], answer: Answer, box: Guests
) -> Run:
    """Ask one definition every question, in a guest of its own."""
    with Seat(box) as seat:
        notes = seat.load(scaffolding.isolated(exercise.unit.name), answer.source)
        if isinstance(notes, Ended):
            return Run(answer=answer, failed=(), sentence=notes.sentence)
        observations, ended = seat.ask([probe.program for probe in probes])
    if ended:
        return Run(answer=answer, failed=(), sentence=ended.sentence)
    shown = recorded.sightings(probes, observations)
    failed = [
        (probe.name, sighting)
        for probe, seen, sighting in zip(probes, observations, shown, strict=True)
        if not probe.labelled and judge(probe, seen) is not None
    ]
    return Run(
        answer=answer,
        failed=tuple(name for name, _ in failed),
        shown=shown,
        tells=sum(sighting.raised is None for _, sighting in failed),
    )


def _of_rights(rights: Sequence[Run]) -> list[str]:
    told = [
        f"{each.answer.id} is in right/ and fails: {each.sentence or each.failed[0]}."
        for each in rights
        if not each.passes
    ]
    if len(rights) < LEAST_RIGHT:
        told.append(f"right/ holds {len(rights)}: give two unlike ones at least.")
    texts = {"".join(each.answer.source.split()) for each in rights}
    if len(texts) < len(rights):
        told.append("Two files in right/ are the same but for spaces.")
    return told


def _of_starter(starter: Run) -> list[str]:
    return ["starter.py passes: it gives the answer away."] if starter.passes else []


def _of_wrongs(wrongs: Sequence[Run]) -> list[str]:
    told = [
        f"{each.answer.id} survives: no question fails it."
        for each in wrongs
        if each.passes
    ]
    told += [
        f"{each.answer.id} is wrong by its numbers on {each.tells} questions; on two "
        f"at least, or it cannot be named. {each.sentence}".strip()
        for each in wrongs
        if not each.passes and each.tells < LEAST_EVIDENCE
    ]
    told += [
        f"{one.answer.id} and {other.answer.id} give the same answers: "
        "ask a question that tells them apart, or keep one."
        for place, one in enumerate(wrongs)
        for other in wrongs[place + 1 :]
        if recorded.alike(one.shown, other.shown)
    ]
    if not wrongs:
        told.append("wrong/ is empty: nothing would test the questions.")
    return told
