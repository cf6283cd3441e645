from types import SimpleNamespace

import pytest
from sqlalchemy import select

from benchmarks.chaos.handing import still_open, try_again
from benchmarks.chaos.outcome import is_bad, outcome
from service import config
from service.store import demo, pairs, people, submissions
from service.store.database import make_engine, reading, transaction, upgrade
from service.store.models import Grading, Phase


@pytest.fixture
def engine(tmp_path):
    settings = config.read({}, data=tmp_path, broker="none")
    upgrade(settings)
    engine = make_engine(settings)
    with transaction(engine) as db:
        course = demo.ensure(db).course
        both = [people.add_student(db, course, name) for name in ("Ada", "Bob")]
        pair = pairs.make(db, *both)
        _, grading, _ = submissions.record(
            db,
            pair_id=pair.id,
            author_id=both[0].id,
            drawer_id=None,
            rung="log_back",
            filename="pasted.py",
            source="",
            client_token="mine",
        )
    with transaction(engine) as db:
        row = db.scalars(select(Grading).where(Grading.id == grading.id)).one()
        row.phase, row.fault = Phase.FAILED, "infrastructure"
    yield engine
    engine.dispose()


def test_what_ended_by_our_fault_is_lost_unless_it_is_tried_again(engine):
    assert outcome(engine, {"mine"}, 0)["lost"] == 1
    settings = config.read({}, broker="none")
    attack = SimpleNamespace(site=SimpleNamespace(settings=settings))
    assert try_again(attack, engine) == 1
    with reading(engine) as db:
        mine = db.scalars(select(Grading)).one()
    assert still_open(engine)[mine.pair_id] >= 1


def test_a_submission_that_was_accepted_and_is_nowhere_is_lost(engine):
    counts = outcome(engine, {"never stored"}, 0)
    assert counts["lost"] == 1
    assert is_bad(counts)
