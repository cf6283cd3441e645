"""Statistics: where the class needed many attempts, much time, and which mistakes."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from exercises.catalogue import UNITS
from exercises.misconceptions.catalogue import CAUSES
from service.store import statistics
from service.store.statistics import Passage
from service.web import csvs
from service.web.bars import Plot, plot
from service.web.dashboard import course
from service.web.rows import read
from service.web.who import Door, door

bp = Blueprint("statistics", __name__, url_prefix="/class/statistics")
PLOTS = {
    "attempts": "Attempts to the first pass (median of the pairs that passed)",
    "minutes": "Minutes from the first attempt to the pass (median)",
    "passed": "Share of the pairs that tried and passed",
}
COLUMNS = (
    "unit", "exercise", "pairs_tried", "pairs_passed", "attempts_to_pass_median",
    "attempts_to_pass_most", "minutes_to_pass_median", "mistakes",
)  # fmt: skip


@bp.get("")
@door(Door.INSTRUCTOR)
def show() -> ResponseReturnValue:
    """Show each unit's numbers, with a plot of each and the table it is drawn from."""
    here = course()
    found = statistics.of_course(read(), here.id)
    return render_template(
        "statistics/show.html",
        course=here,
        found=found,
        plots={key: _plot(key, found) for key in PLOTS},
        causes=CAUSES,
        units=UNITS,
    )


@bp.get("/<plot_name>.svg")
@door(Door.INSTRUCTOR)
def drawn(plot_name: str) -> ResponseReturnValue:
    """Return one plot as a file."""
    if plot_name not in PLOTS:
        abort(404)
    found = statistics.of_course(read(), course().id)
    drawing = render_template("statistics/plot.svg", plot=_plot(plot_name, found))
    name = f'attachment; filename="{plot_name}.svg"'
    headers = {"Content-Disposition": name}
    return Response(drawing, mimetype="image/svg+xml", headers=headers)


@bp.get("/units.csv")
@door(Door.INSTRUCTOR)
def table() -> ResponseReturnValue:
    """Return the table as a file."""
    found = statistics.of_course(read(), course().id)
    return csvs.download("statistics.csv", COLUMNS, map(_row, found))


def _row(one: Passage) -> list[object]:
    return [
        one.unit,
        UNITS[one.unit].rung,
        one.tried,
        one.passed,
        one.usual_attempts,
        max(one.to_pass, default=None),
        None if one.usual_minutes is None else round(one.usual_minutes, 1),
        "; ".join(f"{cause} ({pairs})" for cause, pairs in one.mistakes),
    ]


def _plot(key: str, found: list[Passage]) -> Plot:
    values = [(one.unit, *_value(key, one)) for one in found]
    return plot(PLOTS[key], values)


def _value(key: str, one: Passage) -> tuple[float | None, str]:
    if key == "passed":
        share = one.passed / one.tried if one.tried else None
        return share, f"{one.passed} of {one.tried}" if one.tried else "nobody yet"
    value = one.usual_attempts if key == "attempts" else one.usual_minutes
    return value, "nobody yet" if value is None else f"{value:.1f}".removesuffix(".0")
