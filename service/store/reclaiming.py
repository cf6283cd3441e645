"""Take gradings back from workers that no longer answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises.nouns import Fault
from service.store.database import moment
from service.store.leases import MOST_RUNS, note_end
from service.store.models import Grading, Phase


def reclaim(db: Session) -> list[Grading]:
    """Take back what dead workers held; return what moved.

    Queued again, unless somebody cancelled it meanwhile, or it has now been lost three
    times: then the fault is ours, and it does not go round for ever.
    """
    now = moment(db)
    dead = db.scalars(
        select(Grading)
        .where(Grading.phase == Phase.RUNNING, Grading.lease_until < now)
        .order_by(Grading.seq)
        .with_for_update(skip_locked=True)
    ).all()
    for grading in dead:
        note_end(db, grading.id, grading.run, "lost")
        grading.lease_token = grading.lease_until = None
        if grading.cancel_asked:
            grading.phase, grading.done_at = Phase.CANCELLED, now
        elif grading.run % MOST_RUNS == 0:  # a requeue by hand gives three more
            grading.phase, grading.done_at = Phase.FAILED, now
            grading.fault = Fault.INFRASTRUCTURE
            grading.fault_sentence = (
                f"The worker was lost {MOST_RUNS} times while grading this."
            )
        else:
            grading.phase, grading.enqueued_at = Phase.QUEUED, None
    return list(dead)
