"""Bells that are lost, doubled or never rung: the row is served once."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Thread
from time import monotonic

import pytest

from service import doorbell
from service.config import environment_of

pytestmark = pytest.mark.redis

RECORD_AND_DIE = """
import os, signal, sys
from service import config
from service.store import submissions
from service.store.database import make_engine, transaction
with transaction(make_engine(config.read())) as db:
    submissions.record(db, pair_id=sys.argv[1], author_id=sys.argv[2], drawer_id=None,
                       rung="log_back", filename="a.py", source="x = 1",
                       client_token="form")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_one_bell_five_times_is_one_run(site):
    site.let_go()
    grading = site.submit(site.pair())
    for _ in range(4):
        assert doorbell.ring(site.settings, grading, "live")
    site.start_slow(count=2)
    site.wait_for(grading)
    site.wait_until(
        lambda: doorbell.count_bells(site.settings, "live") == 0, "all bells are heard"
    )
    assert site.outcomes(grading) == ["done"]


def test_one_form_ten_times_in_parallel_is_one_run(site):
    site.let_go()
    site.start_slow(count=2)
    pair = site.pair()
    with ThreadPoolExecutor(10) as pool:
        gradings = set(pool.map(lambda _: site.submit(pair), range(10)))
    assert len(gradings) == 1
    grading = gradings.pop()
    site.wait_for(grading)
    assert site.outcomes(grading) == ["done"]
    assert site.results() == 1


def test_a_pairs_second_one_is_served_right_after_its_first(site):
    pair = site.pair()
    first, second = site.submit(pair, "1"), site.submit(pair, "2")
    site.start_slow(count=2)
    site.wait_inside()
    # The other child heard the second's bell and found the pair being served.
    site.wait_until(
        lambda: doorbell.count_bells(site.settings, "live") == 0, "both bells are heard"
    )
    assert site.grading(second).phase == "queued"
    site.let_go()
    site.wait_for(first)
    site.wait_for(second)


def test_a_lost_bell_is_rung_again_but_a_late_one_is_not(site):
    lost = site.submit(site.pair(), ring=False)
    assert site.sweep() == (0, 1)
    assert site.sweep() == (0, 0)
    site.let_time_pass()
    assert site.sweep() == (0, 0)  # it lies in the queue: nobody was there to hear it
    site.let_go()
    site.start_slow()
    site.wait_for(lost)


def test_a_web_process_killed_before_it_could_ring_loses_nothing(site):
    pair = site.pair()
    died = subprocess.run(
        [sys.executable, "-c", RECORD_AND_DIE, pair.id, pair.driver_id],
        env=environment_of(site.settings),
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    site.let_go()
    site.start_slow()
    assert site.sweep() == (0, 1)
    site.wait_until(lambda: site.results() == 1, "it is graded")


def test_without_redis_a_submission_is_queued_quickly_and_served_later(
    site, redis_server
):
    redis_server.kill()
    began = monotonic()
    grading = site.submit(site.pair())
    assert monotonic() - began < 5
    assert site.grading(grading).enqueued_at is None
    assert site.sweep() == (0, 0)
    site.let_go()
    site.start_slow()  # starts without a broker, too, and waits for it
    redis_server.start()
    assert site.sweep() == (0, 1)
    site.wait_for(grading)


def test_redis_killed_with_a_full_queue_loses_nothing(site, redis_server):
    gradings = [site.submit(site.pair(f"Pair {n}")) for n in range(50)]
    assert doorbell.count_bells(site.settings, "live") == 50
    redis_server.kill()
    redis_server.start()
    site.let_time_pass()
    assert site.sweep() == (0, 50)
    site.let_go()
    site.start_slow(count=2)
    for grading in gradings:
        site.wait_for(grading)
        assert site.outcomes(grading) == ["done"]


def test_a_worker_survives_the_death_of_redis(site, redis_server):
    site.let_go()
    worker = site.start_slow()
    first = site.submit(site.pair("A"))
    site.wait_for(first)
    redis_server.kill()
    redis_server.start()
    second = site.submit(site.pair("B"))
    site.wait_for(second)
    assert worker.poll() is None


def test_two_sweepers_at_once_take_back_and_ring_once(site):
    worker = site.start_slow(count=2)
    gradings = [site.submit(site.pair(f"Pair {n}")) for n in range(2)]
    site.wait_until(lambda: len(site.inside()) == 2, "both are inside")
    site.kill(worker)
    site.let_time_pass()
    swept = []
    threads = [Thread(target=lambda: swept.append(site.sweep())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.reclaimed for each in swept) == 2
    site.let_go()
    site.start_slow(name="second")
    for grading in gradings:
        site.wait_for(grading)
        assert site.outcomes(grading) == ["lost", "done"]


def test_without_any_broker_a_polling_worker_serves(site_without_redis):
    site = site_without_redis
    site.let_go()
    assert not doorbell.ring(site.settings, "any", "live")
    site.start_slow_polling()
    grading = site.submit(site.pair())
    site.wait_for(grading)
    assert site.outcomes(grading) == ["done"]


def test_a_broker_that_refuses_is_no_error(site):
    nowhere = replace(site.settings, redis_url="redis://127.0.0.1:1/0")
    assert not doorbell.ring(nowhere, "any", "live")
    assert doorbell.count_bells(nowhere, "live") == 0
