"""Let a hundred trainings wait and one run: a verdict must not come later for it."""

from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import Engine, select

from benchmarks.installation import Installation
from benchmarks.load.figures import p95
from benchmarks.load.rush import hand_in
from benchmarks.visitor import Visitor, until
from service import doorbell
from service.store import gradings, submissions
from service.store.database import reading, transaction
from service.store.models import Grading, Phase, Purpose, Submission

SOURCE = Path("tests/corpus/whole/right/plain.py")
QUEUED = 100


def beside_trainings(
    site: Installation, engine: Engine, members: Sequence[Visitor]
) -> dict[str, float]:
    """Return how long a verdict takes with a hundred trainings queued, over without.

    Without is measured before and after: both meet the same machine.
    """
    before = _verdicts(engine, members)
    queued = _queue(site, engine, members)
    until(lambda: _running(engine), "a training to run")
    beside = _verdicts(engine, members)
    left = len(queued) - len(_over(engine))
    with transaction(engine) as db:
        for each in queued:
            gradings.cancel(db, each)
    until(lambda: len(_over(engine)) == len(queued), "the trainings to end", 300)
    alone = before + _verdicts(engine, members)
    return {
        "p50_over_alone": median(beside) / median(alone),
        "p95_over_alone": p95(beside) / p95(alone),
        "still_queued": left,
    }


def _verdicts(engine: Engine, members: Sequence[Visitor]) -> list[float]:
    """Let one after another hand in; return the seconds each took to its verdict."""
    times: list[float] = []
    for member in members:
        (token,), _ = hand_in([member], within=0)
        until(partial(_is_judged, engine, token), "a verdict")
        times += _taken(engine, token)
    return times


def _is_judged(engine: Engine, token: str) -> bool:
    return bool(_taken(engine, token))


def _taken(engine: Engine, token: str) -> list[float]:
    """Return the seconds to the verdict of one hand-in, nothing before it is there."""
    found = (
        select(Submission.created_at, Grading.done_at)
        .join(Grading, Grading.submission_id == Submission.id)
        .where(Submission.client_token == token, Grading.phase == Phase.DONE)
    )
    with reading(engine) as db:
        return [(end - sent).total_seconds() for sent, end in db.execute(found) if end]


def _queue(site: Installation, engine: Engine, members: Sequence[Visitor]) -> list[str]:
    """Let each pair in turn want a training: one pair alone may have four waiting."""
    queued = []
    for member in islice(cycle(members), QUEUED):
        with transaction(engine) as db:
            submission, grading, _ = submissions.record(
                db,
                pair_id=member.pair_id,
                author_id=member.person_id,
                drawer_id=None,
                rung=None,
                filename=SOURCE.name,
                source=SOURCE.read_text(),
                client_token=str(uuid4()),
            )
            gradings.cancel(db, grading.id)
            run = gradings.enqueue(
                db, submission, Purpose.STRETCH_OFFICIAL, options={"board": "official"}
            )
        doorbell.ring(site.settings, run.id, run.queue)
        queued.append(run.id)
    return queued


def _running(engine: Engine) -> bool:
    with reading(engine) as db:
        training = Grading.purpose == Purpose.STRETCH_OFFICIAL
        return bool(
            db.scalars(
                select(Grading.id).where(training, Grading.phase == Phase.RUNNING)
            ).first()
        )


def _over(engine: Engine) -> list[str]:
    ended = (Phase.DONE, Phase.FAILED, Phase.CANCELLED)
    with reading(engine) as db:
        training = Grading.purpose == Purpose.STRETCH_OFFICIAL
        return list(
            db.scalars(select(Grading.id).where(training, Grading.phase.in_(ended)))
        )
