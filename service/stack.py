"""Run web, workers, queue and sweeper as one program that leaves nothing behind."""

import errno
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

from service import lan, sweeper
from service.config import COUNTERS, Settings
from service.supervisor import Supervisor

PORTS_TRIED = 20


class AlreadyRunning(Exception):  # noqa: N818 - a state to report, not an error
    """Say that another supervisor serves this data folder; ``url`` is its address."""

    def __init__(self, url: str) -> None:
        """Keep the other one's address."""
        super().__init__(url)
        self.url = url


# --- One supervisor per data folder -----------------------------------------------------


def hold(data: Path) -> int:
    """Take the data folder's lock and return its descriptor.

    Raises AlreadyRunning with the address of the one who has it.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise AlreadyRunning(running_url(data)) from error
    return lock


def running_url(data: Path) -> str:
    """Return the address that the running supervisor wrote down, or ''."""
    try:
        return str(json.loads((data / "running.json").read_text())["url"])
    except (OSError, ValueError, KeyError):
        return ""


# --- Where to listen --------------------------------------------------------------------


def free_port(host: str, wanted: int) -> int:
    """Return ``wanted`` or the next free port after it."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
                raise OSError(
                    f"cannot listen on {host}, port {port} ({error.strerror}); "
                    f"name others with --host and --port"
                ) from error
            return port
    raise OSError(
        f"no free port from {wanted} to {wanted + PORTS_TRIED - 1} on {host}; "
        f"name another with --port"
    )


def socket_folder() -> Path:
    """Return a new private folder whose path is short enough for a Unix socket.

    A socket's path may hold 107 bytes; a data folder's path may be longer.
    """
    runtime = Path(f"/run/user/{os.getuid()}")
    parent = runtime if os.access(runtime, os.W_OK) else Path("/tmp")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="pairgrad-", dir=parent))


# --- The whole service ------------------------------------------------------------------


def python(*arguments: str) -> list[str]:
    """Return a command line for one of our own programs."""
    return [sys.executable, *arguments]


def serve(
    settings: Settings, *, redis_server: Path | None, ready: Callable[[], None]
) -> None:
    """Run everything until SIGINT or SIGTERM; call ``ready`` once the web answers."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    sockets = socket_folder()
    if not settings.redis_url and redis_server is not None:
        settings = replace(settings, redis_url=f"unix://{sockets / 'redis.sock'}")
    supervisor = Supervisor(settings, also={COUNTERS: str(_counters(settings))})

    def asked_to_stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked_to_stop)
    try:
        _start_all(supervisor, redis_server, sockets)
        if _answers(settings, supervisor):
            ready()
        supervisor.watch()
    finally:
        supervisor.shut_down()
        shutil.rmtree(sockets, ignore_errors=True)
        (settings.data / "running.json").unlink(missing_ok=True)


def _counters(settings: Settings) -> Path:
    """Return the folder in which all processes count together, emptied.

    What the processes of the last start counted would be told as this one's.
    """
    folder = settings.data / "counters"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _start_all(
    supervisor: Supervisor, redis_server: Path | None, sockets: Path
) -> None:
    settings = supervisor.settings
    own_redis = settings.redis_url.startswith(f"unix://{sockets}")
    if own_redis and redis_server is not None:
        supervisor.add("redis", redis_command(redis_server, settings, sockets))
    supervisor.add("web", web_command(settings))
    supervisor.add(
        "suite", python("-m", "workers.suite", "build", "--if-missing"), once=True
    )
    digits = python("-m", "workers.mnist", "prepare", "--if-missing", "--large")
    supervisor.add("digits", digits, once=True)
    for name, command in worker_commands(settings).items():
        supervisor.add(name, command)
    threading.Thread(
        target=sweeper.run,
        args=(settings, supervisor.stop),
        name="sweeper",
        daemon=True,
    ).start()
    url = lan.url(settings)
    (settings.data / "running.json").write_text(
        json.dumps({"pid": os.getpid(), "url": url})
    )


def redis_command(program: Path, settings: Settings, sockets: Path) -> list[str]:
    """Return the command of the private redis-server: a Unix socket, no port."""
    options = {
        "port": "0",
        "unixsocket": str(sockets / "redis.sock"),
        "unixsocketperm": "600",
        "dir": str(settings.data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "save": "",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(program), *words]


def web_command(settings: Settings) -> list[str]:
    """Return gunicorn's command; each live stream holds one of its threads."""
    return python(
        "-m",
        "gunicorn",
        "--worker-class=gthread",
        f"--workers={settings.web_processes}",
        f"--threads={settings.web_threads}",
        f"--bind={settings.host}:{settings.port}",
        "--graceful-timeout=5",
        "--no-control-socket",
        "--config=python:service.patience",
        "service.web.wsgi:app",
    )


def worker_commands(settings: Settings) -> dict[str, list[str]]:
    """Return the workers: Celery's where there is a broker, else polling ones."""
    queues = {
        "worker-live": ("live,regrade", settings.core_workers),
        "worker-stretch": ("stretch", 1),
    }
    if settings.redis_url and settings.broker == "redis":
        return {
            name: python(
                "-m", "celery", "-A", "workers.tasks", "worker",
                f"--queues={queue}", f"--concurrency={count}",
                f"--hostname={name}@%h", "--loglevel=WARNING",
                "--without-gossip", "--without-mingle",
            )
            for name, (queue, count) in queues.items()
        }  # fmt: skip
    return {
        name: python("-m", "workers.poll", "--queue", queue)
        for name, (queue, _count) in queues.items()
    }


def _answers(settings: Settings, supervisor: Supervisor) -> bool:
    """Wait until the web answers a request; False when stopped first."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    while not supervisor.stop.wait(0.1):
        connection = http.client.HTTPConnection(host, settings.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except (OSError, http.client.HTTPException):
            continue
        finally:
            connection.close()
    return False
