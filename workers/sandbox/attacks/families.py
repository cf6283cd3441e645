"""Know our own processes, so that a stranger among them shows."""

import ctypes
import os
import signal
from contextlib import suppress
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


def below(pid: int) -> dict[int, int]:
    """Return every process under ``pid`` with its parent."""
    found: dict[int, int] = {}
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found[child] = pid
                found |= below(child)
    return found


def adopt_orphans(*, wanted: bool) -> None:
    """Let lost grandchildren become children of ours, where they can be counted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0)


def jail(start: int, tier: str) -> set[int]:
    """Return the processes from what the worker started down to the zygote."""
    family = {start}
    # bubblewrap and its init stand between us and the zygote.
    for _ in range(2 if tier == "A" else 0):
        family |= {pid for pid, parent in below(start).items() if parent in family}
    return family


def state(pid: int) -> str:
    """Return the kernel's letter for a process, empty where there is none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def end(pids: set[int]) -> None:
    """Remove what should not have been there."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(pid, os.WNOHANG)
