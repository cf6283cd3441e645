"""Exchange frames with one guest: sizes before bytes, a clock on every wait.

Stops: floods on any of the three pipes, guests that never answer, answers nobody asked
for. Does not stop: a wrong answer, which is the judge's business.
"""

import os
import select
import time
from contextlib import suppress

from exercises.nouns import Kind
from workers.sandbox.limits import ANSWERS_BYTES, Limits
from workers.sandbox.text import LOG_BYTES
from workers.sandbox.wire import FRAME_BYTES

_PIECE = 1 << 16
_HEAD = 4


class Stop(Exception):  # noqa: N818 - it ends a guest, it is no fault of ours
    """End a guest for ``kind``; NO_ANSWER means its pipe ended."""

    def __init__(self, kind: Kind) -> None:
        """Keep the kind."""
        super().__init__(kind)
        self.kind = kind


class Line:
    """The three pipes of one guest; closes them in :meth:`close`."""

    def __init__(self, request: int, result: int, log: int) -> None:
        """Take over the descriptors."""
        self._fds: tuple[int, ...] = (request, result, log)
        self._request, self._result, self._log = request, result, log
        self._buffer = bytearray()
        self._kept = bytearray()
        self._poll = select.poll()
        for fd in self._fds:
            os.set_blocking(fd, False)
        self._poll.register(result, select.POLLIN)
        self._poll.register(log, select.POLLIN)
        self.seconds = 0.0

    @property
    def log(self) -> bytes:
        """Return what was printed so far, at most 16 KiB."""
        if self._fds:
            self._drain()
        return bytes(self._kept)

    def exchange(
        self, payload: bytes, count: int, limits: Limits
    ) -> tuple[list[bytes], Stop | None]:
        """Send one request and return ``count`` answers, fewer where a Stop says why."""
        frames: list[bytes] = []
        started = time.monotonic()
        try:
            self._nothing_early()
            self._converse(payload, count, limits, frames)
        except Stop as stop:
            return frames, stop
        finally:
            self.seconds += time.monotonic() - started
        return frames, None

    def close(self) -> None:
        """Close the pipes, once; what was printed stays readable."""
        if self._fds:
            self._drain()
        for fd in self._fds:
            os.close(fd)
        self._fds = ()

    def _converse(
        self, payload: bytes, count: int, limits: Limits, frames: list[bytes]
    ) -> None:
        rest = memoryview(len(payload).to_bytes(_HEAD, "little") + payload)
        end = time.monotonic() + limits.guest_seconds - self.seconds
        until = min(end, time.monotonic() + limits.answer_seconds)
        total = 0
        rest = self._send(rest)
        if rest:  # more than the pipe takes at once
            self._poll.register(self._request, select.POLLOUT)
        while rest or len(frames) < count:
            rest = self._wait(until, rest)
            while (frame := self._frame()) is not None:
                frames.append(frame)
                total += len(frame)
                if total > ANSWERS_BYTES:
                    raise Stop(Kind.OUTPUT_LIMIT)
                until = min(end, time.monotonic() + limits.answer_seconds)
            if len(frames) > count or (len(frames) == count and self._buffer):
                del frames[count:]
                raise Stop(Kind.PROTOCOL)

    def _wait(self, until: float, rest: memoryview) -> memoryview:
        """Wait for one round of events and return what is still to be sent."""
        left = until - time.monotonic()
        if left <= 0:
            raise Stop(Kind.TIMEOUT)
        for fd, _ in self._poll.poll(left * 1000 + 1):
            if fd == self._request:
                rest = self._send(rest)
            elif fd == self._log:
                self._drain()
            else:
                self._receive()
        return rest

    def _send(self, rest: memoryview) -> memoryview:
        try:
            rest = rest[os.write(self._request, rest[:_PIECE]) :]
        except BlockingIOError:
            return rest
        except OSError:  # the guest closed it: its result pipe tells the story
            rest = rest[len(rest) :]
        if not rest:
            with suppress(KeyError):
                self._poll.unregister(self._request)
        return rest

    def _receive(self) -> None:
        piece = os.read(self._result, _PIECE)
        if not piece:
            raise Stop(Kind.NO_ANSWER)
        self._buffer += piece

    def _frame(self) -> bytes | None:
        """Take one whole frame from the buffer; its size is checked first."""
        if len(self._buffer) < _HEAD:
            return None
        size = int.from_bytes(self._buffer[:_HEAD], "little")
        if size > FRAME_BYTES:
            raise Stop(Kind.OUTPUT_LIMIT)
        end = _HEAD + size
        if len(self._buffer) < end:
            return None
        frame = bytes(memoryview(self._buffer)[_HEAD:end])
        del self._buffer[:end]
        return frame

    def _nothing_early(self) -> None:
        # A byte that is there before the question was written is a forged answer.
        if self._buffer:
            raise Stop(Kind.PROTOCOL)
        with suppress(BlockingIOError):
            early = os.read(self._result, 1)
            raise Stop(Kind.PROTOCOL if early else Kind.NO_ANSWER)

    def _drain(self) -> None:
        """Keep the head of the log and throw away the rest of what is there now."""
        for _ in range(64):
            try:
                piece = os.read(self._log, _PIECE)
            except OSError:
                return
            if not piece:
                with suppress(KeyError):
                    self._poll.unregister(self._log)
                return
            self._kept += piece[: LOG_BYTES - len(self._kept)]
