"""Pass commands through to the worker-side programs, which we never import."""

import subprocess
import sys
from pathlib import Path

import click

from service import config

ANY = {"ignore_unknown_options": True, "help_option_names": []}


def _program(name: str, module: tuple[str, ...], sentence: str) -> click.Command:
    """Return a command that hands its arguments to ``python -m module``."""

    @click.command(name, context_settings=ANY, help=sentence)
    @click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def run(data: Path | None, arguments: tuple[str, ...]) -> None:
        settings = config.read(data=data and data.absolute())
        command = [sys.executable, "-m", *module, *arguments]
        environment = config.environment_of(settings)
        try:
            code = subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            code = 130
        raise SystemExit(code)

    return run


PROGRAMS = (
    _program("grade", ("workers", "grade"), "Grade FILE here: no web, no database."),
    _program("train", ("workers.mnist", "train"), "Train MNIST on FILE's engine here."),
    _program("suite", ("workers.suite",), "Build the hidden tests, or report on them."),
    _program("sandbox", ("workers.sandbox",), "Probe the sandbox of this machine."),
    _program("mnist", ("workers.mnist",), "Prepare the digits for the stretch."),
)
