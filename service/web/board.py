"""The class board: pairs x units, and whom to visit now."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import render_template, url_for
from markupsafe import Markup

from exercises.catalogue import RUNGS
from service.store import board, pairs, stuck, training_check
from service.store.board import Row
from service.store.models import Course
from service.store.remembered import MOST
from service.store.training_check import Check
from service.web.frame import alive
from service.web.rows import read

UNITS = tuple(name for rung in RUNGS for name in rung.units)
# More rows than this fit one laptop's screen only when they are low.
ROOMY = 16
ID = "00000000-0000-0000-0000-000000000000"
# The last line made of each pair with what it was made of. Comparing is cheap: the cells
# of a pair that did nothing are the same object.
_LINES: dict[str, tuple[tuple[object, ...], Markup]] = {}


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


@cache
def columns() -> list[Column]:
    """Return the head of the board."""
    return [
        Column(name, rung.title, begins=place == 0 and rung.number.endswith(".1"))
        for rung in RUNGS
        for place, name in enumerate(rung.units)
    ]


def of_course(course: Course) -> dict[str, object]:
    """Return what the board shows of a class, all of it from one reading."""
    rows = board.rows(read(), course.id, UNITS)
    return {**_grid(course, rows), **_visits(course, rows)}


def grid(course: Course) -> dict[str, object]:
    """Return what the grid alone shows."""
    return _grid(course, board.rows(read(), course.id, UNITS))


def visits(course: Course) -> dict[str, object]:
    """Return what the list of visits alone shows."""
    return _visits(course, board.rows(read(), course.id, UNITS))


def _grid(course: Course, rows: list[Row]) -> dict[str, object]:
    addresses = _addresses()
    checks = training_check.of_course(read(), course.id)
    return {
        "course": course,
        "columns": columns(),
        "lines": [html(row, addresses, checks[row.pair_id]) for row in rows],
        "dense": len(rows) > ROOMY,
    }


def _visits(course: Course, rows: list[Row]) -> dict[str, object]:
    return {
        "course": course,
        "pairs": len(rows),
        "visits": [row for row in rows if row.need != "calm"],
        "online": sum(row.online for row in rows),
        "room": board.waiting_room(read()),
        "workers": alive(),
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


def html(row: Row, addresses: tuple[str, str], check: Check) -> Markup:
    """Return one pair's line of the board; a line that is the same is not made again."""
    told = (row.pair_id, row.name, row.cells, row.focus, row.need, addresses, check)
    known = _LINES.get(row.pair_id)
    if known is None or known[0] != told:
        if len(_LINES) >= MOST:
            _LINES.clear()
        known = _LINES[row.pair_id] = (told, _html(row, addresses, check))
    return known[1]


def _addresses() -> tuple[str, str]:
    """Return the pages of an attempt and of a pair, with ``ID`` where the id belongs."""
    return (
        url_for("drill.show", submission_id=ID),
        url_for("dashboard.pair_page", pair_id=ID),
    )


def _html(row: Row, addresses: tuple[str, str], check: Check) -> Markup:
    at = row.focus.unit if row.focus else ""
    cells = "".join(
        _cell(
            column,
            cell.state,
            cell.attempts,
            addresses[0] if cell.latest else "",
            here=column.unit == at,
        ).replace(ID, cell.latest)
        for column, cell in zip(columns(), row.cells, strict=True)
    )
    # The templates escape every name in them.
    made = {"cells": Markup(cells), "addresses": addresses, "id_": ID, "check": check}  # noqa: S704
    return Markup(render_template("dashboard/_row.html", row=row, **made))  # noqa: S704


@lru_cache(maxsize=4096)
def _cell(
    column: Column, state: str, attempts: int, address: str, *, here: bool
) -> str:
    """Return one cell; "" is the address of what nobody has handed in."""
    told = {"column": column, "state": state, "attempts": attempts}
    return render_template("dashboard/_cell.html", address=address, here=here, **told)
