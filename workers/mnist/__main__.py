"""Prepare the digits of the stretch, or train a file's engine on them here."""

import argparse
import sys
from functools import partial
from pathlib import Path

from exercises.extract import IntakeError
from exercises.nouns import GraderFault
from service.config import SettingError, Settings, read
from workers.mnist import shelf, terminal
from workers.mnist.unpack import Unreadable


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code, 2 where we could not do it."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        settings = read()
        if chosen.command == "train":
            if chosen.track == "open" and chosen.model != "course":
                parser.error("--model is of the official track: an OpenRun has its own")
            return terminal.train(chosen, settings)
        return _prepare(chosen, settings)
    except (GraderFault, IntakeError, SettingError, Unreadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pairgrad mnist", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="make or read the digits")
    which = preparing.add_mutually_exclusive_group()
    which.add_argument("--practice", action="store_true", help="the practice set only")
    which.add_argument("--mnist", action="store_true", help="MNIST only")
    preparing.add_argument(
        "--download", action="store_true", help="fetch MNIST if it is not there"
    )
    preparing.add_argument(
        "--if-missing", action="store_true", help="keep a set that is prepared"
    )
    preparing.add_argument(
        "--large",
        action="store_true",
        help="then measure the baselines of the large network too, for minutes",
    )
    training = commands.add_parser("train", help="train MNIST on FILE's engine")
    training.add_argument("file", type=Path, metavar="FILE")
    training.add_argument("--track", choices=("official", "open"), default="official")
    training.add_argument(
        "--model",
        choices=("course", "large"),
        default="course",
        help="784-64-64-10 or 784-512-256-10, official track only",
    )
    training.add_argument(
        "--data", choices=("auto", "mnist", "practice"), default="auto"
    )
    training.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _prepare(chosen: argparse.Namespace, settings: Settings) -> int:
    say = partial(print, flush=True)
    names = shelf.wanted(
        settings,
        practice=chosen.practice,
        mnist=chosen.mnist,
        download=chosen.download,
    )
    shelf.prepare(
        settings,
        names,
        say,
        download=chosen.download,
        if_missing=chosen.if_missing,
    )
    for name in names if chosen.large else ():
        shelf.measure_large(settings, name, say)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
