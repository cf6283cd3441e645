"""Hold one conversation with one guest, and move it once if our own part fails.

Stops: a dead zygote, or a guest that the machine killed, from being charged to a pair.
Does not stop: a pair's code from ending its guest, which is its own verdict.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress

from exercises.answers import Ended, Note, Observation
from exercises.nouns import Fault, GraderFault, Kind
from exercises.questions import Program
from workers.sandbox import asking, wire
from workers.sandbox.endings import by_others, ended
from workers.sandbox.limits import Limits
from workers.sandbox.text import clean_log
from workers.sandbox.zygote import Exit, Gone, Zygote

Renew = Callable[[Zygote], Zygote]  # a zygote in place of a dead one
_JAILFAIL = 99  # a child that could not be locked in says so by this status
_BROKEN = "The sandbox stopped working twice in a row; the worker's log says why."


class Guest:
    """A fresh process for one submission; made by :meth:`workers.sandbox.box.Box.guest`.

    Every method returns Ended once the guest has stopped. Raises GraderFault
    (INFRASTRUCTURE) where the jail itself failed twice.
    """

    def __init__(self, zygote: Zygote, renew: Renew, kind: str, limits: Limits) -> None:
        """Take a child of ``kind``; ``renew`` returns a new zygote for a dead one."""
        self._renew = renew
        self._kind = kind
        self._limits = limits
        self._retried = False
        self._theirs = False  # the pair's code has run in this process
        self._said: list[tuple[bytes, int]] = []  # since the last SCAFFOLD
        self._ended: Ended | None = None
        self.fate: Exit | None = None  # known once the process is gone
        self._zygote = zygote
        try:
            self._child = zygote.child(kind)
        except Gone:
            self._move()

    @property
    def log(self) -> str:
        """Return what the guest printed, at most 16 KiB, cleaned for reading."""
        return clean_log(self._child.line.log)

    @property
    def cpu(self) -> float:
        """Return the CPU seconds it has used, measured outside; the last once it ended."""
        if self.fate is not None:
            return self.fate.cpu
        try:
            return self._zygote.cpu(self._child)
        except Gone:
            self._renew(self._zygote)
            raise GraderFault(Fault.INFRASTRUCTURE, _BROKEN) from None

    def scaffold(self, source: str) -> tuple[Note, ...] | Ended:
        """Start a fresh namespace with our given code in it."""
        self._said.clear()
        return self._loaded(asking.encode_scaffold(source))

    def load(self, source: str) -> tuple[Note, ...] | Ended:
        """Run the pair's code in the scaffold's namespace."""
        self._theirs = True
        return self._loaded(asking.encode_load(source))

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        """Return one observation per program; on a stop those that came before it."""
        observations: list[Observation] = []
        for count, request in asking.batches(programs):
            frames, stopped = self._exchange(request, count)
            for frame in frames:
                answer = self._parse(frame, len(programs[len(observations)]))
                if not isinstance(answer, Observation):
                    return observations, self._refuse()
                observations.append(answer)
            if stopped:
                return observations, stopped
        self._prepare()
        return observations, None

    def train(self, payload: bytes) -> bytes | Ended:
        """Send a TRAIN request (without its kind byte) and return the answer's payload."""
        self._retried = True  # a lost training run cannot be told from its start
        frames, stopped = self._exchange(b"\x04" + payload, 1)
        return stopped or frames[0]

    def close(self) -> None:
        """End the guest; nothing of it remains."""
        if self._ended is None:
            self._child.kill()
            try:
                self.fate = self._zygote.reap(self._child)
            except Gone:
                self._renew(self._zygote)
        self._child.close()
        self._prepare()

    def _prepare(self) -> None:
        # Not before the first answer: a child being made competes with one at work.
        if self._kind == "core":
            with suppress(Gone):  # the next guest will notice
                self._zygote.prepare()

    def _loaded(self, request: bytes) -> tuple[Note, ...] | Ended:
        frames, stopped = self._exchange(request, 1)
        if stopped:
            return stopped
        answer = self._parse(frames[0])
        return answer if isinstance(answer, tuple) else self._refuse()

    def _parse(self, frame: bytes, steps: int = wire.STEPS) -> object:
        try:
            return wire.parse(frame, steps)
        except wire.ProtocolError:
            return None

    def _exchange(self, request: bytes, count: int) -> tuple[list[bytes], Ended | None]:
        if self._ended:
            return [], self._ended
        before = self._child.line.seconds
        frames, stop = self._child.line.exchange(request, count, self._limits)
        if stop is None:
            self._said.append((request, count))
            return frames, None
        try:
            return frames, self._stop(stop.kind, self._child.line.seconds - before)
        except Gone:
            self._child.close()
            self._move()
            return self._exchange(request, count)

    def _stop(self, kind: Kind, waited: float) -> Ended:
        ended_before = kind is Kind.NO_ANSWER and self._child.is_over()
        self._child.kill()
        fate = self._zygote.reap(self._child)
        if ended_before and by_others(fate, self._limits):
            raise Gone("somebody killed a guest")
        if not self._theirs and os.WEXITSTATUS(fate.status) == _JAILFAIL:
            raise Gone(self.log)
        self.fate = fate
        self._ended = ended(kind, self._limits, fate, waited)
        return self._ended

    def _refuse(self) -> Ended:
        try:
            return self._ended or self._stop(Kind.PROTOCOL, 0.0)
        except Gone:
            self._renew(self._zygote)
            raise GraderFault(Fault.INFRASTRUCTURE, _BROKEN) from None

    def _move(self) -> None:
        """Go on in a new jail: say again what was said there; nobody is charged."""
        self._zygote = self._renew(self._zygote)
        if self._retried:
            raise GraderFault(Fault.INFRASTRUCTURE, _BROKEN)
        self._retried = True
        try:
            self._child = self._zygote.child(self._kind)
        except Gone as gone:
            raise GraderFault(Fault.INFRASTRUCTURE, _BROKEN) from gone
        for request, count in self._said:
            _, stop = self._child.line.exchange(request, count, self._limits)
            if stop:
                raise GraderFault(Fault.INFRASTRUCTURE, _BROKEN)
