"""Grade files from a terminal: ``python -m workers grade FILE... [--unit] [--json]``.

Exit 0 when every file was graded, whatever the verdict; 2 when one could not be, with
the reason on stderr.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from exercises.catalogue import BESIDE, UNITS
from exercises.extract import IntakeError, read
from exercises.nouns import GraderFault
from exercises.report import as_json
from exercises.suite import Suite
from service import config
from workers import installed
from workers.grading import grade
from workers.sandbox.box import Box, configured
from workers.sandbox.text import clean
from workers.terminal import page

SUFFIXES = (".py", ".ipynb")
BAR = 24  # characters of the progress bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade the files named and return the exit status."""
    asked = _parser().parse_args(arguments)
    found = _files(asked.files)
    paths = [path for path in found if path.is_file()]
    for path in found:
        if path not in paths:
            _complain(f"{path}: No such file or folder")
    if not paths:
        _complain("There is no .py or .ipynb file to grade here.")
        return 2
    try:
        settings = config.read()
        suite = installed.suite(settings)
        with configured(settings) as box:
            graded = [
                _one(path, asked, box, suite, (at, len(paths)))
                for at, path in enumerate(paths)
            ]
    except (config.SettingError, GraderFault) as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:
        # The reader has seen enough, as `head` has. At exit Python would write what
        # is left once more, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return 0 if all(graded) and paths == found else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pairgrad", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="grade")
    verb = verbs.add_parser("grade", help="grade files, no server needed")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument(
        "--unit",
        action="append",
        choices=[*UNITS, *BESIDE],
        metavar="NAME",
        help="grade this exercise only; may be given several times",
    )
    verb.add_argument("--json", action="store_true", help="one JSON object per file")
    return parser


def _files(paths: Sequence[Path]) -> list[Path]:
    """Return the files in the order given, folders opened."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [each for each in inside if each == path or each.suffix in SUFFIXES]
    return found


def _one(
    path: Path,
    asked: argparse.Namespace,
    box: Box,
    suite: Suite | None,
    place: tuple[int, int],
) -> bool:
    """Grade one file and print its verdict; returns whether it could be."""
    _progress(*place, path.name)
    try:
        data = path.read_bytes()
        read(path.name, data)
        verdict = grade(
            filename=clean(str(path)), data=data, units=asked.unit, suite=suite, box=box
        )
    except (OSError, IntakeError, GraderFault) as error:
        _wipe()
        _complain(f"{path}: {_reason(error)}")
        return False
    _wipe()
    if asked.json:
        print(json.dumps(as_json(verdict)), flush=True)
    else:
        print(page(verdict, colour=sys.stdout.isatty()), flush=True)
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "cannot be read"
    return str(error)


def _complain(sentence: str) -> None:
    print(clean(sentence), file=sys.stderr)


def _progress(done: int, whole: int, name: str) -> None:
    """Draw a bar that the next one replaces, on a terminal and for several files."""
    if whole > 1 and sys.stderr.isatty():
        filled = BAR * done // whole
        bar = "█" * filled + "░" * (BAR - filled)
        _wipe()
        print(
            f"{bar} {done}/{whole} {clean(name)[:40]}",
            end="",
            file=sys.stderr,
            flush=True,
        )


def _wipe() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
