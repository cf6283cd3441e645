"""Layer: namespaces. Start a zygote inside bubblewrap, or without it in lower tiers.

Stops: seeing the host's files, processes, network and users; outliving the worker. Does
not stop: kernel bugs; anything the other layers are for. No proc, dev or tmpfs is
mounted: a mounted proc would show environments once Landlock is missing.
"""

import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from workers.sandbox.runtime import Runtime
from workers.sandbox.zygote import Zygote

JAILED = "/python"
_GUEST = "/guest"
DIGITS = "/digits"
# One thread, before anything forks; PWD because getcwd has no /proc to ask.
_QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PWD": "/"}
_START = (
    "import sys; sys.path[:0] = {paths!r}; "
    "from workers.guest.__main__ import main; main({fd})"
)
NAMESPACES = (
    *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
    *("--uid", "0", "--gid", "0", "--hostname", "jail"),
    # Valid in its own user namespace only: children get PID namespaces by it.
    *("--cap-add", "CAP_SYS_ADMIN"),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The unprivileged user and group a jail runs as; None keeps the worker's own."""

    uid: int | None = None
    gid: int | None = None


def bubblewrapped(
    bwrap: str, runtime: Runtime, digits: Path | None, owner: Owner
) -> Zygote:
    """Start a zygote in a jail of its own (tier A)."""
    quiet = {**_QUIET, "LD_LIBRARY_PATH": f"{JAILED}/so"}
    command = [bwrap, *NAMESPACES]
    for name, value in quiet.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", str(runtime.python), JAILED]
    command += ["--ro-bind", str(runtime.guest), _GUEST]
    command += ["--symlink", f"{JAILED}/so", runtime.loader]
    if digits:
        command += ["--ro-bind", str(digits), DIGITS]
    command += ["--remount-ro", "/", "--chdir", "/", "--"]
    paths = [f"{JAILED}/site", _GUEST]
    return _start([*command, f"{JAILED}/py/bin/python"], paths, {}, owner)


def bare(runtime: Runtime, owner: Owner) -> Zygote:
    """Start a zygote without namespaces (tier C)."""
    python = runtime.python
    quiet = {**_QUIET, "LD_LIBRARY_PATH": str(python / "so")}
    paths = [str(python / "site"), str(runtime.guest)]
    return _start([str(python / "py/bin/python")], paths, quiet, owner)


def unguarded() -> Zygote:
    """Start a zygote from this very interpreter and checkout (tier "unsafe")."""
    paths = [path for path in sys.path if path]
    root = str(Path(__file__).parents[2])
    return _start([sys.executable], [root, *paths], _QUIET, Owner())


def _start(
    command: list[str], paths: list[str], environment: dict[str, str], owner: Owner
) -> Zygote:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    code = _START.format(paths=paths, fd=theirs.fileno())
    # -X utf8: without a locale, print of a pair's accent would raise.
    flags = ["-I", "-S", "-B", "-X", "utf8", "-c", code]
    with theirs:
        process = subprocess.Popen(
            [*command, *flags],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env=environment,
            cwd="/",
            start_new_session=True,
            user=owner.uid,
            group=owner.gid,
            extra_groups=None if owner.uid is None else [],
            umask=0o077,
        )
    return Zygote(process, ours)
