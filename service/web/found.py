"""What a whole file holds: which definition of each piece counts, and what never runs."""

from dataclasses import dataclass

from flask import Flask

from exercises.catalogue import UNITS
from exercises.extract import Definition, Extract, IntakeError, line_of, read
from service.store.models import Submission


@dataclass(frozen=True, slots=True)
class Piece:
    """One name and where it stands; ``place`` is "" where the file lacks it."""

    name: str
    state: str
    place: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """A whole file's graded pieces, given code of its own, and what is never run."""

    pieces: tuple[Piece, ...]
    own: tuple[Piece, ...]
    skipped: tuple[Piece, ...]
    broken: tuple[Piece, ...]

    @property
    def begun(self) -> tuple[Piece, ...]:
        """Return the graded pieces that the file attempts."""
        return tuple(each for each in self.pieces if each.state == "attempted")

    @property
    def lacking(self) -> tuple[Piece, ...]:
        """Return the graded pieces that are ours while it is graded."""
        return tuple(each for each in self.pieces if each.state == "not_attempted")


def inventory(submission: Submission) -> Inventory | None:
    """Return what a whole file holds; None for one rung's code, which is all graded."""
    if submission.rung is not None:
        return None
    try:
        found = read(submission.filename, submission.source.encode())
    except IntakeError:
        return None
    each = {name: _piece(found, at) for name, at in found.definitions.items()}
    return Inventory(
        pieces=tuple(each[name] for name in UNITS if name in each),
        own=tuple(
            piece
            for name, piece in each.items()
            if name not in UNITS and piece.state == "attempted"
        ),
        skipped=tuple(
            Piece(text, "skipped", _place(found, line)) for line, text in found.skipped
        ),
        broken=tuple(
            Piece(text, "unparsable", _place(found, line))
            for line, text in found.unparsable
        ),
    )


def _piece(found: Extract, at: Definition) -> Piece:
    return Piece(at.name, at.state, _place(found, at.line))


def _place(found: Extract, line: int) -> str:
    if not line:
        return ""
    cell, inside = line_of(found, line)
    return f"cell {cell}, line {inside}" if cell else f"line {inside}"


def attach(app: Flask) -> None:
    """Let the page of a hand-in ask."""
    app.jinja_env.globals["inventory"] = inventory
