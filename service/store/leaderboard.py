"""The best training run of each pair, beside PyTorch and the reference engine."""

from dataclasses import dataclass
from math import sqrt

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session as Database

from service.store.models import Pair, StretchRun

TRACKS = ("official", "large", "open")
# Of a normal distribution, 95 % lie within so many deviations.
SURE = 1.96


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

    @property
    def margin(self) -> float:
        """Return half of Wilson's 95 % interval of the accuracy.

        The textbook's p(1-p)/n would call 100 % of ten digits certain.
        """
        if not self.run.of:
            return 1.0
        count, share = self.run.of, self.accuracy
        spread = share * (1 - share) / count + SURE**2 / (4 * count**2)
        return SURE * sqrt(spread) / (1 + SURE**2 / count)

    @property
    def ratio(self) -> float | None:
        """Return the time as a multiple of the reference engine's in the same job.

        None where none was measured beside it: bare seconds compare machines.
        """
        reference = self.run.reference_seconds
        return self.run.seconds / reference if reference else None


def board(
    db: Database,
    course_id: str,
    data: str,
    *,
    track: str = "official",
    digits: str | None = None,
) -> list[Entry]:
    """Return baselines and each pair's best run on a track, the most accurate first.

    Equal accuracy shares a rank and the earlier run stands first: the row's sequence
    decides, as databases keep time with different precision. ``digits`` keeps only
    runs on that very set of digits. It is one query, however many runs there are.
    """
    found = db.execute(_best(course_id, data, track, digits))
    return _ranked(
        sorted(
            (Entry(None, pair, run.baseline, run, runs) for run, pair, runs in found),
            key=lambda entry: (-entry.accuracy, entry.run.seq),
        )
    )


def _best(
    course_id: str, data: str, track: str, digits: str | None
) -> Select[StretchRun, Pair, int]:
    """Select each contestant's best run, with its pair and how many runs it has."""
    # Nobody's own network is on the open board's baselines: they train the official one.
    trained = "official" if track == "open" else track
    is_baseline = and_(StretchRun.baseline.is_not(None), StretchRun.track == trained)
    whose = func.coalesce(StretchRun.baseline, StretchRun.pair_id)
    # The newest baseline stands: it was measured beside the digits in use.
    merit = case((is_baseline, StretchRun.seq), else_=StretchRun.correct)
    place = func.row_number().over(
        partition_by=whose, order_by=(merit.desc(), StretchRun.seq)
    )
    listed = and_(
        StretchRun.counts.is_(True),
        StretchRun.track == track,
        Pair.course_id == course_id,
        Pair.on_board.is_(True),
    )
    wanted = (
        select(
            StretchRun.seq,
            place.label("place"),
            func.count().over(partition_by=whose).label("runs"),
        )
        .outerjoin(Pair, Pair.id == StretchRun.pair_id)
        .where(StretchRun.data == data, or_(is_baseline, listed))
    )
    if digits is not None:
        wanted = wanted.where(StretchRun.digits_sha256 == digits)
    best = wanted.subquery()
    return (
        select(StretchRun, Pair, best.c.runs)
        .join(best, best.c.seq == StretchRun.seq)
        .outerjoin(Pair, Pair.id == StretchRun.pair_id)
        .where(best.c.place == 1)
    )


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
