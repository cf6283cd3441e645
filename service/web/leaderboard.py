"""The boards: real digits and practice digits, each with its baselines."""

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from service import clock
from service.store import board_rules, leaderboard, people, policies
from service.store.leaderboard import Entry
from service.web import csvs
from service.web.api import shapes
from service.web.charts import Chart, Line
from service.web.rows import read
from service.web.who import Door, asking, door

bp = Blueprint("leaderboard", __name__, url_prefix="/leaderboard")
DATA = {"mnist": "MNIST", "practice": "Practice digits"}
COLUMNS = (
    *("rank", "nickname", "pair", "accuracy", "margin", "correct", "of"),
    *("time_ratio", "audits_passed", "audits", "runs"),
)


@bp.get("")
@door(Door.MEMBER)
def show() -> ResponseReturnValue:
    """Show the board of every digit set somebody has trained on."""
    return render_template("leaderboard/show.html", **_boards())


@bp.get("/rows")
@door(Door.MEMBER)
def rows() -> ResponseReturnValue:
    """Show the boards alone: the live part of the page."""
    return render_template("leaderboard/_boards.html", **_boards())


def _boards() -> dict[str, object]:
    who = asking()
    course = _course()
    boards = [
        (data, track, name, found, *_led(course, data, track))
        for data, name in DATA.items()
        for track in leaderboard.TRACKS
        if _is_shown(data, track, found := _entries(course, data, track))
    ]
    mine = leaderboard.runs_of(read(), who.pair.id) if who.pair else []
    return {
        "boards": boards,
        "course_id": course,
        "mine": who.pair,
        "my_runs": mine,
        "is_instructor": who.pair is None,
        "board_rules": board_rules.of(read(), course),
        "clock_rules": policies.of(read(), course),
        "now": clock.now(),
    }


def _led(course: str, data: str, track: str) -> tuple[list[Entry], Chart]:
    """Return who led when, and the chart of it, held until now."""
    tops = leaderboard.tops(read(), course, data, track=track)
    points = [(top.run.created_at.timestamp(), top.accuracy) for top in tops]
    if points:
        points.append((clock.now().timestamp(), points[-1][1]))
    lines = [Line("Best accuracy", points)]
    key, name = f"top-{data}-{track}", "Best accuracy over time"
    return tops, Chart(key, name, lines, form="percent", stepped=True, is_time=True)


def _is_shown(data: str, track: str, entries: list[Entry]) -> bool:
    """Hide what nobody trained on, but for the board everyone can begin with."""
    if track != "official":
        return any(entry.pair for entry in entries)
    return bool(entries) or data == "practice"


def _entries(course: str, data: str, track: str) -> list[Entry]:
    return leaderboard.board(read(), course, data, track=track)


def _course() -> str:
    """Return the class whose boards are asked for."""
    who = asking()
    wanted = request.args.get("course", "")
    chosen = wanted if who.pair is None else ""
    course = chosen or (who.course.id if who.course else "")
    if not course:
        found = people.courses(read())
        course = found[0].id if found else abort(404)
    return course


@bp.get("/<data>/<track>.csv")
@door(Door.INSTRUCTOR)
def table(data: str, track: str) -> ResponseReturnValue:
    """Hand out one board as CSV, with names beside nicknames."""
    rows = [
        (
            one.rank,
            one.name,
            one.pair.name if one.pair else None,
            one.accuracy,
            one.margin,
            one.run.correct,
            one.run.of,
            one.ratio,
            one.run.audits_passed,
            one.run.audits,
            one.runs,
        )
        for one in _asked(data, track)
    ]
    return csvs.download(f"leaderboard-{data}-{track}.csv", COLUMNS, rows)


@bp.get("/<data>/<track>.json")
@door(Door.INSTRUCTOR)
def as_json(data: str, track: str) -> ResponseReturnValue:
    """Hand out one board as JSON, each entry as the API has it."""
    entries = [shapes.entry(each) for each in _asked(data, track)]
    return jsonify(data=data, track=track, entries=entries)


def _asked(data: str, track: str) -> list[Entry]:
    if data not in DATA or track not in leaderboard.TRACKS:
        abort(404)
    return _entries(_course(), data, track)
