"""Hand in for many pairs whatever falls meanwhile, and keep what was accepted."""

import sys
import threading
from collections import Counter
from time import monotonic
from uuid import uuid4

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chaos.harm import Attack
from benchmarks.installation import CODE
from benchmarks.visitor import Visitor, answers, until
from service import doorbell
from service.store import gradings, submissions
from service.store.database import reading, transaction
from service.store.models import Grading, Phase

OPEN = (Phase.QUEUED, Phase.RUNNING)
# A fourth queued one would cancel the pair's newest: that is a rule, not a loss.
MOST_OPEN = 2
STUCK_SECONDS = 120


def hand_in_all(
    attack: Attack, engine: Engine, members: list[Visitor], count: int, seconds: float
) -> set[str]:
    """Hand in ``count`` times, or as often as ``seconds`` allow.

    Returns the tokens the service has accepted.
    """
    accepted: set[str] = set()
    taken: Counter[str] = Counter()
    end = monotonic() + seconds
    while len(accepted) < count and monotonic() < end:
        member = min(members, key=lambda each: taken[each.pair_id])
        if taken[member.pair_id] >= MOST_OPEN:
            threading.Event().wait(0.05)
            taken = still_open(engine)
            continue
        token = str(uuid4())
        taken[member.pair_id] += 1
        if _hand_in(attack, engine, member, token):
            accepted.add(token)
            _tell(len(accepted), count)
    return accepted


def _hand_in(attack: Attack, engine: Engine, member: Visitor, token: str) -> bool:
    """Take the form or the other way, half of the time each."""
    by_form = attack.random.random() < 0.5
    try:
        if by_form:
            _by_form(attack, engine, member, token)
        else:
            _by_hand(attack, engine, member, token)
    except SQLAlchemyError:
        return False
    return True


def _by_form(attack: Attack, engine: Engine, member: Visitor, token: str) -> None:
    """Send the form until somebody says yes: a browser's user would press again."""
    source = CODE.format(token)
    while not member.hand_in(source, token):
        until(lambda: answers(attack.site.settings.port), "the web to come back")
        member.sign_in(engine)


def _by_hand(attack: Attack, engine: Engine, member: Visitor, token: str) -> None:
    """Record as the web does, and ring no bell, one or three."""
    with transaction(engine) as db:
        _, grading, _ = submissions.record(
            db,
            pair_id=member.pair_id,
            author_id=member.person_id,
            drawer_id=None,
            rung="log_back",
            filename="pasted.py",
            source=CODE.format(token),
            client_token=token,
            units=["log_back"],
        )
    for _ in range(attack.random.choice((0, 1, 1, 3))):
        doorbell.ring(attack.site.settings, grading.id, grading.queue)


def still_open(engine: Engine) -> Counter[str]:
    """Return how many each pair has queued or running."""
    with reading(engine) as db:
        rows = db.execute(
            select(Grading.pair_id, func.count())
            .where(Grading.phase.in_(OPEN))
            .group_by(Grading.pair_id)
        )
        return Counter(dict(rows.all()))


def drain(engine: Engine) -> int:
    """Wait until nothing is open; return how many do not move any more."""
    left, since = -1, monotonic()
    while (now := sum(still_open(engine).values())) and (
        monotonic() - since < STUCK_SECONDS
    ):
        if now != left:
            left, since = now, monotonic()
        threading.Event().wait(0.2)
    return now


def try_again(attack: Attack, engine: Engine) -> int:
    """Requeue what ended by our fault, as the instructor's button does.

    Three runs lost in a row are given up: harm may do that to one, and must not keep it.
    """
    with transaction(engine) as db:
        ended = db.scalars(select(Grading).where(Grading.phase == Phase.FAILED)).all()
        for each in ended:
            gradings.requeue(db, each.id)
    for each in ended:
        doorbell.ring(attack.site.settings, each.id, each.queue)
    return len(ended)


def _tell(done: int, count: int) -> None:
    if sys.stderr.isatty() and done % 50 == 0:
        print(f"\r{done} of {count}", end="", file=sys.stderr)
