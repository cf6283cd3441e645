"""The course's three sections, with a pair's standing on their rungs."""

from dataclasses import dataclass

from exercises.catalogue import RUNGS
from exercises.questions import Rung
from service.store.progress import Standing

# section: number, title, what it gives
NAMES = {
    "core1": (
        "Core 1",
        "Backward rules",
        "How a gradient passes through one operation, and back through broadcasting.",
    ),
    "core2": (
        "Core 2",
        "The engine",
        "Record a graph, put it in order, and carry gradients from its end to its leaves.",
    ),
    "stretch3": (
        "Stretch 3",
        "From operations to a network",
        "More operations, then layers, a loss and an optimiser that learn digits.",
    ),
}
BY_SLUG = {rung.slug: rung for rung in RUNGS}


@dataclass(frozen=True, slots=True)
class Section:
    """One section and its rungs, each with the pair's standing."""

    key: str
    rungs: list[tuple[Rung, Standing]]

    @property
    def label(self) -> str:
        """Return "Core 1"."""
        return NAMES[self.key][0]

    @property
    def title(self) -> str:
        """Return the section's name."""
        return NAMES[self.key][1]

    @property
    def promise(self) -> str:
        """Return what the section gives."""
        return NAMES[self.key][2]

    @property
    def passed(self) -> int:
        """Return how many rungs are passed."""
        return sum(seen.state == "passed" for _, seen in self.rungs)


def sections(standing: dict[str, Standing]) -> list[Section]:
    """Return the sections in course order."""
    return [
        Section(
            key,
            [(rung, standing[rung.slug]) for rung in RUNGS if rung.section == key],
        )
        for key in NAMES
    ]


def title(slug: str | None) -> str:
    """Return a rung's title, or what a hand-in without one is."""
    rung = BY_SLUG.get(slug or "")
    return rung.title if rung else "Whole file"
