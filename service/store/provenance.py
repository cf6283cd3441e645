"""Keep who can say where each gradient came from: a pair has it when both can."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from service.store.database import moment
from service.store.gradings import lock_pair
from service.store.models import (
    Grading,
    Outcome,
    Person,
    ProvenanceQuestion,
    Result,
)

ROUND = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """One member: ``best`` is the most right answers in one round of three."""

    person: Person
    best: int = 0
    rounds: int = 0
    shared: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether a whole round was right."""
        return self.best == ROUND


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair's receipts; its score is the lower of its members'."""

    receipts: tuple[Receipt, ...]

    @property
    def score(self) -> int:
        """Return the minimum of the members' best rounds."""
        return min((each.best for each in self.receipts), default=0)

    @property
    def won(self) -> bool:
        """Tell whether every member can say where each gradient came from."""
        return bool(self.receipts) and all(each.passed for each in self.receipts)


def standing(db: Session, pair_id: str, members: Sequence[Person]) -> Standing:
    """Return the receipts of a pair's members."""
    return standings(db, {pair_id: members})[pair_id]


def standings(
    db: Session, pairs: Mapping[str, Sequence[Person]]
) -> dict[str, Standing]:
    """Return the receipts of several pairs' members by pair, in one query."""
    right = ProvenanceQuestion.outcome.in_((Outcome.RIGHT, Outcome.OPTION))
    asked = ProvenanceQuestion
    rows = db.execute(
        select(
            asked.pair_id,
            asked.person_id,
            func.count().filter(right),
            func.max(case((asked.shared, 1), else_=0)),
        )
        .where(asked.pair_id.in_(list(pairs)))
        .group_by(asked.pair_id, asked.person_id, asked.round)
    ).all()
    found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for pair_id, person_id, count, shared in rows:
        found.setdefault((pair_id, person_id), []).append((count, bool(shared)))
    return {
        pair_id: Standing(
            tuple(_receipt(one, found.get((pair_id, one.id), [])) for one in members)
        )
        for pair_id, members in pairs.items()
    }


def _receipt(person: Person, rounds: list[tuple[int, bool]]) -> Receipt:
    best, shared = max(rounds, default=(0, False))
    return Receipt(person, best, len(rounds), shared)


def latest_round(db: Session, pair_id: str, person_id: str) -> list[ProvenanceQuestion]:
    """Return the questions of a person's newest round, in order."""
    mine = (
        ProvenanceQuestion.pair_id == pair_id,
        ProvenanceQuestion.person_id == person_id,
    )
    newest = select(func.max(ProvenanceQuestion.round)).where(*mine).scalar_subquery()
    wanted = select(ProvenanceQuestion).where(*mine, ProvenanceQuestion.round == newest)
    return list(db.scalars(wanted.order_by(ProvenanceQuestion.number)))


def find(db: Session, question_id: str, *, pair_id: str) -> ProvenanceQuestion | None:
    """Return one question of this pair."""
    return db.scalar(
        select(ProvenanceQuestion).where(
            ProvenanceQuestion.id == question_id,
            ProvenanceQuestion.pair_id == pair_id,
        )
    )


def begin(
    db: Session,
    pair_id: str,
    person_id: str,
    questions: Iterable[dict[str, Any]],
    *,
    shared: bool,
) -> None:
    """Store one more round; while one is open that one goes on."""
    lock_pair(db, pair_id)
    last = latest_round(db, pair_id, person_id)
    if any(each.outcome is None for each in last):
        return
    number = last[0].round + 1 if last else 1
    db.add_all(
        ProvenanceQuestion(
            pair_id=pair_id,
            person_id=person_id,
            round=number,
            number=place,
            asked=asked,
            shared=shared,
        )
        for place, asked in enumerate(questions, start=1)
    )


def miss(db: Session, question_id: str, typed: str, mistake: str) -> None:
    """Note a wrong number; from now on the options are shown."""
    row = _open(db, question_id)
    if row is not None and row.missed is None:
        row.missed, row.mistake = typed[:200], mistake or None


def settle(db: Session, question_id: str, outcome: Outcome, mistake: str = "") -> None:
    """Close a question; a closed one stays as it is."""
    row = _open(db, question_id)
    if row is not None:
        row.outcome, row.answered_at = outcome, moment(db)
        row.mistake = mistake or row.mistake


def _open(db: Session, question_id: str) -> ProvenanceQuestion | None:
    return db.scalar(
        select(ProvenanceQuestion)
        .where(
            ProvenanceQuestion.id == question_id, ProvenanceQuestion.outcome.is_(None)
        )
        .with_for_update()
    )


def last_graphs(db: Session, pair_id: str, limit: int = 6) -> list[dict[str, Any]]:
    """Return what the pair's newest results drew, the newest first."""
    reports = db.scalars(
        select(Result.report)
        .join(Grading, Grading.id == Result.grading_id)
        .where(Grading.pair_id == pair_id)
        .order_by(Grading.seq.desc())
        .limit(limit)
    )
    return [plain for report in reports for plain in _drawings(report)]


def _drawings(report: dict[str, Any]) -> list[dict[str, Any]]:
    units = [*report.get("units", []), report.get("assembled") or {}]
    shown = [(each.get("counterexample") or {}).get("drawing") for each in units]
    return [plain for plain in (report.get("drawing"), *shown) if plain]
