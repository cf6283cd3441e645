"""The class board: pairs x units, and whom to visit now."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template, url_for
from markupsafe import Markup

from exercises.catalogue import RUNGS
from service.store import board, pairs, stuck, workers
from service.store.board import Row
from service.store.models import Course
from service.web.rows import read

UNITS = tuple(name for rung in RUNGS for name in rung.units)
# More rows than this fit one laptop's screen only when they are low.
ROOMY = 16
ID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Column:
    """One unit of the head; ``begins`` marks the first of a section."""

    unit: str
    title: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many pairs stand where at one unit, without their names."""

    unit: str
    title: str
    passed: int
    tried: int
    open: int


def columns() -> list[Column]:
    """Return the head of the board."""
    return [
        Column(name, rung.title, begins=place == 0 and rung.number.endswith(".1"))
        for rung in RUNGS
        for place, name in enumerate(rung.units)
    ]


def of_course(course: Course) -> dict[str, object]:
    """Return what the board shows of a class."""
    rows = board.rows(read(), course.id, UNITS)
    addresses = _addresses()
    return {
        "course": course,
        "columns": columns(),
        "rows": [(row, html(row, addresses)) for row in rows],
        "dense": len(rows) > ROOMY,
        "visits": [row for row in rows if row.need != "calm"],
        "online": sum(row.online for row in rows),
        "room": board.waiting_room(read()),
        "workers": workers.alive(read()),
        "minutes": stuck.MINUTES,
        "alone": pairs.alone(read(), course.id),
    }


def crowds(course: Course) -> list[Crowd]:
    """Return where the class stands, unit by unit: nobody's name is in it."""
    rows = board.rows(read(), course.id, UNITS)
    return [
        _crowd(column, Counter(row.cells[place].state for row in rows))
        for place, column in enumerate(columns())
    ]


def _crowd(column: Column, states: Counter[str]) -> Crowd:
    tried = states["tried"] + states["waiting"]
    return Crowd(column.unit, column.title, states["passed"], tried, states["open"])


def html(row: Row, addresses: tuple[str, str]) -> Markup:
    """Return one pair's line of the board; a line that is the same is not made again."""
    return _html(row.pair_id, row.name, row.cells, row.focus, row.need, addresses)


def _addresses() -> tuple[str, str]:
    """Return the pages of an attempt and of a pair, with ``ID`` where the id belongs."""
    return (
        url_for("drill.show", submission_id=ID),
        url_for("dashboard.pair_page", pair_id=ID),
    )


@lru_cache(maxsize=1024)
def _html(*told: object) -> Markup:
    names = ("pair_id", "name", "cells", "focus", "need", "addresses")
    told_by_name = dict(zip(names, told, strict=True))
    # The template escapes every name in it.
    return Markup(  # noqa: S704
        render_template(
            "dashboard/_row.html", **told_by_name, columns=columns(), id_=ID
        )
    )
