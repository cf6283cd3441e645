"""Describe the guest a stretch run talks to, and end the run when it ends."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from exercises.answers import Ended, Note, Observation
from exercises.questions import Program


class Guest(Protocol):
    """What a stretch run needs of :class:`workers.sandbox.guest.Guest`."""

    @property
    def log(self) -> str:
        """What was printed so far."""

    @property
    def cpu(self) -> float:
        """CPU seconds it has used, measured outside."""

    def scaffold(self, source: str) -> tuple[Note, ...] | Ended:
        """Start a fresh namespace with our code in it."""

    def load(self, source: str) -> tuple[Note, ...] | Ended:
        """Run the pair's code in it."""

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        """Run programs in order."""

    def train(self, payload: bytes) -> bytes | Ended:
        """Answer one training request."""


class Guests(Protocol):
    """Where a guest with the stretch limits comes from."""

    @property
    def digits(self) -> str:
        """Where the folder of digits lies for such a guest."""

    def guest(self, *, stretch: bool) -> AbstractContextManager[Guest]:
        """Yield a fresh guest."""


class Over(Exception):  # noqa: N818 - an ending, not an error
    """End a run early, with one sentence; ``asked`` where somebody wanted it so."""

    def __init__(self, sentence: str, *, asked: bool = False) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.asked = asked


class Asking:
    """Send requests to one guest, and end the run with it."""

    def __init__(self, guest: Guest) -> None:
        """Keep the guest."""
        self._guest = guest

    def __call__(self, request: bytes) -> bytes:
        """Return the answer; raises Over where there will be none."""
        answer = self._guest.train(request)
        if isinstance(answer, Ended):
            raise Over(answer.sentence)
        return answer

    @property
    def cpu(self) -> float:
        """Return the guest's CPU seconds so far."""
        return self._guest.cpu
