"""The workers' seccomp profile lets bubblewrap work and refuses the rest, tried here.

No engine is needed: the kernel takes the same filter from us, and the sandbox's own probe
says what it can still do beneath it.
"""

import json
import os
import platform
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROFILE = json.loads((ROOT / "worker-seccomp.json").read_text())
HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
LOAD, EQUAL, SET, RETURN, ALLOW, ERRNO = 0x20, 0x15, 0x45, 0x06, 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
NEW_NAMESPACES = 0x7E020080

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(
        platform.machine() != "x86_64" or not HEADER.exists(),
        reason="this machine lacks the numbers of the system calls (linux-libc-dev)",
    ),
]
LAUNCH = """
import ctypes, os, sys
program = bytes.fromhex(sys.argv[1])
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_char_p)]
libc = ctypes.CDLL(None, use_errno=True)
held = Program(len(program) // 8, program)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(held), 0, 0) == 0, ctypes.get_errno()
os.execv(sys.argv[2], sys.argv[2:])
"""


def line(code, k, yes=0, no=0):
    return struct.pack("HBBI", code, yes, no, k)


def numbers():
    return dict(re.findall(r"__NR_(\w+)\s+(\d+)", HEADER.read_text()))


def from_profile():
    """Return the filter that an engine makes of the profile."""
    known = numbers()
    lines = [line(LOAD, 0)]
    for rule in PROFILE["syscalls"]:
        for name in rule["names"]:
            refusal = line(RETURN, ERRNO | rule["errnoRet"])
            lines += [line(EQUAL, int(known[name]), 0, 1), refusal]
    return b"".join([*lines, line(RETURN, ALLOW)])


def as_engines_default():
    """Return a filter that refuses what engines' own profiles refuse to everybody."""
    known = {name: int(number) for name, number in numbers().items()}
    refused = ("unshare", "setns", "mount", "umount2", "pivot_root", "ptrace")
    lines = [line(LOAD, 0)]
    for name in refused:
        lines += [line(EQUAL, known[name], 0, 1), line(RETURN, ERRNO | EPERM)]
    lines += [line(EQUAL, known["clone3"], 0, 1), line(RETURN, ERRNO | ENOSYS)]
    lines += [line(EQUAL, known["clone"], 0, 3), line(LOAD, 16)]
    lines += [line(SET, NEW_NAMESPACES, 0, 1), line(RETURN, ERRNO | EPERM)]
    return b"".join([*lines, line(RETURN, ALLOW)])


def probed(program, data, tier):
    told = subprocess.run(
        [
            *(sys.executable, "-c", LAUNCH, program.hex()),
            *(sys.executable, "-m", "workers.sandbox", "probe", "--json"),
        ],
        env={**os.environ, "PAIRGRAD_DATA": str(data), "PAIRGRAD_MIN_TIER": tier},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert told.stdout, told.stderr
    return json.loads(told.stdout)


def test_beneath_the_profile_every_layer_of_tier_a_still_works(tmp_path):
    told = probed(from_profile(), tmp_path, "A")
    assert told["tier"] == "A", told["sentence"]


def test_beneath_an_engines_default_a_worker_has_tier_c_or_refuses_in_words(tmp_path):
    told = probed(as_engines_default(), tmp_path, "C")
    assert told["tier"] in {"C", "none"}
    assert told["sentence"]
    strict = probed(as_engines_default(), tmp_path, "A")
    assert strict["tier"] == "none"
    assert strict["sentence"]


@pytest.mark.parametrize(
    "name", ["keyctl", "bpf", "ptrace", "io_uring_setup", "userfaultfd"]
)
def test_what_the_profile_names_is_refused(name):
    number = numbers()[name]
    script = (
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True); "
        f"print(libc.syscall({number}, 0, 0, 0), ctypes.get_errno())"
    )
    told = subprocess.run(
        [
            *(sys.executable, "-c", LAUNCH, from_profile().hex()),
            *(sys.executable, "-c", script),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["-1", str(EPERM)]


def test_every_name_in_the_profile_is_a_system_call():
    named = [name for rule in PROFILE["syscalls"] for name in rule["names"]]
    assert len(named) == len(set(named))
    assert set(named) <= set(numbers())
