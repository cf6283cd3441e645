"""Training waits behind verdicts, never the other way round."""

import pytest
from sqlalchemy import func, select

from service.store import installation
from service.store.database import reading, transaction
from service.store.models import Grading, Purpose

pytestmark = pytest.mark.redis
TRAININGS = 100


def waiting(site):
    queued = select(func.count()).where(
        Grading.queue == "stretch", Grading.phase == "queued"
    )
    with reading(site.engine) as db:
        return db.scalar(queued)


def test_a_hundred_trainings_in_the_queue_delay_no_verdict(site):
    with transaction(site.engine) as db:
        installation.put(db, "digits_practice", "0" * 64)
    trainings = [
        site.submit(site.pair(f"T{n}"), purpose=Purpose.STRETCH_OFFICIAL)
        for n in range(TRAININGS)
    ]
    site.start_slow(queue="stretch", name="stretch")
    site.wait_until(lambda: waiting(site) < TRAININGS, "one training has begun")
    core = site.pair("core")
    site.let_go()
    verdict = site.submit(core)
    site.start_slow(name="core")
    site.wait_for(verdict)
    # It overtook what had waited longer: order, not seconds.
    assert site.grading(trainings[-1]).phase == "queued"
    assert site.outcomes(verdict) == ["done"]
