"""The best training run of each pair, beside PyTorch and the reference engine."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.models import Pair, StretchRun


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a board; baselines have no rank and no pair."""

    rank: int | None
    pair: Pair | None
    baseline: str | None
    run: StretchRun
    runs: int = 1

    @property
    def accuracy(self) -> float:
        """Return the share of held-out digits that were right."""
        return self.run.correct / self.run.of if self.run.of else 0.0


def board(
    db: Database, course_id: str, data: str, *, digits: str | None = None
) -> list[Entry]:
    """Return baselines and each pair's best run, the most accurate first.

    Equal accuracy shares a rank and the earlier run stands first: the row's sequence
    decides, as databases keep time with different precision. ``digits`` keeps only
    runs on that very set of digits.
    """
    pairs = {
        pair.id: pair
        for pair in db.scalars(
            select(Pair).where(Pair.course_id == course_id, Pair.on_board.is_(True))
        )
    }
    wanted = select(StretchRun).where(StretchRun.data == data)
    if digits is not None:
        wanted = wanted.where(StretchRun.digits_sha256 == digits)
    runs = [
        run
        for run in db.scalars(wanted.order_by(StretchRun.seq))
        if run.baseline or (run.counts and run.pair_id in pairs)
    ]
    return _ranked(_best(runs, pairs))


def _best(runs: list[StretchRun], pairs: dict[str, Pair]) -> list[Entry]:
    kept: dict[str, Entry] = {}
    for run in runs:
        key = run.baseline or run.pair_id or ""
        old = kept.get(key)
        # The newest baseline stands: it was measured beside the digits in use.
        better = old is None or run.baseline or run.correct > old.run.correct
        kept[key] = Entry(
            rank=None,
            pair=pairs.get(run.pair_id or ""),
            baseline=run.baseline,
            run=run if better or old is None else old.run,
            runs=(old.runs if old else 0) + 1,
        )
    return sorted(kept.values(), key=lambda entry: (-entry.accuracy, entry.run.seq))


def _ranked(entries: list[Entry]) -> list[Entry]:
    ranked: list[Entry] = []
    place, shared, last = 0, 0, -1.0
    for entry in entries:
        if entry.baseline:
            ranked.append(entry)
            continue
        place += 1
        shared = shared if entry.accuracy == last else place
        last = entry.accuracy
        ranked.append(Entry(shared, entry.pair, None, entry.run, entry.runs))
    return ranked


def runs_of(db: Database, pair_id: str) -> list[StretchRun]:
    """Return a pair's finished runs, the newest first."""
    mine = select(StretchRun).where(StretchRun.pair_id == pair_id)
    return list(db.scalars(mine.order_by(StretchRun.seq.desc())))
