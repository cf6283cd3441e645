"""Pass commands through to the worker-side programs, which we never import."""

import subprocess
import sys
from pathlib import Path

import click

from service import config

# `--data` chooses the digits there; PAIRGRAD_DATA names the folder.
DATA_MEANS_DIGITS = {"train", "mnist"}
ANY = {"ignore_unknown_options": True, "help_option_names": []}


def _program(name: str, module: tuple[str, ...], sentence: str) -> click.Command:
    """Return a command that hands its arguments to ``python -m module``."""

    def run(arguments: tuple[str, ...], data: Path | None = None) -> None:
        settings = config.read(data=data and data.absolute())
        command = [sys.executable, "-m", *module, *arguments]
        environment = config.environment_of(settings)
        try:
            code = subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            code = 130
        raise SystemExit(code)

    command = click.command(name, context_settings=ANY, help=sentence)(
        click.argument("arguments", nargs=-1, type=click.UNPROCESSED)(run)
    )
    if name not in DATA_MEANS_DIGITS:
        folder = click.Path(path_type=Path)
        option = click.Option(["--data"], type=folder, help="The data folder.")
        command.params.append(option)
    return command


PROGRAMS = (
    _program("grade", ("workers", "grade"), "Grade FILE here: no web, no database."),
    _program("train", ("workers.mnist", "train"), "Train MNIST on FILE's engine here."),
    _program("suite", ("workers.suite",), "Build the hidden tests, or report on them."),
    _program(
        "sandbox",
        ("workers.sandbox",),
        "Probe the sandbox of this machine, or attack it.",
    ),
    _program(
        "exercise",
        ("workers.authoring",),
        "Write a new exercise: new, validate, report.",
    ),
    _program("mnist", ("workers.mnist",), "Prepare the digits for the stretch."),
)
