"""Read exercises that were added as folders: docs/authoring.md is their format.

A folder is offered to classes only while its report says that its questions were tested
as it stands now.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from exercises.questions import Probe, Rung, Unit

BONUS = Path(__file__).parent / "bonus"
REPORT = "report.json"
SECTION = "optional"


class FormatError(Exception):
    """Say which file of an exercise's folder is wrong, and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A right or a wrong definition; a wrong one has a claim and a question."""

    id: str
    source: str
    claim: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """One exercise as its folder describes it."""

    folder: Path
    rung: Rung
    unit: Unit
    starter: str
    rights: tuple[Answer, ...]
    wrongs: tuple[Answer, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything that a report is about."""
        told = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".py", ".toml", ".md"}:
                told.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
                told.update(path.read_bytes() + b"\0")
        return told.hexdigest()

    @property
    def report(self) -> dict[str, Any] | None:
        """Return the last report, whatever it says; None before the first."""
        path = self.folder / REPORT
        if not path.is_file():
            return None
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    @property
    def is_published(self) -> bool:
        """Tell whether it was tested as it stands, and found good."""
        report = self.report
        return bool(
            report and report["publishable"] and report["digest"] == self.digest
        )


def folders() -> list[Path]:
    """Return the folder of every exercise, in order."""
    return sorted(path.parent for path in BONUS.glob("*/exercise.toml"))


def published() -> list[Authored]:
    """Return the exercises that are offered."""
    found = [read(folder) for folder in folders()]
    return [each for each in found if each.is_published]


def read(folder: Path) -> Authored:
    """Return the exercise in a folder; raises FormatError."""
    told = _told(folder)
    number = [path.name for path in folders()].index(folder.name) + 1
    try:
        rung = Rung(
            slug=folder.name,
            number=f"b.{number}",
            section=SECTION,
            title=told["title"],
            promise=told["promise"],
            units=(told["unit"],),
            needs=tuple(told["needs"]),
            concepts=tuple(told["concepts"]),
            difficulty=int(told["difficulty"]),
            minutes=(int(told["minutes"][0]), int(told["minutes"][1])),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise FormatError(f"{folder.name}/exercise.toml: {error!r}") from error
    return Authored(
        folder=folder,
        rung=rung,
        unit=Unit(
            name=told["unit"],
            rung=folder.name,
            points=0,
            needs=(),
            probes=_probes(folder),
            optional=True,
        ),
        starter=_text(folder / "starter.py"),
        rights=tuple(_answers(folder, "right")),
        wrongs=tuple(_answers(folder, "wrong")),
    )


def _told(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(folder / "exercise.toml"))
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{folder.name}/exercise.toml: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path.parent.name}/{path.name}: {error}") from error


def _probes(
    folder: Path,
) -> Callable[[np.random.Generator], tuple[Probe, ...]]:
    """Return the folder's questions; its module is read when they are first asked."""

    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        # By its path: a folder that was just made is no package yet.
        spec = spec_from_file_location(f"{folder.name}_probes", folder / "probes.py")
        if spec is None or spec.loader is None:
            raise FormatError(f"{folder.name}/probes.py cannot be read.")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        asked: tuple[Probe, ...] = module.probes(rng)
        return asked

    return probes


def _answers(folder: Path, kind: str) -> Iterator[Answer]:
    for path in sorted((folder / kind).glob("*.py")):
        source = _text(path)
        words = _header(source)
        if kind == "wrong" and set(words) != {"claim", "question"}:
            raise FormatError(
                f"{folder.name}/wrong/{path.name}: begin it with the two lines "
                "'# claim: ...' and '# question: ...'."
            )
        yield Answer(id=f"{folder.name}-{path.stem}", source=source, **words)


def _header(source: str) -> dict[str, str]:
    found = {}
    for line in source.splitlines():
        if not line.startswith("# "):
            break
        key, _, words = line[2:].partition(": ")
        if key in {"claim", "question"}:
            found[key] = words.strip()
    return found
