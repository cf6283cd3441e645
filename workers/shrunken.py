"""Show a secret failure by a small graph of its own, with other numbers."""

from collections.abc import Sequence

import numpy as np

from exercises.graph_code import expression
from exercises.graph_questions import probe as asked
from exercises.graphs import GraphSpec
from exercises.judge import judge
from exercises.nouns import Array
from exercises.questions import Probe
from exercises.shrinking import Tried, shrink
from exercises.simplifying import NICE
from exercises.verdicts import Finding
from workers.seat import Seat


def shrunken(
    seat: Seat, spec: GraphSpec, found: Finding
) -> tuple[Probe, Finding] | None:
    """Return a smaller graph that fails in the same way, or None if there is none.

    The guest in ``seat`` must still hold the engine. None as well where the smaller
    graph still holds numbers of the secret one.
    """
    seen: dict[int, tuple[Probe, Finding | None]] = {}

    def fails(batch: Sequence[Tried]) -> list[bool]:
        probes = [as_probe(tried) for tried in batch]
        observations, _ = seat.ask([probe.program for probe in probes])
        findings = [
            judge(probe, observation)
            for probe, observation in zip(probes, observations, strict=False)
        ]
        for tried, probe, finding in zip(batch, probes, findings, strict=False):
            seen[id(tried.spec)] = (probe, finding)
        return [each is not None and each.kind is found.kind for each in findings]

    held = shrink(spec, fails)
    probe, finding = seen.get(id(held.spec), (None, None))
    if probe is None or finding is None or _shares_numbers(spec, held.spec):
        return None
    return probe, finding


def as_probe(tried: Tried) -> Probe:
    """Return the graph as a question, named by its formula."""
    return asked(tried.spec, tried.answer, name=expression(tried.spec))


def _shares_numbers(spec: GraphSpec, other: GraphSpec) -> bool:
    shown = _numbers(other)
    return bool(np.isin(shown[~np.isin(shown, NICE)], _numbers(spec)).any())


def _numbers(spec: GraphSpec) -> Array:
    arrays = [leaf.array for leaf in spec.leaves]
    arrays += [] if spec.gout is None else [spec.gout]
    return np.concatenate([array.ravel() for array in arrays])
