"""The API, version 1: what programs may do for a pair or an instructor."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from exercises.catalogue import BESIDE_RUNGS, RUNGS
from exercises.questions import Rung
from service.store import grades, gradings, history, leaderboard, pairs, people
from service.store.models import Course, Pair, Role
from service.store.refusals import Refusal
from service.store.tokens import Scope
from service.web import forms, handing, scope, throttle
from service.web.api import document, shapes
from service.web.api.gate import ROOT, scoped
from service.web.rows import read
from service.web.sections import title
from service.web.throttle import limiter
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("api", __name__, url_prefix=ROOT)
BY_SLUG = {rung.slug: rung for rung in (*RUNGS, *BESIDE_RUNGS)}
MOST_LISTED = 100


@bp.get("/openapi.json")
@door(Door.ANYONE)
def openapi() -> ResponseReturnValue:
    """Describe this API in OpenAPI 3.1."""
    return jsonify(document.openapi(request.host_url.rstrip("/")))


@bp.get("/rungs")
@door(Door.ANYONE)
def rungs() -> ResponseReturnValue:
    """List the exercises by the name that a submission may carry."""
    return jsonify(
        rungs=[
            {"rung": rung.slug, "title": title(rung.slug), "units": list(rung.units)}
            for rung in RUNGS
        ]
    )


@bp.post("/submissions")
@scoped(Scope.SUBMIT)
@limiter.limit(throttle.SUBMIT, key_func=throttle.by_pair)
def submit() -> ResponseReturnValue:
    """Take a file: 202 with its address; the same client_token is the same file."""
    asked = request.get_json(silent=True)
    asked = asked if isinstance(asked, dict) else {}
    try:
        sent = handing.record(
            _rung(asked.get("rung")),
            _text(asked, "filename", "a file's name")[-100:] or "file.py",
            handing.text_of(
                _text(asked, "filename", "a file's name"),
                _text(asked, "source", "Python or a notebook's JSON").encode(),
            ),
            token=forms.token_of(str(asked.get("client_token", ""))),
        )
    except Refusal as refusal:
        return jsonify(what=refusal.sentence, then="", field=refusal.field), 422
    return _submission(sent.id), 202


def _rung(name: object) -> Rung | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in BY_SLUG:
        raise Refusal("rung", f"There is no exercise {name!r}: see {ROOT}/rungs.")
    return BY_SLUG[name]


def _text(asked: dict[str, Any], name: str, what: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise Refusal(name, f"Send JSON whose {name} is text: {what}.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refusal(name, f"{name} holds half a character: send UTF-8.") from None
    return value.replace("\x00", "")


@bp.get("/submissions")
@scoped(Scope.RESULTS)
def submissions() -> ResponseReturnValue:
    """List the pair's newest submissions; an instructor names one by ?pair=ID."""
    whose = request.args.get("pair", "") if _is_instructor() else pair().id
    shown = history.of_pair(read(), whose, limit=MOST_LISTED)
    return jsonify(submissions=[_told(each) for each in shown])


@bp.get("/submissions/<submission_id>")
@scoped(Scope.RESULTS)
def submission(submission_id: str) -> ResponseReturnValue:
    """Tell where a submission is on its way, with its verdict once there is one."""
    return _submission(submission_id)


@bp.get("/leaderboard")
@scoped(Scope.LEADERBOARD)
def board() -> ResponseReturnValue:
    """List the board of one set of digits: ?data=mnist (default) or practice."""
    data = request.args.get("data", "mnist")
    if data not in {"mnist", "practice"}:
        return jsonify(what="data is mnist or practice.", then="", field="data"), 422
    entries = leaderboard.board(read(), _course().id, data)
    return jsonify(data=data, entries=[shapes.entry(each) for each in entries])


@bp.get("/pairs")
@scoped(Scope.ROSTER)
def roster() -> ResponseReturnValue:
    """List the class: pairs with their members, and who has no pair yet."""
    everyone = people.students(read(), _course().id)
    found = {}
    alone = []
    for one in everyone:
        mine = pairs.of(read(), one.id)
        if mine is None:
            alone.append({"id": one.id, "name": one.name})
        else:
            found[mine.id] = shapes.pair(mine, pairs.members(read(), mine.id))
    return jsonify(pairs=list(found.values()), without_pair=alone)


@bp.get("/grades")
@scoped(Scope.GRADES)
def marks() -> ResponseReturnValue:
    """List the grades of the class as they stand now."""
    mine = select(Pair).where(Pair.course_id == _course().id).order_by(Pair.seq)
    found = grades.of_pairs(read(), _course().id, read().scalars(mine))
    possible = grades.POSSIBLE / 100
    return jsonify(possible=possible, grades=[shapes.grade(each) for each in found])


def _is_instructor() -> bool:
    return asking().role == Role.INSTRUCTOR


def _course() -> Course:
    """Return the class that is meant: a student's own, an instructor's by ?class=ID."""
    known = {one.id: one for one in people.courses(read())}
    if not _is_instructor():
        return known[person().course_id or ""]
    wanted = request.args.get("class") or person().course_id or next(iter(known), "")
    return known.get(wanted) or abort(404)


def _submission(submission_id: str) -> Response:
    return jsonify(_told(scope.submission(submission_id)))


def _told(shown: history.Shown) -> dict[str, Any]:
    page = url_for(
        "submissions.show", submission_id=shown.submission.id, _external=True
    )
    return shapes.submission(shown, gradings.position(read(), shown.grading), page)
