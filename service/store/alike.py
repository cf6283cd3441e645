"""Find the pairs whose code is the same as one commented on, line for line."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from exercises import fingerprint
from exercises.extract import IntakeError, read
from service.store.messages import Address
from service.store.models import Pair, Submission


def text(submission: Submission) -> str:
    """Return a hand-in as one Python text, a notebook's cells in their order."""
    try:
        return read(submission.filename, submission.source.encode()).source
    except IntakeError:
        return submission.source


def same_code(db: Database, submission: Submission, line: int) -> list[Address]:
    """Return where other pairs of the class have the statement that holds ``line``.

    Looked at is each pair's newest hand-in of each exercise. The line is that of the same
    part of the statement, wherever it stands there.
    """
    piece = fingerprint.at(text(submission), line)
    if piece is None:
        return []
    place = piece.place(line)
    return [
        Address(other.pair_id, other.id, each.lines[place])
        for other in _newest(db, submission, piece.name)
        for each in fingerprint.pieces(text(other))
        if each.print == piece.print
    ]


def _newest(db: Database, submission: Submission, name: str) -> list[Submission]:
    course = (
        select(Pair.course_id).where(Pair.id == submission.pair_id).scalar_subquery()
    )
    newest = (
        select(func.max(Submission.seq))
        .join(Pair, Pair.id == Submission.pair_id)
        .where(Pair.course_id == course, Pair.id != submission.pair_id)
        .group_by(Submission.pair_id, Submission.rung)
    )
    rows = select(Submission).where(Submission.seq.in_(newest))
    return [
        one
        for one in db.scalars(rows.order_by(Submission.seq.desc()))
        if name in one.source
    ]
