"""Grade files from a terminal: ``python -m workers grade FILE... [--unit] [--json]``.

Exit 0 when every file was graded, whatever the verdict; 2 when one could not be, with
the reason on stderr.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from exercises import suite as suites
from exercises.catalogue import UNITS
from exercises.extract import IntakeError, read
from exercises.nouns import GraderFault
from exercises.report import as_json
from exercises.suite import Suite
from service import config
from service.config import Settings
from workers.grading import grade
from workers.sandbox.box import Box
from workers.terminal import page

SUFFIXES = (".py", ".ipynb")


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade the files named and return the exit status."""
    asked = _parser().parse_args(arguments)
    settings = config.read()
    paths = list(_files(asked.files))
    if not paths:
        print("There is no .py or .ipynb file to grade here.", file=sys.stderr)
        return 2
    try:
        with Box(
            data=settings.data,
            min_tier=settings.min_tier or "C",
            unsafe=settings.unsafe_no_sandbox,
            bwrap=settings.bwrap,
        ) as box:
            graded = [
                _one(path, asked, box, settings, left=len(paths) - at)
                for at, path in enumerate(paths)
            ]
    except GraderFault as fault:
        print(fault.sentence, file=sys.stderr)
        return 2
    return 0 if all(graded) else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pairgrad", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="grade")
    verb = verbs.add_parser("grade", help="grade files, no server needed")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument(
        "--unit",
        action="append",
        choices=list(UNITS),
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
    path: Path, asked: argparse.Namespace, box: Box, settings: Settings, *, left: int
) -> bool:
    """Grade one file and print its verdict; returns whether it could be."""
    _progress(f"{left} to go: {path}")
    try:
        data = path.read_bytes()
        read(path.name, data)
        verdict = grade(
            filename=str(path),
            data=data,
            units=asked.unit,
            suite=_suite(settings),
            box=box,
        )
    except (OSError, IntakeError, GraderFault) as error:
        _progress("")
        print(f"{path}: {_reason(error)}", file=sys.stderr)
        return False
    _progress("")
    if asked.json:
        print(json.dumps(as_json(verdict)), flush=True)
    else:
        print(page(verdict, colour=sys.stdout.isatty()), flush=True)
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "cannot be read"
    return str(error)


def _progress(text: str) -> None:
    """Show one line that the next one replaces, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:78]}", end="", file=sys.stderr, flush=True)


def _suite(settings: Settings) -> Suite | None:
    """Return the installation's suite if it left a copy, else None for the bank."""
    for path in (settings.data / "suites").glob("*.json"):
        return suites.load(path.read_bytes(), path.stem)
    return None


if __name__ == "__main__":
    sys.exit(main())
