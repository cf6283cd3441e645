"""The whole service, started as a user starts it, shared by the path tests."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@dataclass
class Service:
    """A running `pairgrad serve`: what it printed, and where it is."""

    process: subprocess.Popen[bytes]
    data: Path
    output: Path

    @property
    def said(self) -> str:
        return self.output.read_text()

    @property
    def url(self) -> str:
        return re.search(r"Pairgrad\s+(http://\S+)", self.said).group(1)

    def link(self, name: str) -> str:
        """Return a fresh sign-in link."""
        printed = subprocess.run(
            [
                sys.executable,
                "-m",
                "service.cli",
                "login-link",
                name,
                "--data",
                str(self.data),
            ],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        return re.search(r"http://\S+", printed.stdout).group(0)

    def printed_link(self, name: str) -> str:
        return re.search(rf"{name} \(.*?(http://\S+)", self.said).group(1)

    def get(self, path: str) -> str:
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def wait(self, condition, what: str, seconds: float = START_SECONDS) -> None:
        pause = threading.Event()
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"it ended: {self.said}"
            assert time.monotonic() < deadline, f"no {what}: {self.said}{self.logs()}"
            pause.wait(0.1)

    def logs(self) -> str:
        files = sorted((self.data / "logs").glob("*.log"))
        return "".join(
            f"\n== {path.name}\n{path.read_text()[-1500:]}" for path in files
        )

    def stop(self, number: int = signal.SIGINT) -> None:
        self.process.send_signal(number)
        self.process.wait(30)


def start(data: Path, *arguments: str, **environment: str) -> Service:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAIRGRAD_")
    }
    number, name = tempfile.mkstemp(prefix="said-", dir=data.parent)
    with os.fdopen(number) as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--data", data, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=clean | {"PYTHONUNBUFFERED": "1"} | environment,
        )
    return Service(process, data, Path(name))


def long_folder(parent: Path) -> Path:
    """Return a folder whose path has at least 150 characters."""
    folder = parent / ("a folder with a very long name " * 6).strip()
    assert len(str(folder)) >= 150
    return folder


@pytest.fixture
def deep_folder(tmp_path) -> Path:
    """Return a data folder whose path is too long for a Unix socket."""
    return long_folder(tmp_path)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """Return a data folder whose suite and digits are there: copy it, never use it."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    environment = dict(os.environ, PAIRGRAD_DATA=str(data))
    for words in ("init", "suite build", "mnist prepare --practice"):
        subprocess.run(
            [sys.executable, "-m", "service.cli", *words.split()],
            check=True,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    return data


@pytest.fixture
def started(tmp_path, prepared) -> Iterator[Callable[..., Service]]:
    """Return a function that starts a service; what still runs is stopped at the end.

    A data folder that is not there yet begins as a copy of the prepared one.
    """
    services = []

    def go(*arguments: str, data: Path | None = None, **environment: str) -> Service:
        data = data or tmp_path / "data"
        if not data.exists():
            shutil.copytree(prepared, data)
        service = start(data, *arguments, **environment)
        services.append(service)
        return service

    yield go
    for service in services:
        if service.process.poll() is None:
            service.stop()


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    """Return a service with a demo class that can grade, in a 150-character folder."""
    running = start(
        long_folder(tmp_path_factory.mktemp("path")),
        "--demo",
        "--port=8500",
        PAIRGRAD_THROTTLE="0",
    )
    try:
        running.wait(lambda: "Stop: Ctrl-C" in running.said, "address")
        running.wait(lambda: '"ready"' in running.get("/readyz"), "ready grader")
        yield running
    finally:
        running.stop()
