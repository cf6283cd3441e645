"""Say how much time and memory each kind of guest has.

Layer: limits. Stops: loops, floods, memory bombs. Without fork, tmpfs or memfd the
address-space limit *is* the memory bound, so no cgroup is needed. Does not stop: a guest
from using all it is given.
"""

from dataclasses import dataclass, field

_MIB = 1 << 20
_NONE = ("CORE", "FSIZE", "MEMLOCK", "MSGQUEUE", "NPROC", "NICE", "RTPRIO")
_FEW = {"NOFILE": (24, 24), "SIGPENDING": (64, 64), "STACK": (8 * _MIB, 8 * _MIB)}

RECYCLE_AFTER = 500  # guests of one zygote share its layout and hash seed
START_SECONDS = 20.0
ANSWER_SECONDS = 3.0  # a zygote silent for longer is dead, however busy the machine
ANSWERS_BYTES = 64 * _MIB  # all answers to one request


def _resources(memory: int, cpu: tuple[int, int]) -> dict[str, tuple[int, int]]:
    nothing = dict.fromkeys(_NONE, (0, 0))
    return {"AS": (memory, memory), "CPU": cpu, **nothing, **_FEW}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds of wall clock per answer and per guest, and rlimits (soft, hard)."""

    answer_seconds: float
    guest_seconds: float
    resources: dict[str, tuple[int, int]] = field(default_factory=dict)


CORE = Limits(
    answer_seconds=3.0,
    guest_seconds=10.0,
    resources=_resources(1024 * _MIB, (2, 3)),
)
STRETCH = Limits(
    answer_seconds=120.0,
    guest_seconds=900.0,
    resources=_resources(3072 * _MIB, (600, 660)),
)
