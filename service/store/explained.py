"""Which ideas each member has explained: read from the questions they answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.explain.concepts import concepts
from exercises.graphs import from_json
from service.store.models import Outcome, ProvenanceQuestion


def by_concept(db: Database, pair_id: str) -> dict[str, set[str]]:
    """Return concept -> ids of those who answered a question about it, without help.

    An answer found among options after a miss is a right answer and no explanation.
    """
    rows = db.execute(
        select(ProvenanceQuestion.person_id, ProvenanceQuestion.asked).where(
            ProvenanceQuestion.pair_id == pair_id,
            ProvenanceQuestion.outcome == Outcome.RIGHT,
        )
    )
    found: dict[str, set[str]] = {}
    for person_id, asked in rows:
        for concept in concepts(from_json(asked["graph"])):
            found.setdefault(concept, set()).add(person_id)
    return found
