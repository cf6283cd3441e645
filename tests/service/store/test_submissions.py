from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from exercises.nouns import Fault
from service.store import leases
from service.store.database import reading, transaction
from service.store.models import Phase, Purpose, Submission


def test_a_submission_is_recorded_with_its_queued_grading(house):
    submission, grading, is_new = house.submit(house.pair(), "form")
    assert is_new
    assert (submission.attempt, submission.rung) == (1, "log_back")
    assert (grading.phase, grading.queue, grading.run, grading.enqueued_at) == (
        Phase.QUEUED,
        "live",
        0,
        None,
    )


def test_the_same_form_ten_times_in_parallel_is_one_submission(house):
    pair = house.pair()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: house.submit(pair, "form"), range(10)))
    assert sum(is_new for _, _, is_new in answers) == 1
    assert len({submission.id for submission, _, _ in answers}) == 1
    assert len({grading.id for _, grading, _ in answers}) == 1
    with reading(house.engine) as db:
        assert db.scalar(select(func.count(Submission.seq))) == 1


def test_two_pairs_may_use_the_same_token(house):
    assert house.submit(house.pair("A"), "form")[2]
    assert house.submit(house.pair("B"), "form")[2]


def test_a_fourth_in_the_queue_cancels_the_newest_queued(house):
    pair = house.pair()
    gradings = [house.submit(pair, str(n))[1] for n in range(5)]
    phases = [house.grading(each.id).phase for each in gradings]
    assert phases == ["queued", "queued", "cancelled", "cancelled", "queued"]


def test_another_pairs_queue_is_not_touched(house):
    other = house.submit(house.pair("B"), "form")[1]
    pair = house.pair("A")
    for n in range(4):
        house.submit(pair, str(n))
    assert house.grading(other.id).phase == Phase.QUEUED


def test_attempts_count_per_rung_and_what_we_broke_costs_nothing(house):
    house.activate_suite()
    pair = house.pair()
    assert house.submit(pair, "1")[0].attempt == 1
    with transaction(house.engine) as db:
        claim = leases.claim(db, ("live",), worker="w", host="h")
        leases.fault(db, claim, Fault.SANDBOX_UNAVAILABLE, "No sandbox.")
    assert house.submit(pair, "2")[0].attempt == 1
    assert house.submit(pair, "3")[0].attempt == 2
    assert house.submit(pair, "4", rung="exp_back")[0].attempt == 1
    assert house.submit(pair, "5", rung=None)[0].attempt == 1


def test_the_purpose_chooses_the_queue(house):
    pair = house.pair()
    queues = [
        house.submit(pair, purpose, purpose=purpose)[1].queue for purpose in Purpose
    ]
    assert queues == ["live"] * 3 + ["regrade"] * 2 + ["stretch"] * 2
