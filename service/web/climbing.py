"""The ladder as one pair sees it: each rung's two steps, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.catalogue import RUNGS
from exercises.explain.concepts import CONCEPTS
from exercises.questions import Rung
from service.store.models import Person
from service.store.progress import Standing
from service.web.gotchas import GOTCHAS


@dataclass(frozen=True, slots=True)
class Badge:
    """One concept: what it lets you say, who can say it and who cannot yet."""

    name: str
    says: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Tell whether everybody of the group has answered for it."""
        return bool(self.can) and not self.cannot


@dataclass(frozen=True, slots=True)
class Climb:
    """One rung: ``unmet`` are the rungs below it that are not passed.

    ``explain`` has the badges of its concepts; a rung without concepts has one step.
    """

    gotcha: str
    unmet: tuple[str, ...]
    explain: tuple[Badge, ...]
    passed: bool

    @property
    def is_explained(self) -> bool:
        """Tell whether the second step is done."""
        return bool(self.explain) and all(each.is_full for each in self.explain)

    @property
    def has_star(self) -> bool:
        """Tell whether both steps are done."""
        return self.passed and self.is_explained


def badges(held: dict[str, set[str]], members: Sequence[Person]) -> dict[str, Badge]:
    """Return the concepts in their order, filled by those who answered for them."""
    return {
        name: Badge(
            name,
            says,
            tuple(one.name for one in members if one.id in held.get(name, ())),
            tuple(one.name for one in members if one.id not in held.get(name, ())),
        )
        for name, says in CONCEPTS.items()
    }


def climbs(standing: dict[str, Standing], filled: dict[str, Badge]) -> dict[str, Climb]:
    """Return every rung's steps by slug."""
    return {rung.slug: _climb(rung, standing, filled) for rung in RUNGS}


def _climb(
    rung: Rung, standing: dict[str, Standing], filled: dict[str, Badge]
) -> Climb:
    return Climb(
        gotcha=GOTCHAS[rung.slug],
        unmet=tuple(slug for slug in rung.needs if standing[slug].state != "passed"),
        explain=tuple(filled[name] for name in rung.concepts),
        passed=standing[rung.slug].state == "passed",
    )
