"""Look at a whole installation from outside: machine, settings, database, sandbox."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import redis
from sqlalchemy.exc import SQLAlchemyError

from service import config, safety
from service.broker import UNREACHABLE, find_redis_server
from service.checks import Check, bad, fine, warn
from service.config import Settings
from service.store import checkup, installation
from service.store.database import make_engine, reading

LITTLE_DISK = 1_000_000_000
EDITOR = Path(__file__).parent / "web" / "static" / "built" / "manifest.json"


def examine(settings: Settings) -> Iterator[Check]:
    """Yield findings in the order in which they should be mended."""
    yield _data(settings)
    yield from _settings(settings)
    yield from _database(settings)
    yield _bells(settings)
    yield _sandbox(settings)
    yield _descriptors(settings)
    yield _editor()


def _data(settings: Settings) -> Check:
    folder = settings.data
    if not folder.is_dir():
        return bad("data folder", f"{folder} is not there yet.", "pairgrad init")
    if not os.access(folder, os.W_OK | os.X_OK):
        said = f"{folder} cannot be written by this user."
        return bad(
            "data folder", said, f"chown it, or name another: --data DIR ({folder})"
        )
    free = shutil.disk_usage(folder).free
    if free < LITTLE_DISK:
        said = f"{free / 1e6:.0f} MB are left on the disk of {folder}."
        return bad(
            "data folder", said, "free about 1 GB: a full disk refuses submissions"
        )
    if not settings.database_url and folder.stat().st_mode & 0o077:
        said = f"Others on this machine may enter {folder}."
        return warn("data folder", said, f"chmod 700 {folder}")
    return fine("data folder", f"{folder}, {free / 1e9:.0f} GB free")


def _settings(settings: Settings) -> Iterator[Check]:
    found = [*safety.half_set(settings), *safety.weaknesses(settings, [])]
    for sentence in found:
        what, _, remedy = sentence.partition("; ")
        yield bad("settings", what + ".", remedy)
    if settings.public_url and not settings.proxy_hops and not settings.loopback:
        yield warn(
            "settings",
            "PAIRGRAD_PUBLIC_URL names a proxy, but none is trusted for addresses: "
            "limits by address count everybody as one.",
            "PAIRGRAD_PROXY_HOPS=1, if exactly one proxy stands before the web",
        )
    if not found:
        yield fine("settings", "no weak secret")


def _database(settings: Settings) -> Iterator[Check]:
    if not settings.database_url and not (settings.data / "pairgrad.sqlite3").is_file():
        yield bad("database", "There is none yet.", "pairgrad init")
        return
    where = safety.redacted(settings.database)
    engine = make_engine(settings, busy=2000)
    try:
        with reading(engine) as db:
            yield fine("database", f"answers at {where}")
            tables = checkup.revision(db)
            yield tables
            if not tables.remedy:
                yield from checkup.inside(db)
                keys = installation.get(db, installation.COOKIE_KEYS)
                for sentence in safety.weaknesses(settings, json.loads(keys or "[]")):
                    if "signs cookies" in sentence:
                        yield bad("secrets", sentence, "see the sentence")
    except SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        remedy = "start the server, or mend PAIRGRAD_DATABASE_URL"
        yield bad("database", f"{where} does not answer: {reason}", remedy)
    finally:
        engine.dispose()


def _bells(settings: Settings) -> Check:
    if settings.broker == "none":
        return fine("bells", "none wanted; workers look into the database")
    if not settings.redis_url:
        program = find_redis_server()
        if program is None:
            said = "No redis-server here: workers look twice a second instead."
            return warn("bells", said, "sudo apt-get install redis-server")
        return fine("bells", f"serve starts {program}")
    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=2) as client:
            client.ping()
    except UNREACHABLE as error:
        where = safety.redacted(settings.redis_url)
        said = f"{where} does not answer ({error}): verdicts come late, by the sweeper."
        return warn("bells", said, "start that Redis, or leave out PAIRGRAD_REDIS_URL")
    return fine("bells", f"{safety.redacted(settings.redis_url)} answers")


def _sandbox(settings: Settings) -> Check:
    probe = subprocess.run(
        [sys.executable, "-m", "workers.sandbox", "probe", "--json"],
        env=config.environment_of(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(probe.stdout)
        tier, sentence = str(told["tier"]), str(told["sentence"])
    except (ValueError, KeyError):
        last = (probe.stderr.strip().splitlines() or ["the probe died"])[-1]
        return bad("sandbox", last, "pairgrad sandbox probe")
    if tier == "none":
        return bad("sandbox", sentence, "pairgrad sandbox probe, layer by layer")
    if tier == "A":
        return fine("sandbox", "tier A, all layers")
    return warn("sandbox", f"tier {tier}: {sentence}", "pairgrad sandbox probe")


def _descriptors(settings: Settings) -> Check:
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    # A live page holds a connection to the browser and one to the database.
    wanted = 4 * settings.web_threads
    if allowed < wanted:
        said = f"A process may open {allowed} files; {settings.web_threads} threads want {wanted}."
        return warn(
            "open files", said, f"ulimit -n {wanted}, or LimitNOFILE= in systemd"
        )
    return fine("open files", f"{allowed} allowed")


def _editor() -> Check:
    if EDITOR.is_file():
        return fine("editor", "built")
    said = "It is not built: pages use a plain text box, and everything works."
    return warn("editor", said, "install npm, then make setup")
