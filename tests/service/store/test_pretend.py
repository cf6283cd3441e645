import pytest
from sqlalchemy import func, select

from service.store import audit, facts, leases, people, pretend
from service.store.database import reading, transaction
from service.store.models import Base, Course, Grading, Pair, Person, Submission
from service.store.refusals import Refusal


def counts(engine) -> dict[str, int]:
    with reading(engine) as db:
        return {
            table.name: db.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def fill(house, groups=6):
    with transaction(house.engine) as db:
        return pretend.fill(db, groups)


def test_a_demo_class_queues_its_work_for_the_workers(house):
    course = fill(house)
    with reading(house.engine) as db:
        mine = select(Pair.id).where(Pair.course_id == course.id)
        assert len(db.scalars(mine).all()) == 6
        queued = db.scalars(select(Grading.phase)).all()
        assert pretend.progress(db, course.id) == (0, len(queued))
        handed_in = db.scalars(select(Submission)).all()
    assert len(queued) == len(handed_in) > 20
    assert set(queued) == {"queued"}
    assert all(one.rung for one in handed_in)


def test_attempts_are_counted_and_times_lie_in_the_past_in_their_order(house):
    fill(house)
    with reading(house.engine) as db:
        pair = db.scalars(select(Submission.pair_id).limit(1)).one()
        mine = select(Submission).where(Submission.pair_id == pair)
        done = db.scalars(mine.order_by(Submission.seq)).all()
    moments = [one.created_at for one in done]
    assert moments == sorted(moments)
    for rung in {one.rung for one in done}:
        attempts = [one.attempt for one in done if one.rung == rung]
        assert attempts == list(range(1, len(attempts) + 1))


def test_a_worker_takes_demo_work_like_any_other(house):
    house.activate_suite()
    fill(house)
    with transaction(house.engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
    assert claim is not None
    assert claim.options["units"]


def test_an_evening_that_never_was_is_no_waiting_time_of_this_service(house):
    house.activate_suite()
    fill(house, 1)
    with transaction(house.engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
    with transaction(house.engine) as db:
        assert leases.finish(db, claim)
    with reading(house.engine) as db:
        assert facts.times(db) == {}


def test_a_second_demo_class_is_refused_and_so_is_none_at_all(house):
    fill(house, 1)
    with pytest.raises(Refusal, match="remove it first"):
        fill(house, 1)
    with transaction(house.engine) as db:
        pretend.remove(db, pretend.find(db).id)
    with pytest.raises(Refusal, match="1 to 200 pairs"):
        fill(house, 0)


def test_removing_it_leaves_what_was_there_before(house):
    house.activate_suite()
    house.submit(house.pair(), "real")
    before = counts(house.engine)
    course = fill(house)
    with transaction(house.engine) as db:
        leases.claim(db, ("live",), worker="w", host="h")
    with transaction(house.engine) as db:
        pretend.remove(db, course.id)
    after = counts(house.engine)
    # The claim may have been the real pair's, whose run stays.
    runs = "grading_attempt"
    assert before | {runs: 0} == after | {runs: 0}


def test_who_signed_in_there_stays_in_the_audit_log_without_a_name(house):
    course = fill(house, 1)
    with transaction(house.engine) as db:
        someone = people.students(db, course.id)[0]
        audit.note(db, "signed in by link", actor_id=someone.id)
    with transaction(house.engine) as db:
        pretend.remove(db, course.id)
    with reading(house.engine) as db:
        kept = db.scalars(select(Person).where(Person.id == someone.id)).one()
    assert (kept.name, kept.course_id) == (pretend.GONE, None)
    assert kept.erased_at is not None


def test_a_real_class_is_never_removed(house):
    with transaction(house.engine) as db, pytest.raises(Refusal, match="Only a demo"):
        pretend.remove(db, house.course.id)
    with reading(house.engine) as db:
        assert db.scalar(select(Course.id)) == house.course.id
