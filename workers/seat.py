"""Give one submission a guest, and a new one as soon as the old one is no good."""

from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from exercises.answers import Ended, Note, Observation
from exercises.nouns import Fault, GraderFault
from exercises.questions import Program

SUBMISSION_SECONDS = 60.0
# A guest has 2 s of processor time in all: after this long the next unit gets its own,
# or a slow one before it would use up its time.
WORN_SECONDS = 0.8
LOG_CHARACTERS = 16 << 10


class Guest(Protocol):
    """What :meth:`workers.sandbox.box.Box.guest` yields."""

    @property
    def log(self) -> str:
        """What was printed so far."""

    def scaffold(self, source: str) -> tuple[Note, ...] | Ended:
        """Start a fresh namespace with our code in it."""

    def load(self, source: str) -> tuple[Note, ...] | Ended:
        """Run the pair's code in it."""

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        """Run programs in order, as far as the guest gets."""


class Guests(Protocol):
    """Where a fresh guest comes from: a Box, or a fake of one in a test."""

    @property
    def tier(self) -> str:
        """The name of the tier."""

    def guest(self) -> "Entered":
        """Return a context manager of one fresh guest."""


class Entered(Protocol):
    """A guest on its way in and out."""

    def __enter__(self) -> Guest:
        """Fork it."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> bool | None:
        """End it."""


class Seat:
    """Ask one guest after another in the name of one submission.

    ``seconds`` is the time spent in the sandbox, ``log`` what was printed there.
    """

    def __init__(self, box: Guests) -> None:
        """Begin without a guest."""
        self._box = box
        self._stack = ExitStack()
        self._guest: Guest | None = None
        self._since = self._born = monotonic()
        self._past = self._heard = ""
        self.seconds = 0.0
        self.used = False

    def __enter__(self) -> Self:
        """Return the seat itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the guest."""
        self._stack.close()

    @property
    def expired(self) -> bool:
        """Tell whether the submission's time is over."""
        return monotonic() - self._born > SUBMISSION_SECONDS

    @property
    def log(self) -> str:
        """Return what was heard of all guests, at most 16 KiB."""
        return (self._past + self._heard)[:LOG_CHARACTERS]

    def hear(self) -> None:
        """Keep what the present guest has printed up to now."""
        if self._guest is not None:
            self._heard = self._guest.log

    def renew(self) -> None:
        """Let the next question meet a fresh guest; the old one's words are kept."""
        self.hear()
        self.hush()

    def hush(self) -> None:
        """Let the next question meet a fresh guest; unheard words are dropped."""
        self._stack.close()
        self._guest = None
        self._past, self._heard = self._past + self._heard, ""
        self.used = False

    def load(self, scaffold: str, source: str) -> tuple[Note, ...] | Ended:
        """Load our code, then theirs; returns what happened in theirs.

        A guest that cannot take our own code is replaced once: the one before may have
        been spoilt by the pair's code. Raises GraderFault if a fresh one cannot either.
        """
        began = monotonic()
        try:
            if monotonic() - self._since > WORN_SECONDS:
                self.renew()
            given = self._enter().scaffold(scaffold)
            if given and self.used:
                self.renew()
                given = self._enter().scaffold(scaffold)
            if given:
                raise GraderFault(
                    Fault.INFRASTRUCTURE, f"The given code did not load: {given}"
                )
            self.used = True
            return self._enter().load(source)
        finally:
            self.seconds += monotonic() - began

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        """Return the observations, and how the guest ended if it did."""
        began = monotonic()
        try:
            return self._enter().ask(programs)
        finally:
            self.seconds += monotonic() - began

    def _enter(self) -> Guest:
        if self._guest is None:
            self._guest = self._stack.enter_context(self._box.guest())
            self._since = monotonic()
        return self._guest
