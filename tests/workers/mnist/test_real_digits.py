"""A course-style engine on the real MNIST reaches what PyTorch reaches."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from service import config
from service.store import database
from service.store.models import StretchRun
from workers.mnist import __main__ as program

REAL = os.environ.get("PAIRGRAD_TEST_MNIST_DIR", "")
ENGINE = Path(__file__).parents[2] / "corpus" / "whole" / "right" / "plain.py"
POINTS = 0.005

pytestmark = [
    pytest.mark.torch,
    pytest.mark.sandbox,
    pytest.mark.skipif(not REAL, reason="PAIRGRAD_TEST_MNIST_DIR names no digits"),
]


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path))
    monkeypatch.setenv("PAIRGRAD_MNIST_DIR", REAL)
    return config.read()


def test_the_sandboxed_engine_stands_beside_pytorch_on_real_digits(settings, capsys):
    before = {path: path.stat().st_mtime_ns for path in Path(REAL).rglob("*")}
    assert program.main(["prepare", "--mnist"]) == 0
    # Nothing is unpacked beside the source.
    assert {path: path.stat().st_mtime_ns for path in Path(REAL).rglob("*")} == before
    with database.reading(database.make_engine(settings)) as db:
        official = select(StretchRun).where(StretchRun.track == "official")
        rows = {row.baseline: row for row in db.scalars(official)}
    assert {row.data for row in rows.values()} == {"mnist"}
    torch = rows["PyTorch"].correct / rows["PyTorch"].of
    capsys.readouterr()

    assert program.main(["train", str(ENGINE), "--data", "mnist", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"], told["reason"]
    assert told["of"] == 10_000
    assert abs(told["accuracy"] - torch) <= POINTS
