"""Try every attack against this very machine: an operator's acceptance test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exercises.nouns import Fault, GraderFault
from service.config import Settings
from workers.sandbox.attacks.catalogue import ATTACKS
from workers.sandbox.attacks.play import Sighting, play
from workers.sandbox.attacks.witness import Witness
from workers.sandbox.box import configured

_UNSAFE = "There is no sandbox to attack: unset PAIRGRAD_UNSAFE_NO_SANDBOX."
_WIDTH = 52


@dataclass(frozen=True, slots=True)
class Report:
    """The tier that was attacked, and what became of every attack."""

    tier: str
    sightings: tuple[Sighting, ...]

    @property
    def harmful(self) -> tuple[Sighting, ...]:
        """Return those that did harm."""
        return tuple(seen for seen in self.sightings if not seen.harmless)

    @property
    def surprising(self) -> tuple[Sighting, ...]:
        """Return those that did none, yet ended otherwise than where this was made."""
        return tuple(
            seen for seen in self.sightings if seen.harmless and not seen.as_expected
        )

    def summary(self) -> str:
        """Say in words what the numbers mean."""
        count = f"{len(self.sightings)} attacks on tier {self.tier}"
        odd = len(self.surprising)
        aside = f"; {odd} ended in an unusual way, without harm" if odd else ""
        if self.harmful:
            return f"{count}: {len(self.harmful)} DID HARM. Do not grade here{aside}."
        return f"{count}: none did harm{aside}."

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "tier": self.tier,
            "attacks": len(self.sightings),
            "harmful": len(self.harmful),
            "surprising": len(self.surprising),
            "sightings": [
                {
                    "attack": seen.attack,
                    "outcome": seen.outcome,
                    "harms": list(seen.harms),
                    "accepted": seen.accepted if seen.harms else "",
                }
                for seen in self.sightings
            ],
        }


def attack(settings: Settings, say: Callable[[str], None]) -> Report:
    """Return the report; ``say`` hears one line an attack. Raises GraderFault."""
    if settings.unsafe_no_sandbox:
        raise GraderFault(Fault.SANDBOX_UNAVAILABLE, _UNSAFE)
    sightings = []
    with configured(settings) as box, Witness(box) as witness:
        for one in ATTACKS:
            sightings.append(play(box, witness, one))
            say(line(sightings[-1]))
        return Report(box.tier, tuple(sightings))


def line(seen: Sighting) -> str:
    """Return one line of the table: the attack, its outcome, the harm if any."""
    outcome = " ".join(seen.outcome.split())[:30]
    told = f"{seen.attack[:_WIDTH]:<{_WIDTH}} {outcome:<30}"
    if seen.harmless:
        accepted = f" accepted: {seen.accepted}" if seen.harms else ""
        return f"{told}{accepted}".rstrip()
    return f"{told} HARM: {', '.join(seen.harms)}"
