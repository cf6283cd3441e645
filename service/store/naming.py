"""Name the behaviours that no known mistake explains, and hand them to a developer."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.misconceptions.draft import Draft
from service.store import audit, unknown
from service.store.database import moment, save
from service.store.models import (
    BehaviourName,
    Course,
    Grading,
    Pair,
    UnknownBehaviour,
)
from service.store.refusals import Refusal
from service.store.unknown import Cluster


def named(db: Database, course_id: str) -> list[tuple[Cluster, BehaviourName | None]]:
    """Return the clusters of a class, each with what somebody calls it.

    A name given to one engine is that of every engine that is wrong in the same way.
    """
    clusters = unknown.clusters(db, course_id)
    ids = [each for cluster in clusters for each in cluster.gradings]
    rows = db.scalars(select(BehaviourName).where(BehaviourName.grading_id.in_(ids)))
    names = {row.grading_id: row for row in rows}
    return [
        (one, next((names[each] for each in one.gradings if each in names), None))
        for one in clusters
    ]


def course_of(db: Database, grading_id: str) -> Course | None:
    """Return the class of an engine whose behaviour is kept."""
    return db.scalar(
        select(Course)
        .join(Pair, Pair.course_id == Course.id)
        .join(Grading, Grading.pair_id == Pair.id)
        .join(UnknownBehaviour, UnknownBehaviour.grading_id == Grading.id)
        .where(Grading.id == grading_id)
    )


def find(
    db: Database, course_id: str, grading_id: str
) -> tuple[Cluster, BehaviourName | None] | None:
    """Return the cluster that holds one engine."""
    return next(
        (one for one in named(db, course_id) if grading_id in one[0].gradings), None
    )


def give(db: Database, cluster: Cluster, by: str, **told: str) -> None:
    """Call a behaviour ``name``, with ``claim`` and ``concept``; raises Refusal."""
    name, claim = told["name"].strip()[:60], told["claim"].strip()[:500]
    if not name or not claim:
        raise Refusal(
            "name" if not name else "claim",
            "Give it a short name and one sentence that completes “the engine agrees "
            "with one in which …”.",
        )
    for grading_id in cluster.gradings:
        save(
            db,
            BehaviourName(
                grading_id=grading_id,
                name=name,
                claim=claim,
                concept=told["concept"],
                named_by=by,
                named_at=moment(db),
            ),
        )
    audit.note(db, "named a behaviour", actor_id=by, about=cluster.gradings[0])


def draft(cluster: Cluster, called: BehaviourName | None) -> Draft:
    """Return a draft of a catalogue entry for a developer to complete."""
    return Draft(
        name=called.name if called else "unnamed",
        claim=called.claim if called else "",
        concept=called.concept if called else "",
        pairs=len(cluster.pairs),
        code=cluster.code,
        expected=cluster.expected,
        got=cluster.got,
    )
