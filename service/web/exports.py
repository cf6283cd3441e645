"""What leaves the class as files: grades, the roster, everything that was handed in."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from exercises.catalogue import UNITS
from service import clock
from service.store import audit, grades, policies, rosters, training_check
from service.store.history import GRADED
from service.store.models import Course, Grading, Pair, Person, Result, Submission
from service.web import csvs
from service.web.dashboard import course
from service.web.rows import read, write
from service.web.times import field
from service.web.who import Door, door, person

bp = Blueprint("exports", __name__, url_prefix="/class/export")
# The columns are documented in docs/grades.md, where a test looks for each.
COLUMNS = (
    "name", "group", "points", "possible", "everyone_can_explain", "explains_of_3",
    "late_units", "digits_check",
)  # fmt: skip
# A person's grade, their group's, and the word of its check on digits.
Student = tuple[grades.Personal, grades.Grade | None, str]


@bp.get("/grades.csv")
@door(Door.INSTRUCTOR)
def grades_csv() -> ResponseReturnValue:
    """Return one line per student, with a column of points per unit."""
    here = course()
    _note("exported grades", here)
    rows = (_row(each) for each in _grades(here))
    return csvs.download("grades.csv", [*COLUMNS, *UNITS], rows)


@bp.get("/grades.json")
@door(Door.INSTRUCTOR)
def grades_json() -> ResponseReturnValue:
    """Return the same with what counts for each unit, and the rules."""
    here = course()
    _note("exported grades", here)
    rules = policies.of(read(), here.id)
    told = {
        "class": here.name,
        "at": clock.now().isoformat(),
        "rules": {
            "late_percent": rules.late_percent,
            "grace_minutes": rules.grace_minutes,
            "zone": rules.zone,
        },
        "students": [_plain(each) for each in _grades(here)],
    }
    return _file(json.dumps(told, indent=1), "grades.json", "application/json")


@bp.get("/roster.csv")
@door(Door.INSTRUCTOR)
def roster_csv() -> ResponseReturnValue:
    """Return who is in which group, as the import reads it."""
    here = course()
    _note("exported the roster", here)
    found = rosters.of(read(), here.id)
    rows = [(one.name, pair.name) for pair, inside in found.groups for one in inside]
    rows += [(one.name, "") for one in found.alone]
    return csvs.download("roster.csv", ("name", "group"), rows)


@bp.get("/submissions.jsonl")
@door(Door.INSTRUCTOR)
def submissions() -> ResponseReturnValue:
    """Return everything that was handed in with its verdict, one object per line."""
    here = course()
    _note("exported submissions", here)
    lines = "".join(f"{json.dumps(each)}\n" for each in _submissions(here))
    return _file(lines, "submissions.jsonl", "application/x-ndjson")


def _grades(here: Course) -> list[Student]:
    found = grades.of_pairs(read(), here.id, rosters.pairs_of(read(), here.id))
    of = {one.pair.id: one for one in found}
    people = grades.of_people(read(), here.id, found)
    checks = training_check.of_pairs(read(), list(of))
    return [
        (each, of[each.pair.id], checks[each.pair.id].word)
        if each.pair
        else (each, None, "")
        for each in people
    ]


def _row(each: Student) -> list[object]:
    mine, group, check = each
    lines = [mine.lines.get(unit) for unit in UNITS]
    return [
        mine.person.name,
        group.pair.name if group else "",
        mine.earned / 100,
        grades.POSSIBLE / 100,
        "yes" if group and group.receipts.won else "no",
        mine.explains,
        sum(bool(one and one.counted.late and one.counted.passed) for one in lines),
        check,
        *(one.earned / 100 if one else 0.0 for one in lines),
    ]


def _plain(each: Student) -> dict[str, Any]:
    told: dict[str, Any] = dict(zip(COLUMNS, _row(each), strict=False))
    told["everyone_can_explain"] = told["everyone_can_explain"] == "yes"
    told["units"] = {unit: _unit(line) for unit, line in each[0].lines.items()}
    return told


def _unit(line: grades.Line) -> dict[str, Any]:
    counted, attempt = line.counted, line.counted.attempt
    return {
        "points": line.earned / 100,
        "possible": line.possible / 100,
        "state": str(counted.state),
        "why": counted.why,
        "late": counted.late,
        "submission": attempt.submission_id if attempt else None,
    }


def _submissions(here: Course) -> Iterator[dict[str, Any]]:
    rules = policies.of(read(), here.id)
    rows = read().execute(
        select(Submission, Grading, Result, Pair.name, Person.name)
        .join(Grading, Grading.submission_id == Submission.id)
        .outerjoin(Result, Result.grading_id == Grading.id)
        .join(Pair, Pair.id == Submission.pair_id)
        .join(Person, Person.id == Submission.author_id)
        .where(Pair.course_id == here.id)
        .where(Grading.current.is_(True), Grading.purpose.in_(GRADED))
        .order_by(Submission.seq)
    )
    for submission, grading, result, group, author in rows:
        yield {
            "id": submission.id,
            "group": group,
            "wrote": author,
            "exercise": submission.rung,
            "attempt": submission.attempt,
            "at": field(submission.created_at, rules),
            "filename": submission.filename,
            "source": submission.source,
            "phase": grading.phase,
            "tests": grading.suite_version,
            "units": _states(result),
        }


def _states(result: Result | None) -> dict[str, str]:
    units = result.report.get("units", []) if result else []
    return {unit["name"]: unit["state"] for unit in units}


def _note(action: str, here: Course) -> None:
    with write() as db:
        audit.note(db, action, actor_id=person().id, about=here.id)


def _file(text: str, name: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(text, mimetype=kind, headers=headers)
