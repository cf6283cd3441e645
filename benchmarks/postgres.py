"""Start a PostgreSQL server of one's own: no root, no container, no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg


def programs() -> Path | None:
    """Return the folder of the newest server's programs here: PATH, then Debian's."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


class PostgresServer:
    """A private server on a Unix socket, run as an ordinary user as it insists on.

    Raises RuntimeError with the program's words where it cannot be had.
    """

    def __init__(self) -> None:
        """Make the folder and start."""
        found = programs()
        if found is None:
            raise RuntimeError("no PostgreSQL here (sudo apt-get install postgresql)")
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.number = count()
        self.prefix: list[str] = []
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.prefix = ["setpriv", "--reuid=nobody", "--clear-groups", "--"]
        self._run("initdb", "--auth=trust", "--username=pairgrad", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it, and come back when it answers."""
        # What is measured or tested here may be forgotten in a power cut.
        said = (
            f"-c listen_addresses= -c unix_socket_directories={self.folder} "
            f"-c fsync=off -c max_connections=200"
        )
        self._run("pg_ctl", "start", "-w", "-l", f"{self.folder}/log", "-o", said)

    def stop(self) -> None:
        """Pull the plug."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def database(self) -> str:
        """Return the address of a new, empty database."""
        name = f"pairgrad{next(self.number)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name).replace("postgresql", "postgresql+psycopg", 1)

    def close(self) -> None:
        """Stop it and leave nothing."""
        self.stop()
        shutil.rmtree(self.folder)

    def _address(self, database: str) -> str:
        return f"postgresql://pairgrad@/{database}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.prefix, str(self.programs / program)]
        done = subprocess.run(
            [*command, "-D", f"{self.folder}/data", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")
