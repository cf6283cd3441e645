"""Tell a supervisor or a load balancer how this process is."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from service.store import facts
from service.web.frame import obstacle
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
    """Say whether the database answers, and what stands in the way of grading.

    Only the database makes it 503: a dead sweeper or worker is a delay, and taking every
    web process out for it would make an outage of it.
    """
    try:
        found, age = obstacle(), facts.sweep_age(read())
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    status = "ready" if found is None else "not grading"
    reason = {"reason": found.sentence} if found else {}
    return jsonify(status=status, swept_seconds_ago=age, **reason)
