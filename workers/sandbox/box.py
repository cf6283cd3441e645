"""Be the one door to the sandbox: a box hands out fresh guests.

Stops: any guest before the self-test has passed; a zygote from serving for ever. Does not
stop: anything else; each layer has a file of its own.
"""

import platform
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from exercises.nouns import Fault, GraderFault
from service.config import Settings
from workers.sandbox import jail, runtime, seccomp, selftest, tiers
from workers.sandbox.guest import Guest
from workers.sandbox.limits import CORE, RECYCLE_AFTER, STRETCH, Limits
from workers.sandbox.syscalls import Machine
from workers.sandbox.tiers import Tier
from workers.sandbox.zygote import Charter, Gone, Kindred, Zygote


class Box:
    """A running sandbox; use as a context manager.

    ``min_tier`` is the lowest tier the operator accepts. ``stretch`` is a folder of .npy
    files every stretch guest may read at ``box.digits``. ``unsafe`` runs guests without
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
        self.zygotes = 0  # how many were started: many in a day is worth a look
        self.digits = str(stretch or "")  # where a stretch guest finds its files

    def __enter__(self) -> Self:
        if self.tier != "unsafe":
            self._prepare()
        self.zygote = self._start()
        if self.tier != "unsafe":
            self._check()
        return self

    def __exit__(self, *_: object) -> None:
        self.zygote.close()

    @contextmanager
    def guest(
        self, *, stretch: bool = False, limits: Limits | None = None
    ) -> Iterator[Guest]:
        """Yield a fresh guest; it is gone when the block ends.

        ``limits`` replaces the clocks of its kind; its rlimits stay.
        """
        if self.zygote.handed >= RECYCLE_AFTER:
            self._renew(self.zygote)
        kind, usual = ("stretch", STRETCH) if stretch else ("core", CORE)
        guest = Guest(self.zygote, self._renew, kind, limits or usual)
        try:
            yield guest
        finally:
            guest.close()

    def _prepare(self) -> None:
        self._owner = tiers.owner()
        self.tier = tiers.choose(tiers.gather(self._bwrap, self._owner), self._min_tier)
        try:
            base = runtime.base(self._data, as_other_user=self._owner.uid is not None)
            self.runtime = runtime.prepare(base)
            self._digits = self._stretch and runtime.share(self._stretch, base)
        except (OSError, subprocess.SubprocessError) as error:
            raise GraderFault(
                Fault.SANDBOX_UNAVAILABLE,
                f"The sandbox's copy of Python could not be made ({error}): check the "
                f"free space and the owner of {self._data}.",
            ) from error
        if self._digits:
            self.digits = jail.DIGITS if self.tier == "A" else str(self._digits)

    @property
    def _shown(self) -> tuple[str, ...]:
        return (self.digits,) if self._digits else ()

    def _check(self) -> None:
        try:
            selftest.check(
                lambda limits: self.guest(limits=limits), jailed=self.tier == "A"
            )
        except GraderFault:
            self.zygote.close()
            raise

    def _renew(self, dead: Zygote) -> Zygote:
        if dead is self.zygote:
            dead.close()
            self.zygote = self._start()
        return self.zygote

    def _start(self) -> Zygote:
        try:
            return self._try()
        except Gone as gone:
            raise GraderFault(
                Fault.SANDBOX_UNAVAILABLE, f"The sandbox does not start: {gone}"
            ) from gone

    def _try(self) -> Zygote:
        if self.tier == "unsafe":
            zygote, told = jail.unguarded(), charter("unsafe", (), ())
        elif self.tier == "A":
            zygote = jail.bubblewrapped(
                self._bwrap, self.runtime, self._digits, self._owner
            )
            told = charter("A", runtime.readable(jail.JAILED), self._shown)
        else:
            zygote = jail.bare(self.runtime, self._owner)
            readable = runtime.readable(str(self.runtime.python))
            told = charter("C", readable, self._shown)
        try:
            zygote.begin(told)
        except Gone:
            zygote.close()
            raise
        self.abi = zygote.abi
        self.zygotes += 1
        return zygote


def configured(settings: Settings, *, stretch: Path | None = None) -> Box:
    """Return the box the settings ask for, not yet entered.

    Raises GraderFault where the sandbox is switched off while others can reach the web.
    """
    if settings.unsafe_no_sandbox and not settings.loopback:
        raise GraderFault(
            Fault.SANDBOX_UNAVAILABLE,
            "PAIRGRAD_UNSAFE_NO_SANDBOX works only while PAIRGRAD_HOST is 127.0.0.1: "
            "unset one of them.",
        )
    return Box(
        data=settings.data,
        # On loopback the pairs are this machine's own user: the lower tier will do.
        min_tier=settings.min_tier or ("C" if settings.loopback else "A"),
        unsafe=settings.unsafe_no_sandbox,
        bwrap=settings.bwrap,
        stretch=stretch,
    )


def charter(tier: Tier, readable: tuple[str, ...], digits: tuple[str, ...]) -> Charter:
    """Return what a zygote of ``tier`` is told; only stretch guests read digits."""
    kinds = {
        "core": Kindred(readable, CORE),
        "stretch": Kindred((*readable, *digits), STRETCH),
    }
    if tier == "unsafe":
        return Charter(tier, landlock=False, program=b"", kinds=kinds)
    machine: Machine = "aarch64" if platform.machine() == "aarch64" else "x86_64"
    program = seccomp.program(machine, own_pid=tier == "A")
    return Charter(tier, landlock=True, program=program, kinds=kinds)
