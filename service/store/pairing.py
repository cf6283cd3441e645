"""Put people together: by hand, at random among those who have not met, as once before.

A group that falls apart keeps its row, its work and its memberships with their times;
people who come together again find it.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy.orm import Session as Database

from service.store import audit, pairs, rosters
from service.store.models import Membership, Pair, Person
from service.store.pairs import LARGEST
from service.store.refusals import Refusal

TRIES = 60
Met = Mapping[frozenset[str], int]


def together(db: Database, people: Sequence[Person], *, actor_id: str) -> Pair:
    """Put people into one group, the one they last were together in if there is one.

    Raises Refusal for nobody and for more than a group holds.
    """
    if not 1 <= len(people) <= LARGEST:
        raise Refusal("person", f"Choose one to {LARGEST} people for a group.")
    ids = {one.id for one in people}
    group = _earlier(db, people, ids) or pairs.make(db, people[0])
    for one in rosters.members_of(db, [group.id])[group.id]:
        if one.id not in ids:
            pairs.leave(db, one.id)
    for one in people:
        pairs.add(db, group, one)
    detail = {"members": [one.id for one in people]}
    audit.note(
        db, "put a group together", actor_id=actor_id, about=group.id, detail=detail
    )
    return group


def _earlier(db: Database, people: Sequence[Person], ids: set[str]) -> Pair | None:
    """Return the group that these were in together, now or once, and nobody else."""
    course_id = people[0].course_id or ""
    ever: dict[str, set[str]] = {}
    for row in rosters.memberships(db, course_id):
        ever.setdefault(row.pair_id, set()).add(row.person_id)
    same = [one for one in rosters.pairs_of(db, course_id) if ever.get(one.id) == ids]
    alone = [one for one in _alone(db, ids, ever, course_id) if not same]
    return max([*same, *alone], key=lambda one: one.seq, default=None)


def _alone(
    db: Database, ids: set[str], ever: Mapping[str, set[str]], course_id: str
) -> list[Pair]:
    """Return groups in which one of them is waiting alone and always was."""
    members = rosters.members_of(db, list(ever))
    waiting = {
        pair_id
        for pair_id, who in ever.items()
        if len(who) == 1 and who <= ids and members[pair_id]
    }
    return [one for one in rosters.pairs_of(db, course_id) if one.id in waiting]


def split(db: Database, pair: Pair, *, actor_id: str) -> None:
    """Take everybody out of a group; its work stays, and they can come back to it."""
    members = rosters.members_of(db, [pair.id])[pair.id]
    for one in members:
        pairs.leave(db, one.id)
    detail = {"members": [one.id for one in members]}
    audit.note(db, "split a group", actor_id=actor_id, about=pair.id, detail=detail)


def met(memberships: Iterable[Membership]) -> Counter[frozenset[str]]:
    """Return how often each two people have been in one group."""
    groups: dict[str, set[str]] = {}
    for row in memberships:
        groups.setdefault(row.pair_id, set()).add(row.person_id)
    return Counter(
        frozenset(two)
        for together_once in groups.values()
        for two in combinations(sorted(together_once), 2)
    )


def at_random(
    people: Sequence[Person], known: Met, rng: random.Random
) -> list[list[Person]]:
    """Return groups of two, and one of three if the number is odd.

    Of many draws the one in which the fewest meet again is taken.
    """
    draws = [_draw(people, known, rng) for _ in range(TRIES)]
    return min(draws, key=lambda groups: again(groups, known), default=[])


def _draw(
    people: Sequence[Person], known: Met, rng: random.Random
) -> list[list[Person]]:
    left = list(people)
    rng.shuffle(left)
    groups = []
    while len(left) > 1:
        one = left.pop()
        fresh = [
            other for other in left if not known.get(frozenset({one.id, other.id}))
        ]
        other = fresh[0] if fresh else left[0]
        left.remove(other)
        groups.append([one, other])
    if left and groups:
        groups[-1] += left
    elif left:
        groups.append(left)
    return groups


def again(groups: Collection[Sequence[Person]], known: Met) -> int:
    """Return how many twos of these groups have been together before."""
    return sum(
        bool(known.get(frozenset({one.id, other.id})))
        for group in groups
        for one, other in combinations(group, 2)
    )


def as_on(
    everyone: Sequence[Person], memberships: Iterable[Membership], moment: datetime
) -> list[list[Person]]:
    """Return the groups as they were at a moment, of those who are still in the class."""
    by_id = {one.id: one for one in everyone}
    groups: dict[str, list[Person]] = {}
    for row in memberships:
        was = row.created_at <= moment and (not row.left_at or row.left_at > moment)
        if was and row.person_id in by_id:
            groups.setdefault(row.pair_id, []).append(by_id[row.person_id])
    return list(groups.values())
