"""Who of a pair is here now, and at which rung."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database, turns
from service.store.models import Pair, Presence

BEAT = timedelta(seconds=30)  # how often an open page says that it is there
HERE_FOR = 2.5 * BEAT  # one lost beat is no departure
BREAK = timedelta(minutes=15)


def of_pair(db: Database, pair_id: str) -> dict[str, Presence]:
    """Return when each member was seen, those who ever were."""
    rows = db.scalars(select(Presence).where(Presence.pair_id == pair_id))
    return {row.person_id: row for row in rows}


def is_here(seen: Presence | None) -> bool:
    """Tell whether somebody is here now."""
    return seen is not None and clock.now() - seen.seen_at < HERE_FOR


def see(db: Database, pair: Pair, people: list[str], rung: str) -> bool:
    """Note that people are here; tell whether that is news to their partner."""
    before = of_pair(db, pair.id)
    last = max((one.seen_at for one in before.values()), default=None)
    if last is not None and clock.now() - last > BREAK:
        turns.begin_again(db, pair, _within(pair, last))
    # Before the rows are written: they are the same objects afterwards.
    is_news = any(
        not is_here(before.get(one)) or before[one].rung != rung for one in people
    )
    for person_id in people:
        mine = {"pair_id": pair.id, "person_id": person_id}
        database.save(db, Presence(**mine, rung=rung, seen_at=clock.now()))
    return is_news


def _within(pair: Pair, last: datetime) -> datetime:
    return max(last, pair.role_changed_at)
