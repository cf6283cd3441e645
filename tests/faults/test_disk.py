"""A disk that is full: a clear refusal, nothing half-written, then recovery."""

import subprocess
import sys

import pytest

from service.config import environment_of

FILL_AND_MEND = """
import resource, sys
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from service import config
from service.store import submissions
from service.store.database import make_engine, reading, transaction
from service.store.models import Grading, Submission

engine = make_engine(config.read())

def submit(token, size):
    with transaction(engine) as db:
        submissions.record(db, pair_id=sys.argv[1], author_id=sys.argv[2],
                           drawer_id=None, rung="log_back", filename="a.py",
                           source="#" * size, client_token=token)

def counts():
    with reading(engine) as db:
        return [db.scalar(select(func.count()).select_from(table))
                for table in (Submission, Grading)]

submit("before", 10)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, unlimited[1]))
try:
    submit("full", 5_000_000)
except OperationalError as error:
    print("refused")
print(counts())
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
submit("full", 5_000_000)
print(counts())
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_refuses_writes_nothing_and_recovers(site_without_redis):
    site = site_without_redis
    pair = site.pair()
    told = subprocess.run(
        [sys.executable, "-c", FILL_AND_MEND, pair.id, pair.driver_id],
        env=environment_of(site.settings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == ["refused", "[1, 1]", "[2, 2]"]
