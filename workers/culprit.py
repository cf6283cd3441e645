"""Find the optional definition by which a whole engine fails, by putting ours there."""

from collections.abc import Iterable
from dataclasses import replace

from exercises.catalogue import UNITS
from exercises.extract import Extract
from exercises.judge import judge
from exercises.nouns import State
from exercises.suite import Suite
from exercises.verdicts import UnitVerdict
from workers.assembled import wholes
from workers.loading import load
from workers.seat import Seat

BROKEN = (State.FAILED, State.DID_NOT_LOAD)


def blamed(
    seat: Seat,
    extract: Extract,
    suite: Suite,
    engine: UnitVerdict,
    optional: Iterable[UnitVerdict],
) -> UnitVerdict:
    """Return the verdict on an engine, saying first which optional piece it fails by.

    Such a piece never counts, but the engine uses it. It is named only where it fails
    alone too, and where the engine answers every public question with ours instead.
    """
    broken = [each.name for each in optional if each.state in BROKEN]
    if engine.state is not State.FAILED:
        return engine
    for name in broken:
        if _right_without(seat, extract, suite, name):
            said = (
                f"Every exercise passes, but your own {name} breaks the engine that uses"
                f" it: with ours in its place every public question is answered rightly."
            )
            sentence = f"{said} So far it ends here: {engine.sentence}"
            return replace(engine, because=name, sentence=sentence, misconceptions=())
    return engine


def _right_without(seat: Seat, extract: Extract, suite: Suite, name: str) -> bool:
    attempted = extract.attempted & UNITS.keys()
    if load(seat, extract, attempted, without=name).trouble:
        return False
    graphs = tuple(probe for probe in suite.probes if not probe.secret)
    probes = (*graphs, *wholes()[0])
    answers, ended = seat.ask([probe.program for probe in probes])
    seat.hush()
    return not ended and not any(map(judge, probes, answers))
