"""How much of a busy core a training takes from a verdict."""

import ast
import subprocess
import sys

import pytest

from workers.priority import LOWER, SLICE

# What a child of a process that gave way tells of itself: its nice value, and the slice
# that the kernel keeps for it (0 where it keeps none) before and after.
TOLD = """
import ctypes, os, subprocess, sys
from workers.priority import _Attributes, give_way

def kept():
    told = _Attributes()
    number = {{"x86_64": 315, "aarch64": 275}}[os.uname().machine]
    ctypes.CDLL(None).syscall(number, 0, ctypes.byref(told), ctypes.sizeof(told), 0)
    return told.runtime

before = kept()
give_way({queues})
pid = os.fork()
if pid == 0:
    print((os.nice(0), before, kept()), flush=True)
    os._exit(0)
os.wait()
"""


def told(queues):
    code = TOLD.format(queues=queues)
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return ast.literal_eval(said.stdout)


def test_who_only_trains_gives_way_and_so_does_all_it_starts():
    nice, before, after = told(("stretch",))
    assert nice >= LOWER
    assert after == (SLICE if before else 0)


@pytest.mark.parametrize("queues", [("live", "regrade"), ("live", "stretch")])
def test_who_grades_as_well_keeps_its_priority(queues):
    nice, before, after = told(queues)
    assert nice < LOWER
    assert before == after
