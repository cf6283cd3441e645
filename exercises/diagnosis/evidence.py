"""Turn what a guest answered into what a mutant can be held against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from exercises.answers import Observation
from exercises.graphs import GraphSpec, TrainSpec
from exercises.misconceptions.host import run
from exercises.misconceptions.sighting import Sighting, same
from exercises.misconceptions.translation import sighting_of
from exercises.questions import Probe

Mistakes = frozenset[str]


# The bank's questions are the same for everybody: an answer is worked out once.
@lru_cache(maxsize=1 << 15)
def shown(spec: GraphSpec | TrainSpec, mistakes: Mistakes = frozenset()) -> Sighting:
    """Return what an engine with these mistakes shows."""
    return run(spec, mistakes)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One question, what the pair's engine showed, and whether a right one would."""

    spec: GraphSpec | TrainSpec
    seen: Sighting
    right: bool = field(init=False)

    def __post_init__(self) -> None:
        """Compare with an engine without a mistake."""
        object.__setattr__(self, "right", same(self.seen, shown(self.spec)))

    @property
    def tells(self) -> bool:
        """Tell whether it differs by its numbers: an exception names no cause."""
        return not self.right and self.seen.raised is None


def gathered(
    probes: Iterable[Probe], observations: Iterable[Observation]
) -> tuple[Evidence, ...]:
    """Return what was seen on the probes that ask about a graph or a training."""
    return tuple(
        Evidence(probe.spec, sighting_of(probe, observation))
        for probe, observation in zip(probes, observations, strict=False)
        if probe.spec is not None and not probe.labelled
    )
