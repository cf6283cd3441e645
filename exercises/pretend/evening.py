"""Make up how a class of pairs spent an evening: who handed in what, and when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from exercises import scaffolding
from exercises.catalogue import RUNGS
from exercises.pretend.mistakes import Mistake, mistakes
from exercises.questions import Rung

MINUTES = 95
STARTERS = Path(scaffolding.__file__).parent / "starters"
NAMES = """
Aaliyah Adam Aiko Alma Amir Anton Aurora Bao Bea Bilal Carla Chidi Clara Dana Darius
Diego Ebba Elif Emil Esther Farah Felix Fiona Gabriel Greta Hana Hugo Ines Ismail Ivy
Jonas Julia Kofi Lara Leo Lina Luis Maja Malik Mara Mateo Mila Nadia Niko Noor Olga
Omar Paula Petra Priya Quinn Rafael Rosa Ruben Samira Sofia Tariq Tessa Theo Uma Vera
Viktor Wanda Yara Yusuf Zoe
"""


class Ending(StrEnum):
    """Where a pair stands when the evening is looked at."""

    WORKING = "working"
    STUCK = "stuck"
    HALF = "half-finished"
    FINISHED = "finished"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """One hand-in: ``ago`` in minutes before now, ``writer`` a place in the pair."""

    rung: str
    source: str
    ago: float
    writer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One pretend pair and its evening, the oldest hand-in first."""

    names: tuple[str, ...]
    ending: Ending
    hand_ins: tuple[HandIn, ...]


def evening(groups: int, seed: int) -> tuple[Group, ...]:
    """Return ``groups`` pairs; the same seed gives the same evening."""
    rng = random.Random(seed)  # noqa: S311 - a story, not a secret
    names = iter(_names(rng))
    return tuple(_group(rng, place, groups, names) for place in range(groups))


def _names(rng: random.Random) -> Iterator[str]:
    shuffled = rng.sample(NAMES.split(), len(NAMES.split()))
    yield from shuffled
    number = 2
    while True:
        yield from (f"{name} {number}" for name in shuffled)
        number += 1


def _group(rng: random.Random, place: int, groups: int, names: Iterator[str]) -> Group:
    ending = _ending(place, groups)
    members = 3 if place % 15 == 7 else 1 if place % 15 == 11 else 2
    drafts = list(_drafts(rng, ending))
    # A pair that is stuck has been for a while; the others handed in just now.
    began = rng.uniform(0.75, 1) * MINUTES if drafts else 0
    last = rng.uniform(0.5, 7)
    alone_at_the_keys = rng.random() < 0.15
    hand_ins = []
    for number, (rung, source) in enumerate(drafts):
        done = number / max(1, len(drafts) - 1)
        hand_ins.append(
            HandIn(
                rung=rung,
                source=source,
                ago=round(began + (last - began) * done, 1),
                writer=0 if alone_at_the_keys else (number // 2) % members,
            )
        )
    return Group(
        names=tuple(next(names) for _ in range(members)),
        ending=ending,
        hand_ins=tuple(hand_ins),
    )


def _ending(place: int, groups: int) -> Ending:
    share = place / groups
    if share < 0.1:
        return Ending.FINISHED
    if share < 0.3:
        return Ending.STUCK
    if share < 0.4:
        return Ending.HALF
    return Ending.NEW if place == groups - 1 else Ending.WORKING


def _drafts(rng: random.Random, ending: Ending) -> Iterator[tuple[str, str]]:
    """Yield (rung, source) in the order of the evening."""
    if ending is Ending.NEW:
        return
    reached = len(RUNGS) if ending is Ending.FINISHED else rng.randrange(2, 18)
    for rung in RUNGS[:reached]:
        for mistake in _mistakes(rng, rung, likely=0.45):
            yield rung.slug, mistake.source
        yield rung.slug, scaffolding.solution(rung)
    if ending is Ending.HALF:
        rung = RUNGS[reached]
        yield rung.slug, (STARTERS / f"{rung.slug}.py").read_text(encoding="utf-8")
    if ending is Ending.STUCK:
        yield from _stuck(rng, reached)


def _stuck(rng: random.Random, reached: int) -> Iterator[tuple[str, str]]:
    """Yield one mistake over and over, at the next rung that has one."""
    rung = next(rung for rung in RUNGS[reached:] if _known(rung))
    mistake = rng.choice(_known(rung))
    for attempt in range(rng.randrange(3, 6)):
        # They change something that is not it.
        yield rung.slug, f"{mistake.source}# try {attempt + 1}\n"


def _mistakes(rng: random.Random, rung: Rung, *, likely: float) -> list[Mistake]:
    known = _known(rung)
    if rng.random() > likely:
        return []
    return rng.sample(known, min(len(known), rng.choice((1, 1, 2))))


def _known(rung: Rung) -> list[Mistake]:
    return [each for each in mistakes() if each.rung == rung.slug and not each.slow]
