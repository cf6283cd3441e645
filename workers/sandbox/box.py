"""Be the one door to the sandbox: a box hands out fresh guests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self

from workers.sandbox import jail
from workers.sandbox.guest import Guest
from workers.sandbox.limits import CORE, RECYCLE_AFTER, STRETCH
from workers.sandbox.zygote import Charter, Kindred, Zygote

Tier = Literal["A", "C", "unsafe"]


class Box:
    """A running sandbox; use as a context manager.

    ``min_tier`` is the lowest tier the operator accepts. ``stretch`` is a folder of .npy
    files every stretch guest may read at ``guest.digits``. ``unsafe`` runs guests without
    any protection. Entering raises GraderFault (SANDBOX_UNAVAILABLE) with one sentence
    naming the remedy.
    """

    def __init__(
        self,
        *,
        data: Path,
        min_tier: str = "A",
        unsafe: bool = False,
        bwrap: str = "bwrap",
        stretch: Path | None = None,
    ) -> None:
        """Note the settings; nothing starts before the box is entered."""
        self._data = data
        self._min_tier = min_tier
        self._bwrap = bwrap
        self._stretch = stretch
        self.tier: Tier = "unsafe" if unsafe else "A"
        self.abi = 0

    def __enter__(self) -> Self:
        self._zygote = self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._zygote.close()

    @contextmanager
    def guest(self, *, stretch: bool = False) -> Iterator[Guest]:
        """Yield a fresh guest; it is gone when the block ends."""
        if self._zygote.handed >= RECYCLE_AFTER:
            self._renew(self._zygote)
        kind, limits = ("stretch", STRETCH) if stretch else ("core", CORE)
        guest = Guest(self._zygote, self._renew, kind, limits, str(self._stretch))
        try:
            yield guest
        finally:
            guest.close()

    def _renew(self, dead: Zygote) -> Zygote:
        if dead is self._zygote:
            dead.close()
            self._zygote = self._start()
        return self._zygote

    def _start(self) -> Zygote:
        zygote = jail.unguarded()
        kinds = {"core": Kindred((), CORE), "stretch": Kindred((), STRETCH)}
        zygote.begin(Charter("unsafe", landlock=False, program=b"", kinds=kinds))
        self.abi = zygote.abi
        return zygote
