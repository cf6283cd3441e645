"""Let every pair hand in within one second, and see when each has its verdict."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import uuid4

from sqlalchemy import Engine, select

from benchmarks.chaos.handing import still_open
from benchmarks.installation import CODE
from benchmarks.load.figures import one_queue, p95
from benchmarks.visitor import Visitor, until
from service.store.database import reading
from service.store.models import Grading, GradingAttempt, Phase, Submission


@dataclass(frozen=True, slots=True)
class Served:
    """One submission's times: handed in, begun, judged."""

    handed_in: datetime
    begun: datetime
    judged: datetime

    @property
    def verdict(self) -> float:
        """Return the seconds from the hand-in to the verdict."""
        return (self.judged - self.handed_in).total_seconds()


def hand_in(members: Sequence[Visitor], *, within: float) -> tuple[list[str], int]:
    """Let each press the button once, at random moments; return tokens and refusals."""
    tokens = {each.person_id: str(uuid4()) for each in members}
    refused: list[str] = []

    def press(member: Visitor, after: float) -> None:
        threading.Event().wait(after)
        token = tokens[member.person_id]
        if not member.hand_in(CODE.format(token), token):
            refused.append(token)

    hands = [
        threading.Thread(target=press, args=(each, random.uniform(0, within)))  # noqa: S311 - a moment
        for each in members
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return list(tokens.values()), len(refused)


def served(engine: Engine, tokens: Sequence[str]) -> list[Served]:
    """Wait until all are judged and return their times."""
    until(lambda: not still_open(engine), "all verdicts", 600)
    with reading(engine) as db:
        rows = db.execute(
            select(Submission.created_at, GradingAttempt.started_at, Grading.done_at)
            .join(Grading, Grading.submission_id == Submission.id)
            .join(GradingAttempt, GradingAttempt.grading_id == Grading.id)
            .where(Submission.client_token.in_(tokens), Grading.phase == Phase.DONE)
        ).all()
    return [Served(sent, begun, end) for sent, begun, end in rows if end]


def rush(
    engine: Engine, members: list[Visitor], *, rounds: int, workers: int
) -> dict[str, float]:
    """Return the p95 of verdicts over a lone one, and over what the queue alone costs.

    Each round hands in once alone and then all together, so that both meet the same
    machine. What the queue alone costs: all are there at once, and each keeps a worker
    as long as a lone hand-in takes to its verdict.
    """
    lone: list[Served] = []
    over_least, over_lone, refusals = [], [], 0
    for number in range(rounds):
        for member in (members[number], members[-1 - number]):
            tokens, refused = hand_in([member], within=0)
            lone += served(engine, tokens)
            refusals += refused
        tokens, refused = hand_in(members, within=1)
        refusals += refused
        rushed = served(engine, tokens)
        reached = p95(each.verdict for each in rushed)
        alone = median(each.verdict for each in lone)
        over_least.append(reached / p95(one_queue([0.0] * len(rushed), alone, workers)))
        over_lone.append(reached / alone)
    return {
        "p95_over_lone": median(over_lone),
        "p95_over_queue": median(over_least),
        "refused": refusals,
    }
