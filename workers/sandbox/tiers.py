"""Find out what this machine offers, and refuse to grade on less than is allowed.

Stops: grading with a layer silently missing. Does not stop: a layer that is present and
broken; the self-test looks for that.
"""

import ctypes
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exercises.nouns import Fault, GraderFault
from workers.sandbox.jail import NAMESPACES, Owner

Tier = Literal["A", "C", "unsafe"]

_LANDLOCK_CREATE, _LANDLOCK_VERSION = 444, 1
_SCOPES = 6  # from this ABI on Landlock also keeps signals and abstract sockets in
# Numbers no distribution hands to a person; nobody is the last resort of a container.
_UIDS = (61137, 65534)
_ALONE = (
    "Pairgrad was started as root and cannot become anyone else: start it as an "
    "ordinary user."
)
_KNOBS = {
    "/proc/sys/kernel/unprivileged_userns_clone": (
        "0",
        (
            "User namespaces are off: run `sudo sysctl -w "
            "kernel.unprivileged_userns_clone=1`."
        ),
    ),
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        (
            "AppArmor forbids user namespaces: run `sudo sysctl -w "
            "kernel.apparmor_restrict_unprivileged_userns=0`."
        ),
    ),
    "/proc/sys/user/max_user_namespaces": (
        "0",
        "User namespaces are off: run `sudo sysctl -w user.max_user_namespaces=15000`.",
    ),
}
_CONTAINER = (
    "This container forbids user namespaces: start it with `--security-opt "
    "seccomp=unconfined --security-opt apparmor=unconfined`, or set "
    "PAIRGRAD_MIN_TIER=C."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found; ``refusal`` is what bubblewrap said where it could not start."""

    system: str
    machine: str
    bwrap: bool
    refusal: str
    landlock: int
    container: bool


def gather(bwrap: str, owner: Owner) -> Facts:
    """Look at this machine by trying, not by reading version numbers."""
    found = shutil.which(bwrap) is not None
    return Facts(
        system=platform.system(),
        machine=platform.machine(),
        bwrap=found,
        refusal=_refusal(bwrap, owner) if found else "",
        landlock=_landlock(),
        container=Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
    )


def owner() -> Owner:
    """Return who jails run as: ourselves, or a user of no one's where we are root."""
    # Real root is not held by RLIMIT_NPROC and owns files outside the jail.
    if os.geteuid() != 0:
        return Owner()
    for uid in _UIDS:
        try:
            subprocess.run(
                ["/bin/true"], user=uid, group=uid, extra_groups=[], cwd="/", check=True
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return Owner(uid, uid)
    raise GraderFault(Fault.SANDBOX_UNAVAILABLE, _ALONE)


def choose(facts: Facts, min_tier: str) -> Tier:
    """Return the best tier that is possible and allowed, else say what mends it."""
    missing = obstacles(facts)
    if not missing:
        return "A"
    if min_tier == "C" and _c_is_possible(facts):
        return "C"
    raise GraderFault(Fault.SANDBOX_UNAVAILABLE, missing[0])


def obstacles(facts: Facts) -> list[str]:
    """Return one sentence with its remedy for each thing tier A lacks."""
    if facts.system != "Linux" or facts.machine not in ("x86_64", "aarch64"):
        return [
            (
                "Grading needs Linux on x86-64 or aarch64: run Pairgrad in a Linux virtual "
                "machine."
            )
        ]
    missing = []
    if not facts.bwrap:
        missing.append(
            "Grading needs bubblewrap: run `sudo apt-get install bubblewrap`."
        )
    if facts.refusal:
        missing.append(_namespaces_off(facts))
    if facts.landlock < 1:
        missing.append(
            "The kernel has no Landlock: use Linux 5.13 or newer and add `landlock` to "
            "`lsm=` on its command line."
        )
    return missing


def _c_is_possible(facts: Facts) -> bool:
    known = facts.system == "Linux" and facts.machine in ("x86_64", "aarch64")
    return known and facts.landlock >= _SCOPES


def _namespaces_off(facts: Facts) -> str:
    if facts.container:
        return _CONTAINER
    for path, (value, sentence) in _KNOBS.items():
        knob = Path(path)
        if knob.exists() and knob.read_text().strip() == value:
            return sentence
    return f"Bubblewrap cannot make namespaces here ({facts.refusal})."


def _refusal(bwrap: str, owner: Owner) -> str:
    """Return why a jail cannot be made, "" where it can."""
    command = [bwrap, *NAMESPACES, "--ro-bind", "/", "/", "--", "/bin/true"]
    try:
        ran = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            cwd="/",
            user=owner.uid,
            group=owner.gid,
            extra_groups=None if owner.uid is None else [],
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    said = ran.stderr.strip().rpartition("\n")[2] or f"status {ran.returncode}"
    return said if ran.returncode else ""


def _landlock() -> int:
    if platform.system() != "Linux":
        return 0
    answer = ctypes.CDLL(None).syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    return max(0, int(answer))
