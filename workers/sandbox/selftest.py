"""Attack our own sandbox once at start; one surprise and nothing is graded.

Stops: a layer that is configured and does not hold on this kernel. Does not stop: attacks
nobody has thought of; workers/sandbox/attacks has the long list.
"""

import os
import platform
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from exercises.answers import Ended, Text
from exercises.nouns import Fault, GraderFault, Kind
from exercises.questions import Op, Step
from workers.sandbox.guest import Guest
from workers.sandbox.limits import CORE, Limits

# Each appends its name to `through` where it got what it wanted, and does no harm then.
_CANARIES = """
import os, socket, sys
through = []
def canary(name, attempt, *allowed):
    try:
        attempt()
    except allowed:
        return
    except BaseException as error:
        name += f" ({type(error).__name__})"
    through.append(name)
canary("reading /etc/passwd", lambda: open("/etc/passwd").read(), OSError)
canary("reading a file of the worker", lambda: open(FILE).read(), OSError)
canary("reading /proc", lambda: open("/proc/self/environ").read(), OSError)
KNOWN = {"LD_LIBRARY_PATH", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "PWD", "LC_CTYPE"}
canary("reading the guest's own source",
       lambda: open(sys.modules["workers.guest.drive"].__file__).read(), OSError)
if JAILED:
    canary("seeing the host's files", lambda: os.stat("/etc/passwd"), OSError)
canary("the worker's environment", lambda: (set(os.environ) - KNOWN).pop(), KeyError)
canary("opening a socket", lambda: socket.socket(), OSError)
canary("starting a process", lambda: os.fork() or os._exit(0), OSError)
canary("killing the worker", lambda: os.kill(PARENT, 0), OSError)
canary("killing everything", lambda: os.kill(-1, 0), OSError)
canary("writing a file", lambda: open("/tmp/canary", "w"), OSError)
canary("two gigabytes", lambda: __import__("numpy").empty(2 << 30, "u1"), MemoryError)
canary("changing a limit", lambda: __import__("resource").setrlimit(7, (9, 9)),
       OSError, ValueError)
def shown(): return "; ".join(through)[:200]
"""
_PTRACE = "import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0)\n"
_LOOP = "def shown():\n    while True: pass\n"
# mov eax, 20 (getpid of i386); int 0x80; ret
_INT80 = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex("b814000000cd80c3"))
at = ctypes.addressof(ctypes.c_char.from_buffer(page))
ctypes.CFUNCTYPE(ctypes.c_int)(at)()
"""
_SHOWN = (
    Step(op=Op.NAME, name="shown"),
    Step(op=Op.CALL, handles=(0,), observe=True),
)
_BRIEF = replace(CORE, answer_seconds=0.2)
_FATAL = {"ptrace": _PTRACE, "a 32-bit system call": _INT80}

OpenGuest = Callable[[Limits], AbstractContextManager[Guest]]


def check(open_guest: OpenGuest, *, jailed: bool) -> None:
    """Raise GraderFault (SANDBOX_UNAVAILABLE) naming the canaries that got through."""
    surprises = [
        *_quiet(open_guest, jailed=jailed),
        *_fatal(open_guest),
        *_endless(open_guest),
    ]
    if surprises:
        raise GraderFault(
            Fault.SANDBOX_UNAVAILABLE,
            f"The sandbox's self-test was surprised by: {'; '.join(surprises)}.",
        )


def _quiet(open_guest: OpenGuest, *, jailed: bool) -> list[str]:
    """Return the canaries that were not refused by an ordinary exception."""
    with tempfile.NamedTemporaryFile() as secret, open_guest(CORE) as guest:
        Path(secret.name).chmod(0o644)  # only the jail may keep a guest from it
        known = f"FILE, PARENT, JAILED = {secret.name!r}, {os.getpid()}, {jailed}\n"
        notes = guest.load(known + _CANARIES)
        observations, ended = guest.ask([_SHOWN])
    if ended or not observations:
        return [f"its own canaries, which stopped ({ended}, {notes})"]
    record = observations[0].records.get(1)
    if not isinstance(record, Text):
        return [f"its own canaries, which said {record}"]
    return record.text.split("; ") if record.text else []


def _fatal(open_guest: OpenGuest) -> list[str]:
    """Return the calls that should have ended the guest at once and did not."""
    surprises = []
    for name, source in _FATAL.items():
        if name == "a 32-bit system call" and platform.machine() != "x86_64":
            continue
        with open_guest(CORE) as guest:
            seen = guest.load(source)
        if not (isinstance(seen, Ended) and seen.kind is Kind.SECURITY):
            surprises.append(f"{name} ({seen})")
    return surprises


def _endless(open_guest: OpenGuest) -> list[str]:
    with open_guest(_BRIEF) as guest:
        guest.load(_LOOP)
        _, ended = guest.ask([_SHOWN])
    slow = ended is not None and ended.kind is Kind.TIMEOUT
    return [] if slow else [f"an endless loop ({ended})"]
