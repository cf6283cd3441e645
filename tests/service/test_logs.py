"""A log line carries ids to look things up by, and nothing that must not be read there."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.config import Settings
from service.store.database import make_engine, transaction

SCRIPT = """
import structlog
from structlog.contextvars import bound_contextvars
from service import logs
logs.configure()
log = structlog.get_logger()
with bound_contextvars(grading="g-1", run=2):
    log.info("served", source="def secret(): ...", token="t-1", queue="live")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("grading failed")
log.info("after")
"""


def test_lines_are_json_with_their_ids_and_without_what_is_withheld():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    served, failed, after = map(json.loads, done.stderr.splitlines())
    assert (served["grading"], served["run"], served["queue"]) == ("g-1", 2, "live")
    assert served["source"] == served["token"] == "withheld"
    assert "secret" not in done.stderr
    assert failed["grading"] == "g-1"
    assert "ZeroDivisionError" in failed["exception"]
    assert "grading" not in after
    assert after["timestamp"].endswith("Z")


def test_an_error_of_the_database_does_not_repeat_what_it_was_given(tmp_path):
    engine = make_engine(Settings(data=tmp_path))
    with transaction(engine) as db:
        db.execute(text("CREATE TABLE paper (source TEXT CHECK (source = ''))"))
    with pytest.raises(IntegrityError) as caught, transaction(engine) as db:
        db.execute(text("INSERT INTO paper VALUES (:s)"), {"s": "my secret code"})
    assert "my secret code" not in str(caught.value)
    engine.dispose()
