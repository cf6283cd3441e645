"""Find the line of the editor that a failing unit's sentence is about."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Flask

from exercises.nouns import State

_SAID = re.compile(r"\bline (\d+)\b", re.IGNORECASE)
_QUIET = {State.PASSED, State.NOT_ATTEMPTED}


class Mark(NamedTuple):
    """A line of the pair's text, counted from 1, and what is said beside it."""

    line: int
    words: str


def marks_of(units: Iterable[dict[str, Any]]) -> list[Mark]:
    """Return a mark for each failing unit: where it stopped, else where it begins."""
    return [
        Mark(line, unit["sentence"])
        for unit in units
        if unit["state"] not in _QUIET and unit["sentence"] and (line := _line(unit))
    ]


def _line(unit: dict[str, Any]) -> int:
    said = _SAID.search(unit["sentence"])
    return int(said[1]) if said else int(unit["line"])


def attach(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals["marks_of"] = marks_of
