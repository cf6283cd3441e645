"""Where a layer cannot be had, nothing is graded, and one sentence says what mends it.

The machines that lack something are made here for one program: by a filter that answers
as a kernel without the call would, or by a user namespace of its own.
"""

import json
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.sandbox import runtime

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(
        platform.machine() != "x86_64", reason="the filters here are for x86-64"
    ),
]
ROOT = Path(__file__).parents[2]
EPERM, ENOSYS = 1, 38
LANDLOCK_CREATE, CLONE, CLONE3, UNSHARE, MOUNT, SETNS = 444, 56, 435, 272, 165, 308
NAMESPACE_FLAGS = 0x7E020000
CONFINED = """
import ctypes, os, sys
program = bytes.fromhex(sys.argv[1])
class Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Filter(len(program) // 8, program))) == 0
os.execv(sys.argv[2], sys.argv[2:])
"""


def refusing(errors: dict[int, int], *, no_namespaces: bool = False) -> str:
    """Return a filter, in hex, that answers some calls by an errno and allows the rest."""
    lines = [(0x20, 0, 0, 0)]
    for number, error in errors.items():
        lines += [(0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | error)]
    if no_namespaces:
        lines += [(0x15, 0, 3, CLONE), (0x20, 0, 0, 16), (0x45, 0, 1, NAMESPACE_FLAGS)]
        lines += [(0x06, 0, 0, 0x50000 | EPERM)]
    lines += [(0x06, 0, 0, 0x7FFF0000)]
    return b"".join(struct.pack("<HBBI", *line) for line in lines).hex()


NO_LANDLOCK = refusing({LANDLOCK_CREATE: ENOSYS})
# What a container engine's usual profile refuses to everybody, root as well.
CONTAINER = refusing(
    {CLONE3: ENOSYS, UNSHARE: EPERM, MOUNT: EPERM, SETNS: EPERM}, no_namespaces=True
)


def probe(data: Path, *before: str, **environment: str) -> tuple[int, dict]:
    """Return exit code and findings of ``sandbox probe`` behind some other program."""
    code, said = run([*before, sys.executable, *PROBE], data, **environment)
    return code, json.loads(said)


PROBE = ("-m", "workers.sandbox", "probe", "--json")


def run(command: list[str], data: Path, **environment: str) -> tuple[int, str]:
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PAIRGRAD_DATA": str(data), **environment},
        check=False,
        timeout=120,
    )
    return ran.returncode, ran.stdout or ran.stderr


def confined(program: str) -> list[str]:
    return [sys.executable, "-c", CONFINED, program]


