"""The boards: real digits and practice digits, each with its baselines."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from service.store import leaderboard, people
from service.web.rows import read
from service.web.who import Door, asking, door

bp = Blueprint("leaderboard", __name__, url_prefix="/leaderboard")
DATA = {"mnist": "MNIST", "practice": "Practice digits"}


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
    wanted = request.args.get("course", "")
    chosen = wanted if who.pair is None else ""
    course = chosen or (who.course.id if who.course else "")
    if not course:
        found = people.courses(read())
        course = found[0].id if found else abort(404)
    boards = [
        (data, name, leaderboard.board(read(), course, data))
        for data, name in DATA.items()
    ]
    mine = leaderboard.runs_of(read(), who.pair.id) if who.pair else []
    return {
        "boards": [board for board in boards if board[2] or board[0] == "practice"],
        "mine": who.pair,
        "my_runs": mine,
    }
