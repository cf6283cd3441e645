"""Group engines whose mistake has no name yet by how they are wrong."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises.diagnosis import behaviour
from exercises.verdicts import UnitVerdict
from service.store.database import moment
from service.store.leases import Claim
from service.store.models import Grading, Pair, Purpose, UnknownBehaviour


@dataclass(frozen=True, slots=True)
class Cluster:
    """Engines that are wrong in the same way, with the latest one's smallest case."""

    pairs: tuple[str, ...]
    gradings: tuple[str, ...]
    code: str
    expected: str
    got: str


def keep(db: Session, claim: Claim, engine: UnitVerdict) -> None:
    """Keep how an engine is wrong, if nothing explained it."""
    shown = engine.counterexample
    if engine.behaviour is not None:
        db.add(
            UnknownBehaviour(
                grading_id=claim.grading_id,
                suite_version=claim.suite_version,
                wrong=engine.behaviour,
                code=shown.code if shown else "",
                expected=shown.expected if shown else "",
                got=shown.got if shown else "",
                created_at=moment(db),
            )
        )


def clusters(db: Session, course_id: str | None = None) -> list[Cluster]:
    """Return the groups, those that most pairs share first.

    Only engines asked the same public graphs can be compared: those of one suite.
    """
    query = (
        select(UnknownBehaviour, Pair)
        .join(Grading, Grading.id == UnknownBehaviour.grading_id)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Grading.purpose != Purpose.REPLAY)
        .order_by(UnknownBehaviour.created_at.desc())
    )
    if course_id is not None:
        query = query.where(Pair.course_id == course_id)
    of_suite: dict[str, list[tuple[UnknownBehaviour, Pair]]] = {}
    for row, pair in db.execute(query):
        of_suite.setdefault(row.suite_version, []).append((row, pair))
    found = [
        _cluster([rows[place] for place in group])
        for rows in of_suite.values()
        for group in behaviour.clusters(
            [behaviour.from_json(row.wrong) for row, _ in rows]
        )
    ]
    return sorted(found, key=lambda each: len(each.pairs), reverse=True)


def _cluster(rows: list[tuple[UnknownBehaviour, Pair]]) -> Cluster:
    latest = rows[0][0]
    return Cluster(
        pairs=tuple(dict.fromkeys(pair.name for _, pair in rows)),
        gradings=tuple(row.grading_id for row, _ in rows),
        code=latest.code,
        expected=latest.expected,
        got=latest.got,
    )
