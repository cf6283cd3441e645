"""Start the whole service and say where it is."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from service import config, lan, logs, safety, stack, sweeper
from service.broker import find_redis_server
from service.cli.course import first_link, first_links
from service.config import Settings
from service.store import database, demo, installation, people, suites


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.option("--host", help="Where to listen (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="The first port to try.")
@click.option("--demo", "with_demo", is_flag=True, help="A demo class, loopback only.")
def serve(
    data: Path | None, host: str | None, port: int | None, *, with_demo: bool
) -> None:
    """Start web, workers and queue, and print the address and sign-in links."""
    settings = config.read(data=data and data.absolute(), host=host, port=port)
    if with_demo and not settings.loopback:
        raise click.UsageError(
            "--demo signs in without passwords, so it works on loopback only: "
            "leave out --demo or --host."
        )
    safety.check(settings)
    try:
        with _usable(settings):
            lock = stack.hold(settings.data)
    except stack.AlreadyRunning as running:
        _say_running(settings, running.url, with_demo=with_demo)
        return
    try:
        _serve(settings, with_demo=with_demo)
    finally:
        os.close(lock)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
def init(data: Path | None) -> None:
    """Make the tables and this installation's secrets; `serve` does so by itself."""
    settings = config.read(data=data and data.absolute())
    safety.check(settings)
    _initialise(settings, with_demo=False)
    click.echo("Ready: tables are current, secrets are there.")
    # Once: later ones are asked for by name, and a log keeps no key that still fits.
    for name, link in first_link(settings):
        click.echo(f"Sign in once, within a day, as {name}:\n  {link}")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
def sweep(data: Path | None) -> None:
    """Mend what crashes leave behind, until stopped; `serve` does so by itself."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    logs.configure()
    sweeper.run(config.read(data=data and data.absolute()), stop)


@contextmanager
def _usable(settings: Settings) -> Iterator[None]:
    """Say in one sentence why nothing can be kept in the data folder."""
    try:
        yield
    except (OSError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        raise click.ClickException(
            f"nothing can be kept in {settings.data}: {reason}. Mend that, or name "
            "another folder with --data DIR."
        ) from None


def _initialise(settings: Settings, *, with_demo: bool) -> None:
    with _usable(settings):
        database.upgrade(settings)
        engine = database.make_engine(settings)
        with database.transaction(engine) as db:
            installation.ensure(db)
            if with_demo:
                demo.ensure(db)
        engine.dispose()


def _serve(settings: Settings, *, with_demo: bool) -> None:
    settings = _on_a_free_port(settings)
    click.echo(f"Data folder: {settings.data}")
    _initialise(settings, with_demo=with_demo)
    redis_server = None if settings.broker == "none" else find_redis_server()
    _say_queue(settings, redis_server)
    _say_sandbox(settings)
    click.echo("Starting ... ", nl=False)
    stack.serve(
        settings,
        redis_server=redis_server,
        ready=_announcer(settings, with_demo=with_demo),
    )
    click.echo("\nStopped; nothing is left running.")


def _on_a_free_port(settings: Settings) -> Settings:
    try:
        port = stack.free_port(settings.host, settings.port)
    except OSError as error:
        raise click.ClickException(f"{error}.") from None
    if port != settings.port:
        click.echo(f"Port {settings.port} is taken; using {port}.")
    return replace(settings, port=port)


def _say_running(settings: Settings, url: str, *, with_demo: bool) -> None:
    click.echo(
        f"Pairgrad is already running at {url or 'an address it has not written yet'} "
        f"with the data folder {settings.data}.\n"
        "Stop it with Ctrl-C where it runs, or start a second one with --data DIR."
    )
    if url:
        _print_links(settings, url, with_demo=with_demo)


def _say_queue(settings: Settings, redis_server: Path | None) -> None:
    if settings.redis_url or redis_server or settings.broker == "none":
        return
    click.echo(
        "No redis-server here: the workers poll the database instead, which is slower "
        "by up to a second (sudo apt-get install redis-server)."
    )


def _say_sandbox(settings: Settings) -> None:
    """Say before any link is printed whether this machine can grade."""
    probe = subprocess.run(
        [sys.executable, "-m", "workers.sandbox", "probe", "--json"],
        env=config.environment_of(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(probe.stdout)
        tier, sentence = told["tier"], told["sentence"]
    except (ValueError, KeyError):
        tier = "none"
        sentence = (probe.stderr.strip().splitlines() or ["the probe died"])[-1]
    if tier == "A":
        click.echo("Sandbox: tier A, all layers.")
    elif tier == "none":
        click.secho(f"Grading is not possible here: {sentence}", fg="yellow", bold=True)
    else:
        click.secho(f"Sandbox: tier {tier}. {sentence}", fg="yellow")


def _announcer(settings: Settings, *, with_demo: bool) -> Callable[[], None]:
    def ready() -> None:
        click.echo("ready.\n")
        _say_suite(settings)
        _print_links(settings, lan.url(settings), with_demo=with_demo)
        click.echo(f"\nLogs: {settings.logs}   Stop: Ctrl-C")

    return ready


def _say_suite(settings: Settings) -> None:
    engine = database.make_engine(settings)
    with database.reading(engine) as db:
        if suites.active_version(db) is None:
            click.echo(
                "The hidden tests are being built behind the page (about a minute); "
                "what is handed in meanwhile waits for them.\n"
            )
    engine.dispose()


def _say_room(settings: Settings, url: str) -> None:
    """Say how the people in the room come in, and who else could read along."""
    engine = database.make_engine(settings)
    with database.reading(engine) as db:
        classes = [course for course in people.courses(db) if not course.demo]
    engine.dispose()
    for course in classes:
        click.echo(f"  {course.name} joins at {url}/join/{course.join_code}\n")
    if lan.is_plain(settings):
        click.secho(
            "  This is plain http: anybody in the same network can read passwords and "
            "code along.\n  docs/operations.md shows a TLS proxy.\n",
            fg="yellow",
        )


def _print_links(settings: Settings, url: str, *, with_demo: bool) -> None:
    url = settings.public_url or url
    click.secho(f"  Pairgrad   {url}\n", bold=True)
    if not settings.loopback:
        _say_room(settings, url)
    click.echo("  Sign in once with each (fresh ones: pairgrad login-link NAME):")
    links = first_links(settings, url, with_demo=with_demo)
    width = max(len(name) for name, _ in links)
    for name, link in links:
        click.echo(f"    {name:<{width}}  {link}")
