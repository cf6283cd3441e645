"""Test the tests: find the known mistakes that a suite would let pass."""

from collections.abc import Collection, Iterable, Iterator

from exercises import training
from exercises.graphs import GraphSpec, TrainSpec
from exercises.interpret import interpret
from exercises.judge import judge
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import VALUE_MUTANTS
from exercises.misconceptions.sighting import same
from exercises.misconceptions.translation import observed
from exercises.questions import Probe
from exercises.suite import Case, Lesson, as_probe


def kills(probe: Probe, mutant: str) -> bool:
    """Tell whether the judge fails this mistake on a graph's or a training's probe."""
    if probe.spec is None:
        return False
    seen = run(probe.spec, (mutant,))
    # Most mistakes leave most graphs alone: only what differs is worth judging.
    if same(seen, run(probe.spec)):
        return False
    return judge(probe, observed(probe, seen)) is not None


def survivors(
    probes: Iterable[Probe], mutants: Collection[str] = VALUE_MUTANTS
) -> list[str]:
    """Return the mistakes that every probe lets pass."""
    alive = list(mutants)
    for probe in probes:
        if not alive:
            break
        alive = [name for name in alive if not kills(probe, name)]
    return alive


def killed_by(spec: GraphSpec | TrainSpec, mutants: Iterable[str]) -> Iterator[str]:
    """Yield the mistakes that this question would kill with the reference's answer."""
    right = run(spec)
    suspects = [name for name in mutants if not same(run(spec, (name,)), right)]
    if suspects:
        probe = as_probe(_case(spec))
        yield from (name for name in suspects if kills(probe, name))


def _case(spec: GraphSpec | TrainSpec) -> Case | Lesson:
    if isinstance(spec, TrainSpec):
        return Lesson(spec, training.run(spec))
    return Case(spec, interpret(spec))
