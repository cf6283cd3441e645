"""Turns at the keyboard: who writes, until when, and how they were shared out.

Only moments are stored. Whoever shows a clock computes it, so all clocks agree and one
in a sleeping tab is right when it wakes.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import absences, pairs
from service.store.models import Pair, Turn
from service.store.refusals import Refusal

SHORTEST, USUAL, LONGEST = 3, 5, 10
LONGER = timedelta(minutes=1)


def ends_at(pair: Pair) -> datetime:
    """Return when the running turn is over."""
    minutes = timedelta(minutes=pair.turn_minutes)
    return pair.turn_ends_at or pair.role_changed_at + minutes


def order(db: Database, pair: Pair) -> list[str]:
    """Return the ids of those who take turns, from whose it is; the next one follows.

    Who is away today takes none. When that is the driver, the first one is next.
    """
    gone = absences.away(db, pair.id)
    everyone = [member.id for member in pairs.members(db, pair.id)]
    ids = [one for one in everyone if one not in gone] or everyone
    here = ids.index(pair.driver_id) if pair.driver_id in ids else len(ids) - 1
    return [*ids[here:], *ids[:here]]


def switch(db: Database, pair: Pair) -> None:
    """Let the next member write; alone, the same one begins a fresh turn."""
    now = order(db, pair)
    hand_to(db, pair, now[1 % len(now)])


def hand_to(db: Database, pair: Pair, person_id: str) -> None:
    """Let this member write from now on."""
    _end(db, pair, clock.now())
    _begin(db, pair, person_id)


def begin_again(db: Database, pair: Pair, last_seen: datetime) -> None:
    """Start the clock afresh for a pair that comes back after a break.

    The turn it left behind ended when it was last seen: a night is no turn.
    """
    _end(db, pair, last_seen)
    _begin(db, pair, pair.driver_id)


def _end(db: Database, pair: Pair, when: datetime) -> None:
    if pair.driver_id is None or when <= pair.role_changed_at:
        return
    began = pair.role_changed_at
    mine = {"pair_id": pair.id, "driver_id": pair.driver_id}
    db.add(Turn(**mine, began_at=began, ended_at=when))


def _begin(db: Database, pair: Pair, person_id: str | None) -> None:
    change = update(Pair).where(Pair.id == pair.id)
    now = {"role_changed_at": clock.now(), "turn_ends_at": None}
    db.execute(change.values(driver_id=person_id, **now))


def longer(db: Database, pair: Pair) -> None:
    """Give the running turn one more minute, from now if it is over."""
    end = max(ends_at(pair), clock.now()) + LONGER
    db.execute(update(Pair).where(Pair.id == pair.id).values(turn_ends_at=end))


def last(db: Database, pair_id: str, typed: str) -> None:
    """Choose how many minutes a turn lasts; raises Refusal."""
    if not (typed.isdecimal() and SHORTEST <= int(typed) <= LONGEST):
        raise Refusal("minutes", f"A turn lasts {SHORTEST} to {LONGEST} minutes.")
    change = update(Pair).where(Pair.id == pair_id)
    db.execute(change.values(turn_minutes=int(typed), turn_ends_at=None))


def shares(db: Database, pair: Pair) -> dict[str, float]:
    """Return each member's share of the time at the keyboard; empty before any."""
    seconds: dict[str, float] = defaultdict(float)
    for driver, lasted in _ended(db, pair):
        seconds[driver] += lasted
    if pair.driver_id is not None:
        running = (clock.now() - pair.role_changed_at).total_seconds()
        seconds[pair.driver_id] += max(0.0, running)
    together = sum(seconds.values())
    here = [member.id for member in pairs.members(db, pair.id)]
    return {one: seconds[one] / together for one in here} if together else {}


@dataclass(frozen=True, slots=True)
class Sums:
    """What an instructor sees of a pair's turns: minutes in all, and hand-overs.

    Whose turns they were is the pair's own: who is watched for a share sits at the
    keyboard for it.
    """

    minutes: int
    switches: int


def sums(db: Database, pair: Pair) -> Sums:
    """Return a pair's turns without names; the running one has no end to count yet."""
    ended = _ended(db, pair)
    drivers = [driver for driver, _ in ended]
    if pair.driver_id is not None:
        drivers.append(pair.driver_id)
    return Sums(
        minutes=round(sum(lasted for _, lasted in ended) / 60),
        switches=sum(one != other for one, other in pairwise(drivers)),
    )


def _ended(db: Database, pair: Pair) -> list[tuple[str, float]]:
    """Return (driver, seconds) of every turn that is over, in order."""
    mine = select(Turn).where(Turn.pair_id == pair.id).order_by(Turn.began_at, Turn.seq)
    return [
        (turn.driver_id, (turn.ended_at - turn.began_at).total_seconds())
        for turn in db.scalars(mine)
    ]
