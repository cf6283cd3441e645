"""Run the engine's benchmark once, for what it prints and not for how fast."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.torch, pytest.mark.slow, pytest.mark.timeout(1200)]


def printed(*options):
    command = [sys.executable, "-m", "benchmarks.engine", "--json", "--rounds", "1"]
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [*command, "--chain", "1000", *options],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    return json.loads(run.stdout)


def test_every_row_stands_beside_every_contestant_after_the_losses_were_equal():
    seen = printed()
    others = {"hand", "hand_out", "torch", "autograd"}
    for row in ("E1", "E2", "E3", "E4"):
        assert set(seen[row]) == others
    assert set(seen["E5"]) == set(seen["E6"]) == {"torch"}
    assert {"numpy", "torch", "autograd"} <= set(seen["versions"])


def test_every_fast_path_is_left_out_once():
    seen = printed("--ablate")
    assert len(seen) == 5
    assert all(len(ratios) == 4 for rows in seen.values() for ratios in rows.values())