@pytest.fixture
def path_without_bwrap(tmp_path) -> str:
    """Return a PATH that has what Python needs and no bubblewrap."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("true", "ldd", "sh", "bash", "cat"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)


def test_this_machine_with_everything_reaches_tier_a(tmp_path):
    code, found = probe(tmp_path)
    assert (code, found["tier"], found["would_raise"]) == (0, "A", [])


def test_96_without_bubblewrap_tier_a_is_refused_by_name(tmp_path, path_without_bwrap):
    code, found = probe(tmp_path, PATH=path_without_bwrap, PAIRGRAD_MIN_TIER="A")
    assert (code, found["tier"]) == (2, "none")
    assert found["sentence"] == (
        "Grading needs bubblewrap: run `sudo apt-get install bubblewrap`."
    )


def test_96_without_bubblewrap_one_s_own_machine_grades_in_tier_c(
    tmp_path, path_without_bwrap
):
    code, found = probe(tmp_path, PATH=path_without_bwrap)
    assert (code, found["tier"]) == (0, "C")
    assert any("bubblewrap" in remedy for remedy in found["would_raise"])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.7.9", "::"])
def test_96_a_service_others_can_reach_never_falls_to_tier_c(
    tmp_path, path_without_bwrap, host
):
    code, found = probe(tmp_path, PATH=path_without_bwrap, PAIRGRAD_HOST=host)
    assert (code, found["tier"]) == (2, "none")


def without_user_namespaces() -> list[str]:
    """Return a command prefix: a user who can make no further user namespace."""
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    return [
        *("unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps"),
        *("sh", "-c", forbid, "sh"),
    ]


@pytest.fixture
def no_user_namespaces():
    prefix = without_user_namespaces()
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lacks unshare (util-linux) with --map-user")
    return prefix


def test_97_without_user_namespaces_tier_a_is_refused(tmp_path, no_user_namespaces):
    code, found = probe(tmp_path, *no_user_namespaces, PAIRGRAD_MIN_TIER="A")
    assert (code, found["tier"]) == (2, "none")
    assert "user namespaces" in found["sentence"].lower()


def test_97_without_user_namespaces_one_s_own_machine_grades_in_tier_c(
    tmp_path, no_user_namespaces
):
    code, found = probe(tmp_path, *no_user_namespaces)
    assert (code, found["tier"]) == (0, "C")
    assert found["layers"]["self-test"] == "passed"


def test_98_without_landlock_nothing_is_graded_in_any_tier(tmp_path):
    for least in ("A", "C"):
        prefix = confined(NO_LANDLOCK)
        code, found = probe(tmp_path, *prefix, PAIRGRAD_MIN_TIER=least)
        assert (code, found["tier"]) == (2, "none")
        assert "no Landlock" in found["sentence"]


def test_98_without_landlock_grade_and_attack_stop_with_one_sentence(tmp_path):
    answer = tmp_path / "answer.py"
    answer.write_text("def log_back(grad_out, out, x):\n    return grad_out / x\n")
    for words in (("workers", "grade", str(answer)), ("workers.sandbox", "attack")):
        command = [*confined(NO_LANDLOCK), sys.executable, "-m", *words]
        code, said = run(command, tmp_path)
        assert code == 2
        assert "no Landlock" in said
        assert "passed" not in said
        assert "Traceback" not in said


def test_in_a_container_that_forbids_namespaces_tier_a_is_refused(tmp_path):
    code, found = probe(tmp_path, *confined(CONTAINER), PAIRGRAD_MIN_TIER="A")
    assert (code, found["tier"]) == (2, "none")
    assert "namespaces" in found["sentence"]


def test_in_a_container_that_forbids_namespaces_tier_c_holds(tmp_path):
    code, found = probe(tmp_path, *confined(CONTAINER))
    assert (code, found["tier"]) == (0, "C")
    assert found["layers"]["namespaces"] == "none"
    assert found["layers"]["self-test"] == "passed"
    if os.geteuid() == 0:
        assert "never root" in found["layers"]["user"]


@pytest.fixture
def shut_home() -> Iterator[Path]:
    """Yield a home only its owner may enter, with an interpreter in it."""
    # Not below pytest's folder, which no other user may enter.
    home = Path(tempfile.mkdtemp(dir="/var/tmp"))
    copy = runtime.prepare(home / "copies").python
    (home / "python").symlink_to(copy)
    home.chmod(0o700)
    yield home
    shutil.rmtree(home)


def test_an_interpreter_below_a_shut_home_is_no_obstacle(shut_home):
    python = shut_home / "python"
    code, said = run(
        [str(python / "py/bin/python"), "-B", *PROBE],
        shut_home / "data",
        PYTHONPATH=f"{python}/site:{ROOT}",
        LD_LIBRARY_PATH=f"{python}/so",
    )
    found = json.loads(said)
    assert (code, found["tier"]) == (0, "A"), said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_with_a_shut_home_reaches_tier_a(shut_home):
    if not all(folder.stat().st_mode & 0o001 for folder in (ROOT, *ROOT.parents)):
        pytest.skip("the checkout lies below a folder only its owner may enter")
    subprocess.run(["chown", "-RH", "65534:65534", shut_home], check=True)
    python = shut_home / "python"
    prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    code, said = run(
        [*prefix, str(python / "py/bin/python"), "-B", *PROBE],
        shut_home / "data",
        PYTHONPATH=f"{python}/site:{ROOT}",
        LD_LIBRARY_PATH=f"{python}/so",
    )
    found = json.loads(said)
    assert (code, found["tier"]) == (0, "A"), said
    assert found["layers"]["user"] == "the worker's own"
