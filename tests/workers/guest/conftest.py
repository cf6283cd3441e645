"""A guest without a jail: the same bytes over the same pipes."""

import os
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest

from exercises.answers import Note, Observation, Record
from exercises.questions import Program
from workers.sandbox import asking, wire

SERVE = "from workers.guest.drive import serve, warm; warm(); serve({}, {})"


class Guest:
    """Ask a bare child process and parse its answers as strictly as any."""

    def __init__(self) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._child = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(theirs_in, theirs_out)],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        os.close(theirs_in)
        os.close(theirs_out)

    def send(self, request: bytes) -> None:
        os.write(self._out, struct.pack("<I", len(request)) + request)

    def receive(self) -> bytes:
        return self._read(struct.unpack("<I", self._read(4))[0])

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = os.read(self._in, size - len(data))
            assert part, f"the guest ended: {self.finish()}"
            data += part
        return data

    def scaffold(self, source: str) -> tuple[Note, ...]:
        return self._loaded(asking.encode_scaffold(source))

    def load(self, source: str) -> tuple[Note, ...]:
        return self._loaded(asking.encode_load(source))

    def _loaded(self, request: bytes) -> tuple[Note, ...]:
        self.send(request)
        notes = wire.parse(self.receive())
        assert isinstance(notes, tuple)
        return notes

    def ask(self, *programs: Program) -> list[dict[int, Record]]:
        self.send(asking.encode_steps(programs))
        return [self._observed() for _ in programs]

    def _observed(self) -> dict[int, Record]:
        answer = wire.parse(self.receive())
        assert isinstance(answer, Observation)
        return answer.records

    def finish(self) -> str:
        """Close the requests and return what the child printed."""
        if self._out >= 0:
            os.close(self._out)
            self._out = -1
        printed = self._child.communicate(timeout=10)[0]
        return printed.decode()


@pytest.fixture
def guest() -> Iterator[Guest]:
    child = Guest()
    yield child
    if child._out >= 0:
        child.finish()
