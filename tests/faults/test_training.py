"""A training run whose worker dies starts again, and its entry is not lost."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service.store import gradings, installation
from service.store.database import reading, transaction
from service.store.models import Progress, Purpose, StretchRun
from workers.mnist import digits, practice
from workers.priority import LOWER

pytestmark = pytest.mark.redis
ENGINE = Path(__file__).parents[1] / "corpus" / "whole" / "right" / "plain.py"


@pytest.fixture
def training(site):
    """Queue a run of eighty steps on a right engine."""
    made = practice.make(5, training=8_000, held_out=300)
    digits.save(made, site.settings.data, seed=7)
    with transaction(site.engine) as db:
        installation.put(db, "digits_practice", made.sha256)
    return site.submit(
        site.pair(), source=ENGINE.read_text(), purpose=Purpose.STRETCH_OFFICIAL
    )


def steps(site):
    with reading(site.engine) as db:
        return db.scalar(select(func.max(Progress.step))) or 0


def entries(site):
    with reading(site.engine) as db:
        return list(db.scalars(select(StretchRun)))


def begin(site, name):
    worker = site.start("workers.tasks", queue="stretch", name=name)
    site.wait_until(lambda: steps(site), "the first steps are told")
    return worker


def test_a_worker_killed_in_the_middle_of_a_run_loses_no_entry(site, training):
    site.kill(begin(site, "first"))
    done = steps(site)
    assert site.grading(training).phase == "running"
    assert entries(site) == []
    site.let_time_pass()
    assert site.sweep() == (1, 1)
    site.start("workers.tasks", queue="stretch", name="second")
    site.wait_until(lambda: site.grading(training).phase == "done", "the run has ended")
    assert site.outcomes(training) == ["lost", "done"]
    (entry,) = entries(site)
    assert (entry.counts, entry.reason) == (True, "")
    assert entry.audits == entry.audits_passed > 0
    # The lost run's points are gone: the curve is that of one run from its start.
    assert steps(site) == 5 * -(-8_000 // 512) > done


def test_training_gives_way_to_verdicts_on_the_cpu(site):
    def niceness(queue):
        site.start("workers.tasks", queue=queue, name=queue.partition(",")[0])
        site.wait_until(lambda: pids(queue), "the worker is there")
        return os.getpriority(os.PRIO_PROCESS, pids(queue)[0])

    def pids(queue):
        first = queue.partition(",")[0]
        return [
            int(one.name.rpartition(":")[2])
            for one in site.alive()
            if one.queue == first
        ]

    assert niceness("stretch") == min(19, niceness("live,regrade") + LOWER)


def test_a_run_that_goes_on_is_cancelled_and_leaves_no_entry(site, training):
    begin(site, "worker")
    with transaction(site.engine) as db:
        assert gradings.cancel(db, training)
    site.wait_for(training, phase="cancelled")
    assert entries(site) == []
    assert site.outcomes(training) == ["cancelled"]
