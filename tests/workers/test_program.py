"""The terminal program meets hostile names and readers who leave."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workers import __main__ as program

ROOT = Path(__file__).parents[2]
CODE = "def log_back(grad_out, out, x):\n    return grad_out / x\n"


@pytest.mark.sandbox
def test_a_reader_who_leaves_early_gets_no_traceback(tmp_path):
    (tmp_path / "a.py").write_text(CODE)
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "workers", "grade", tmp_path / "a.py"],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=dict(os.environ) | {"PAIRGRAD_DATA": str(tmp_path / "data")},
        text=True,
        check=False,
    )
    os.close(writing)
    assert ended.stderr == ""
    assert ended.returncode == 2


@pytest.mark.sandbox
def test_a_file_s_name_cannot_paint_the_terminal(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PAIRGRAD_DATA", str(tmp_path / "data"))
    good, bad = tmp_path / "\x1b[31mred.py", tmp_path / "\x1b[2Jgone.py"
    good.write_text(CODE)
    assert program.main(["grade", str(good), str(bad)]) == 2
    shown = capsys.readouterr()
    assert "[31mred.py" in shown.out
    assert "[2Jgone.py: No such file" in shown.err
    assert "\x1b" not in shown.out + shown.err
