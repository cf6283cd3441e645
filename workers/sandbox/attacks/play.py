"""Carry out one attack in a guest of its own, then see that the next guest is well."""

import errno
import re
import textwrap
import time
from dataclasses import dataclass, replace

from exercises.answers import Ended, Numbers, Observation, Raised, Refused, Text
from exercises.nouns import GraderFault
from exercises.questions import Op, Step
from workers.sandbox.attacks.attack import GRANTED, Attack, prelude
from workers.sandbox.attacks.witness import Harm, Witness
from workers.sandbox.box import Box
from workers.sandbox.guest import Guest
from workers.sandbox.limits import CORE, Limits
from workers.sandbox.zygote import Exit

_CALL = (Step(op=Op.NAME, name="attack"), Step(op=Op.CALL, handles=(0,), observe=True))
_RIGHT = "def attack():\n    return 6.0 * 7.0\n"
_BRIEF = replace(CORE, answer_seconds=0.4)
_PATIENT = replace(CORE, answer_seconds=12.0, guest_seconds=12.0)
_LATE_SECONDS = 0.01
_KIB = CORE.resources["AS"][1] >> 10
_CPU_SECONDS = CORE.resources["CPU"][1] + 1
_ERRNO = re.compile(r"\[Errno (\d+)\]")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What became of an attack: one word, and every harm that was seen."""

    attack: str
    outcome: str
    harms: tuple[Harm, ...]
    as_expected: bool
    accepted: str = ""  # the reason why what it was granted is no harm in this tier

    @property
    def harmless(self) -> bool:
        """Tell whether nothing was harmed but what is accepted here."""
        return not self.harms or (self.harms == (Harm.GRANTED,) and bool(self.accepted))


def play(box: Box, witness: Witness, attack: Attack) -> Sighting:
    """Return what became of ``attack``, seen from outside."""
    seen: set[Harm] = set()
    with witness.watching(seen):
        try:
            outcome = _attacked(box, witness, attack, seen)
        except GraderFault as fault:  # it broke our side, twice in a row
            outcome = str(fault.fault)
        if not _right(box):
            seen.add(Harm.NEIGHBOUR)
    return Sighting(
        attack.name,
        outcome,
        tuple(harm for harm in Harm if harm in seen),
        outcome in attack.wanted(box.tier),
        attack.granted.get(box.tier, ""),
    )


def _attacked(box: Box, witness: Witness, attack: Attack, seen: set[Harm]) -> str:
    with box.guest(limits=_clock(attack, box.tier)) as guest:
        guest.scaffold(prelude(witness.facts))
        outcome = _outcome(guest, attack)
        if witness.told(outcome + guest.log):
            seen.add(Harm.READ)
    seen |= _excess(guest.fate)
    if outcome == GRANTED:
        seen.add(Harm.GRANTED)
    return outcome


def _clock(attack: Attack, tier: str) -> Limits:
    if attack.patient:
        return _PATIENT
    # Only what is meant to be slow gets a short clock: a busy machine is no attack.
    return _BRIEF if attack.wanted(tier) == {"timeout"} else CORE


def _outcome(guest: Guest, attack: Attack) -> str:
    source = textwrap.dedent(attack.code).strip()
    if not attack.whole:
        source = f"def attack():\n{textwrap.indent(source, '    ')}\n"
    loaded = guest.load(source)
    if isinstance(loaded, Ended):
        return str(loaded.kind)
    if loaded or attack.whole:
        return loaded[0].type if loaded else "loaded"
    observations, ended = guest.ask([_CALL])
    if ended is None:
        # What arrives beside an answer shows when the next question is put.
        time.sleep(_LATE_SECONDS)
        _, ended = guest.ask([_CALL[:1]])
    return str(ended.kind) if ended else _word(observations[0])


def _word(seen: Observation) -> str:
    record = seen.records.get(1)
    if isinstance(record, Raised):
        number = _ERRNO.search(record.text)
        return errno.errorcode[int(number[1])] if number else record.type
    if isinstance(record, Refused):
        return "type_refused"
    if isinstance(record, Text):
        return record.text
    return str(record.array.tolist()) if isinstance(record, Numbers) else "None"


def _excess(fate: Exit | None) -> set[Harm]:
    if fate is None:
        return set()
    spent = {Harm.MEMORY: fate.rss > _KIB, Harm.TIME: fate.cpu > _CPU_SECONDS}
    return {harm for harm, exceeded in spent.items() if exceeded}


def _right(box: Box) -> bool:
    try:
        with box.guest() as guest:
            guest.scaffold("")
            if guest.load(_RIGHT) != ():
                return False
            observations, ended = guest.ask([_CALL])
    except GraderFault:
        return False
    return ended is None and _word(observations[0]) == "42.0"
