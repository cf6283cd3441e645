"""The ``pairgrad`` command."""

import os

import click

from service.cli.backup import backup, restore
from service.cli.course import login_link
from service.cli.db import db
from service.cli.demo import fill_demo
from service.cli.doctor import doctor
from service.cli.misconceptions import misconceptions
from service.cli.programs import PROGRAMS
from service.cli.run import init, serve, sweep
from service.cli.user import purge, user
from service.config import SettingError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pairgrad")
def commands() -> None:
    """Exercises, grading and provenance for pairs who build backprop from scratch."""


OURS = (
    serve, init, sweep, login_link, user, purge, backup, restore, db, fill_demo,
    misconceptions, doctor,
)  # fmt: skip
for command in (*OURS, *PROGRAMS):
    commands.add_command(command)


def main() -> None:
    """Run the command; a wrong setting is one sentence, never a traceback."""
    # The data folder may be one that others can enter; what we write there holds the
    # keys of cookies, the hidden tests and everybody's work.
    os.umask(0o077)
    try:
        commands(prog_name="pairgrad")
    except SettingError as error:
        raise SystemExit(f"pairgrad: {error}") from None
