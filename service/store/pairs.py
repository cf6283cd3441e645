"""Pairs: groups of one to three who hand in together."""

import secrets
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import codes, people, rosters
from service.store.models import Membership, Pair, PairCode, Person, Role
from service.store.refusals import Refusal

LARGEST = 3
CODE_FOR = timedelta(minutes=15)

COLOURS = (
    *("Amber", "Azure", "Coral", "Golden", "Indigo", "Jade"),
    *("Lilac", "Olive", "Ruby", "Silver", "Teal", "Violet"),
)
ANIMALS = (
    *("Badger", "Crane", "Dolphin", "Finch", "Gecko", "Heron"),
    *("Ibex", "Lynx", "Marten", "Otter", "Panda", "Wren"),
)


def of(db: Database, person_id: str) -> Pair | None:
    """Return the pair a person is in now."""
    return db.scalar(
        select(Pair)
        .join(Membership, Membership.pair_id == Pair.id)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
    )


def course_id(db: Database, pair_id: str) -> str:
    """Return the id of the class a pair is in."""
    return db.scalars(select(Pair.course_id).where(Pair.id == pair_id)).one()


def members(db: Database, pair_id: str) -> list[Person]:
    """Return who is in the pair now, in the order they came."""
    return list(
        db.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.pair_id == pair_id, Membership.left_at.is_(None))
            .order_by(Membership.seq)
        )
    )


def alone(db: Database, course_id: str) -> list[str]:
    """Return the names of those in a class who are in no pair now."""
    return list(db.scalars(_alone(), {"course": course_id}))


@cache
def _alone() -> Select[str]:
    inside = select(Membership.person_id).where(Membership.left_at.is_(None))
    return (
        select(Person.name)
        .where(Person.course_id == bindparam("course"), Person.role == Role.STUDENT)
        .where(Person.id.not_in(inside))
        .order_by(Person.name, Person.seq)
    )


def make(db: Database, first: Person, *others: Person) -> Pair:
    """Put people together; the first writes, the next one draws."""
    if first.course_id is None:
        raise Refusal("pair", "Join a class first, then a pair.")
    pair = Pair(
        course_id=first.course_id,
        name="",
        nickname=_nickname(db, first.course_id),
        role_changed_at=clock.now(),
        driver_id=first.id,
    )
    db.add(pair)
    db.flush()
    for person in (first, *others):
        add(db, pair, person)
    return pair


def _nickname(db: Database, course_id: str) -> str:
    colour, animal = (secrets.choice(words) for words in (COLOURS, ANIMALS))
    taken = set(db.scalars(select(Pair.nickname).where(Pair.course_id == course_id)))
    plain = f"{colour} {animal}"
    numbered = (f"{plain} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name not in taken)


def add(db: Database, pair: Pair, person: Person) -> None:
    """Bring a person into the pair, out of the one they were in; raises Refusal."""
    together = members(db, pair.id)
    if person.id in {member.id for member in together}:
        return
    if len(together) >= LARGEST:
        names = ", ".join(member.name for member in together)
        raise Refusal("code", f"That group is full: {names}.")
    leave(db, person.id)
    db.add(Membership(pair_id=pair.id, person_id=person.id))
    db.flush()
    _rename(db, pair)


def leave(db: Database, person_id: str) -> None:
    """Take a person out of their pair; what the pair handed in stays with it."""
    pair = of(db, person_id)
    if pair is None:
        return
    db.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
        .values(left_at=clock.now())
    )
    _rename(db, pair)


def _rename(db: Database, pair: Pair) -> None:
    together = members(db, pair.id)
    if together:  # an empty pair keeps the name its work was done under
        pair.name = " + ".join(member.name for member in together)[:200]
        if pair.driver_id not in {member.id for member in together}:
            pair.driver_id = together[0].id
    db.add(pair)
    db.flush()


def invite(db: Database, pair: Pair) -> PairCode:
    """Return the pair's valid code, or a fresh one for fifteen minutes."""
    current = waiting_code(db, pair.id)
    if current is not None:
        return current
    taken = set(db.scalars(select(PairCode.code)))
    fresh = codes.code(codes.PAIR_CODE_LENGTH)
    while fresh in taken:
        fresh = codes.code(codes.PAIR_CODE_LENGTH)
    invitation = PairCode(
        pair_id=pair.id, code=fresh, expires_at=clock.now() + CODE_FOR
    )
    db.add(invitation)
    db.flush()
    return invitation


def waiting_code(db: Database, pair_id: str) -> PairCode | None:
    """Return the code that still waits for the partner."""
    return db.scalar(
        select(PairCode)
        .where(PairCode.pair_id == pair_id, PairCode.used_at.is_(None))
        .where(PairCode.expires_at > clock.now())
        .order_by(PairCode.seq.desc())
        .limit(1)
    )


def join_by_code(db: Database, person: Person, typed: str) -> Pair:
    """Bring a person into the pair that shows this code; raises Refusal."""
    code = codes.typed(typed)
    found = db.execute(
        select(PairCode, Pair)
        .join(Pair, Pair.id == PairCode.pair_id)
        .where(PairCode.code == code, Pair.course_id == person.course_id)
        .where(PairCode.used_at.is_(None), PairCode.expires_at > clock.now())
    ).first()
    if found is None:
        raise Refusal(
            "code",
            f"No pair {code or 'with that code'} is waiting in this class. "
            "Codes have 4 characters and no O, 0, I, 1, L, U.",
        )
    invitation, pair = found
    if of(db, person.id) == pair:
        raise Refusal("code", "That is your own code: your partner types it.")
    add(db, pair, person)
    invitation.used_at = clock.now()
    return pair


def share_computer(
    db: Database, first: Person, partner_name: str
) -> tuple[Pair, Person]:
    """Add the second person at this computer to the first one's pair; raises Refusal."""
    wanted = people.name_of(partner_name, "partner")
    course = first.course_id
    waiting = next(
        (
            person
            for person in people.students(db, course or "")
            if person.name.lower() == wanted.lower() and of(db, person.id) is None
        ),
        None,
    )
    partner = waiting or rosters.admit(
        db, people.course_of(db, first), wanted, field="partner"
    )
    pair = of(db, first.id) or make(db, first)
    add(db, pair, partner)
    return pair, partner


def rename(db: Database, pair_id: str, nickname: str, *, on_board: bool) -> None:
    """Choose how the pair stands on the leaderboard; raises Refusal."""
    wanted = people.name_of(nickname, "nickname")
    change = update(Pair).where(Pair.id == pair_id)
    db.execute(change.values(nickname=wanted, on_board=on_board))
