"""Tell a supervisor or a load balancer how this process is."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from service.store import readiness
from service.web.rows import read
from service.web.who import Door, door

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@door(Door.ANYONE)
def alive() -> ResponseReturnValue:
    """Say that this process answers; it asks nothing of anyone else."""
    return jsonify(status="ok")


@bp.get("/readyz")
@door(Door.ANYONE)
def ready() -> ResponseReturnValue:
    """Say whether the database answers, and what stands in the way of grading."""
    read().execute(text("SELECT 1"))
    found = readiness.obstacle(read())
    told = {"status": "ready" if found is None else "not grading"}
    return jsonify(told | ({"reason": found.sentence} if found else {}))
