"""Measure what the simulation starts from, on the product as it runs here."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from uuid import uuid4

from sqlalchemy import Engine, select

from benchmarks.chaos.handing import still_open
from benchmarks.chaos.harm import descendants
from benchmarks.installation import CODE, Installation
from benchmarks.load.memory import processor
from benchmarks.load.reading import PAGES
from benchmarks.visitor import Visitor, until
from service.store.database import reading
from service.store.models import Grading, GradingAttempt, Phase, Submission

WRONG = "def log_back(grad_out, out, x):\n    return grad_out * x  # {}\n"
WRONG_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """One run's hand-ins: when each came, began, and where; seconds of one clock."""

    came: list[float]
    begun: list[float]
    workers: list[str]

    @property
    def waits(self) -> list[float]:
        """Return the seconds each waited for a worker."""
        return [b - c for c, b in zip(self.came, self.begun, strict=True)]

    @property
    def services(self) -> list[float]:
        """Return the seconds each kept its worker: from one beginning to the next.

        True where the queue was never empty; what a worker does between two gradings
        keeps it as well.
        """
        begun = defaultdict(list)
        for worker, moment in sorted(zip(self.workers, self.begun, strict=True)):
            begun[worker].append(moment)
        return [b - a for each in begun.values() for a, b in pairwise(each)]

    @property
    def arrivals(self) -> list[float]:
        """Return when each came, from the first on."""
        return [came - min(self.came) for came in self.came]


def handed_in(
    engine: Engine, members: Sequence[Visitor], moments: Sequence[float], seed: int
) -> Run:
    """Hand in at these moments, half of it wrong, each time for another pair."""
    seeded = random.Random(seed)  # noqa: S311 - a run that can be had again
    began, hands, tokens = time.monotonic(), [], []
    for number, moment in enumerate(moments):
        threading.Event().wait(max(0, began + moment - time.monotonic()))
        token = str(uuid4())
        source = (WRONG if seeded.random() < WRONG_SHARE else CODE).format(token)
        member = members[number % len(members)]
        hand = threading.Thread(target=member.hand_in, args=(source, token))
        hand.start()
        hands.append(hand)
        tokens.append(token)
    for hand in hands:
        hand.join()
    until(lambda: not still_open(engine), "all verdicts", 600)
    return _run(engine, tokens)


def _run(engine: Engine, tokens: Sequence[str]) -> Run:
    with reading(engine) as db:
        rows = db.execute(
            select(
                Submission.created_at, GradingAttempt.started_at, GradingAttempt.worker
            )
            .join(Grading, Grading.submission_id == Submission.id)
            .join(GradingAttempt, GradingAttempt.grading_id == Grading.id)
            .where(Submission.client_token.in_(tokens), Grading.phase == Phase.DONE)
            .order_by(Submission.created_at)
        ).all()
    came, begun, workers = zip(*rows, strict=True)
    return Run(
        [moment.timestamp() for moment in came],
        [moment.timestamp() for moment in begun],
        list(workers),
    )


def page_cost(site: Installation, members: Sequence[Visitor], count: int) -> float:
    """Return the web's processor seconds for one page."""
    with _spent(site, "gunicorn") as spent:
        for number in range(count):
            members[number % len(members)].get(PAGES[number % len(PAGES)])
    return median(spent) / count


@contextmanager
def _spent(site: Installation, mark: str) -> Iterator[list[float]]:
    """Yield a list that holds, in the end, the processor seconds of such processes."""
    spent: list[float] = []
    before = _processor(site, mark)
    yield spent
    spent.append(_processor(site, mark) - before)


def _processor(site: Installation, mark: str) -> float:
    below = descendants(site.process.pid)
    return sum(processor(pid) for pid, words, _ in below if mark in words)
