"""Plant what an attack would like to have, and see from outside what it got.

An exception inside proves nothing: harm is a file that changed, a byte that arrived, a
process that stayed, a secret that came out.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Self

from workers.sandbox import tiers
from workers.sandbox.attacks import families
from workers.sandbox.box import Box

_FLOOD_KIB = 96 << 10
_STAYS_SECONDS = 1.0  # shorter than what an attack leaves behind sleeps
_ARGUMENTS_AT = 45  # place in /proc/PID/stat, counted behind the name


class Harm(StrEnum):
    """What can be seen from outside; GRANTED is an attack's own word."""

    READ = "a secret came out"
    WRITE = "a file changed"
    PROCESS = "a process stayed"
    SIGNAL = "a process was hit"
    NETWORK = "a listener heard it"
    MEMORY = "more memory than allowed"
    TIME = "more time than allowed"
    FLOOD = "the worker swelled"
    NEIGHBOUR = "the next guest was spoilt"
    GRANTED = "it got what it asked for"


class Witness:
    """Use as a context manager around one open box.

    ``facts`` are the names an attack knows of what was planted.
    """

    def __init__(self, box: Box) -> None:
        """Note the box; nothing is planted before the witness is entered."""
        self._box = box
        self._stack = ExitStack()
        self._token = secrets.token_hex(12)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._plant(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _plant(self, stack: ExitStack) -> None:
        folder = Path(tempfile.mkdtemp(prefix="pairgrad-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # Only the sandbox may keep a guest from these, no owner and no mode.
        folder.chmod(0o755)
        self._open = folder / "open"
        self._open.mkdir()
        self._open.chmod(0o777)
        self._victim = folder / "open" / "victim"
        for path in (folder / "secret", self._victim):
            path.write_text(self._token)
            path.chmod(0o666)
        owner = tiers.owner()
        if owner.uid is not None:
            os.chown(self._open, owner.uid, -1)
            os.chown(self._victim, owner.uid, -1)
        self._listen(stack, folder / "door")
        self._bystand(stack)
        families.adopt_orphans(wanted=True)
        stack.callback(families.adopt_orphans, wanted=False)
        environment = Path("/proc/self/environ").read_text(errors="replace").split("\0")
        self._secrets = [self._token, "root:x:0:", *(e for e in environment if e[20:])]
        self.facts = {
            "SECRET": str(folder / "secret"),
            "OPEN": str(self._open),
            "VICTIM": str(self._victim),
            "DOOR": str(folder / "door"),
            "PORT": self._port,
            "NAME": folder.name,
            "BYSTANDER": self._bystander.pid,
            "ADDRESS": _arguments_of(self._bystander.pid),
            "WORKER": os.getpid(),
        }

    def _listen(self, stack: ExitStack, door: Path) -> None:
        tcp = socket.create_server(("127.0.0.1", 0))
        self._port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self._port))
        self._listeners = [tcp, udp]
        for address in (str(door), f"\0{door.parent.name}"):
            unix = socket.socket(socket.AF_UNIX)
            unix.bind(address)
            unix.listen()
            self._listeners.append(unix)
        door.chmod(0o777)
        for one in self._listeners:
            one.settimeout(0)
            stack.enter_context(one)

    def _bystand(self, stack: ExitStack) -> None:
        """Start a process of the guests' own user, with a secret in its memory."""
        owner = tiers.owner()
        self._bystander = subprocess.Popen(
            ["/bin/sh", "-c", "read line", self._token],
            stdin=subprocess.PIPE,
            cwd="/",
            user=owner.uid,
            group=owner.gid,
            extra_groups=None if owner.uid is None else [],
        )
        stack.enter_context(self._bystander)
        stack.callback(self._bystander.kill)

    @contextmanager
    def watching(self, seen: set[Harm]) -> Iterator[None]:
        """Add to ``seen`` what was harmed by the time the block ends."""
        files, before = self._files(), families.below(os.getpid())
        zygote = self._box.zygote
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        resting = _kib("VmRSS")
        yield
        if _kib("VmHWM") - resting > _FLOOD_KIB:
            seen.add(Harm.FLOOD)
        if self._files() != files:
            seen.add(Harm.WRITE)
        hit = families.state(self._bystander.pid) not in ("S", "R", "D")
        # A zygote that we ourselves let go ends with 0.
        if hit or zygote.process.poll() not in (None, 0):
            seen.add(Harm.SIGNAL)
        if any(map(_heard, self._listeners)):
            seen.add(Harm.NETWORK)
        # What the machine itself starts beside us, or is about to bury, does not stay.
        patience = monotonic() + _STAYS_SECONDS
        while (strangers := self._strangers(set(before))) and monotonic() < patience:
            sleep(0.02)
        if strangers:
            seen.add(Harm.PROCESS)
            families.end(strangers)

    def told(self, text: str) -> bool:
        """Tell whether ``text`` holds anything that should not have come out."""
        return any(secret in text for secret in self._secrets)

    def _files(self) -> list[tuple[str, int, int, int]]:
        python = self._box.runtime.python
        watched = [
            *(self._open, *self._open.iterdir()),
            Path("/tmp", f"{self.facts['NAME']}-x"),  # noqa: S108 - no file of ours
            *python.glob("py/lib/python3*/os.py"),
            *python.glob("py/lib/python3*/__pycache__"),
            *python.glob("py/lib/python3*/__pycache__/os.*"),
            *(python / "site", python / "so"),
        ]
        return [_stamp(path) for path in watched]

    def _strangers(self, before: set[int]) -> set[int]:
        ours = families.jail(self._box.zygote.process.pid, self._box.tier)
        now = families.below(os.getpid())
        # The zygote's children are guests: the spare, and none that was used.
        guests = {pid for pid, parent in now.items() if parent in ours} - ours
        return set(now) - before - ours - (guests if len(guests) == 1 else set())


def _stamp(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    # The change time, which no call can set back, tells of names and attributes as well.
    return str(path), found.st_size, found.st_mode, found.st_ctime_ns


def _heard(listener: socket.socket) -> bool:
    try:
        if listener.type is socket.SOCK_DGRAM:
            return bool(listener.recv(9))
        listener.accept()[0].close()
    except OSError:
        return False
    return True


def _kib(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _arguments_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[_ARGUMENTS_AT])
