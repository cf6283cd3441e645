"""Write an exercise: ``pairgrad exercise new|validate|report``.

Exit 0 when the exercise can be published, 1 when it cannot, 2 when nothing could be said.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exercises import authored
from exercises.authored import BONUS, REPORT, Authored, FormatError
from exercises.nouns import GraderFault
from service import config
from workers.authoring import skeleton
from workers.authoring.report import report
from workers.sandbox.box import configured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except (FormatError, GraderFault, config.SettingError) as error:
        print(f"pairgrad exercise: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pairgrad exercise", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="new|validate|report")
    for name, run, sentence in (
        ("new", _new, "make the folder of an exercise, to be filled in"),
        ("validate", _validate, "test its questions and write its report"),
        ("report", _report, "print the last report"),
    ):
        verb = verbs.add_parser(name, help=sentence)
        several = "?" if name != "new" else None
        verb.add_argument("slug", nargs=several, help="the folder's name")
        verb.add_argument("--json", action="store_true", help="one JSON object a line")
        verb.set_defaults(run=run)
    return parser


def _new(asked: argparse.Namespace) -> int:
    folder = skeleton.make(BONUS, asked.slug)
    print(f"Made {folder}. Fill it in, then: pairgrad exercise validate {asked.slug}")
    return 0


def _validate(asked: argparse.Namespace) -> int:
    found = [authored.read(folder) for folder in _wanted(asked.slug)]
    good = True
    with configured(config.read()) as box:
        for exercise in found:
            told = report(exercise, box)
            path = exercise.folder / REPORT
            path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
            _show(exercise, told, as_json=asked.json)
            good = good and told["publishable"]
    return 0 if good else 1


def _report(asked: argparse.Namespace) -> int:
    good = True
    for folder in _wanted(asked.slug):
        exercise = authored.read(folder)
        told = exercise.report
        if told is None or told["digest"] != exercise.digest:
            raise FormatError(
                f"{folder.name} was changed since its questions were tested: "
                f"pairgrad exercise validate {folder.name}"
            )
        _show(exercise, told, as_json=asked.json)
        good = good and told["publishable"]
    return 0 if good else 1


def _wanted(slug: str | None) -> list[Path]:
    known = {folder.name: folder for folder in authored.folders()}
    if slug is None:
        return list(known.values())
    if slug not in known:
        raise FormatError(
            f"there is no exercise {slug!r}; there are: {', '.join(known) or 'none'}."
        )
    return [known[slug]]


def _show(exercise: Authored, told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"slug": exercise.rung.slug, **told}))
        return
    print(f"{exercise.rung.slug}: {exercise.rung.title}")
    print(f"  right: {len(told['right'])} of {len(exercise.rights)} pass")
    for name, killers in told["wrong"].items():
        print(f"  wrong: {name:<44} failed by {len(killers)} of the questions")
    for name in told["idle"]:
        print(f"  idle:  {name} fails no wrong answer")
    for problem in told["problems"]:
        print(f"  ! {problem}")
    print("  can be published" if told["publishable"] else "  cannot be published")


if __name__ == "__main__":
    sys.exit(main())
