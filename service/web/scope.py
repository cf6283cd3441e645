"""Objects by id, from the scope of whoever asks: another pair's do not exist."""

from flask import abort

from service.store import history
from service.store.history import Shown, Training
from service.store.models import Role
from service.web.rows import read
from service.web.who import asking, pair


def whose() -> str | None:
    """Return the pair whose things may be seen; None means every pair's."""
    return None if asking().role == Role.INSTRUCTOR else pair().id


def submission(submission_id: str) -> Shown:
    """Return a submission within reach, else 404."""
    return history.find(read(), submission_id, pair_id=whose()) or abort(404)


def training(grading_id: str) -> Training:
    """Return a stretch run within reach, else 404."""
    return history.training(read(), grading_id, pair_id=whose()) or abort(404)
