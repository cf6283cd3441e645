"""Ask no further question once nobody waits for the answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from exercises.answers import Ended, Note, Observation
from exercises.questions import Program
from workers.lease import Interrupted, Lease
from workers.seat import Guest, Guests


@dataclass(frozen=True, slots=True)
class WatchedGuest:
    """A guest that is left, and so killed, as soon as its lease is gone."""

    guest: Guest
    lease: Lease

    @property
    def log(self) -> str:
        """Return what was printed so far."""
        return self.guest.log

    def scaffold(self, source: str) -> tuple[Note, ...] | Ended:
        """Start a fresh namespace with our code in it."""
        return self._wanted().scaffold(source)

    def load(self, source: str) -> tuple[Note, ...] | Ended:
        """Run the pair's code in it."""
        return self._wanted().load(source)

    def ask(
        self, programs: Sequence[Program]
    ) -> tuple[list[Observation], Ended | None]:
        """Run programs in order, as far as the guest gets."""
        return self._wanted().ask(programs)

    def _wanted(self) -> Guest:
        if not self.lease.is_wanted:
            raise Interrupted
        return self.guest


@dataclass(frozen=True, slots=True)
class Watched:
    """A box whose guests live as long as the lease; raises Interrupted after it."""

    box: Guests
    lease: Lease

    @property
    def tier(self) -> str:
        """Return the name of the box's tier."""
        return self.box.tier

    @contextmanager
    def guest(self) -> Iterator[Guest]:
        """Yield a fresh watched guest."""
        if not self.lease.is_wanted:
            raise Interrupted
        with self.box.guest() as guest:
            yield WatchedGuest(guest, self.lease)
