"""The best training run of each pair, beside PyTorch and the reference engine."""

from dataclasses import dataclass, replace
from math import sqrt

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session as Database

from service.store.board_rules import rules_of
from service.store.models import BoardRule, Pair, StretchRun

TRACKS = ("official", "large", "open")
# Of a normal distribution, 95 % lie within so many deviations.
SURE = 1.96


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a board; baselines have no rank and no pair.

    ``name`` is what the class sees, by the rules of its board.
    """

    rank: int | None
    pair: Pair | None
    baseline: str | None
    run: StretchRun
    runs: int = 1
    name: str = ""

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
            (_entry(*row) for row in found),
            key=lambda entry: (-entry.accuracy, entry.run.seq),
        )
    )


def _entry(
    run: StretchRun, pair: Pair | None, rule: BoardRule | None, runs: int
) -> Entry:
    name = rules_of(rule).called(pair) if pair else run.baseline or ""
    return Entry(None, pair, run.baseline, run, runs, name)


def _best(
    course_id: str, data: str, track: str, digits: str | None
) -> Select[StretchRun, Pair, BoardRule, int]:
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
    listed = _listed(course_id, track)
    wanted = (
        select(
            StretchRun.seq,
            place.label("place"),
            func.count().over(partition_by=whose).label("runs"),
        )
        .outerjoin(Pair, Pair.id == StretchRun.pair_id)
        .outerjoin(BoardRule, BoardRule.course_id == Pair.course_id)
        .where(StretchRun.data == data, or_(is_baseline, listed))
    )
    if digits is not None:
        wanted = wanted.where(StretchRun.digits_sha256 == digits)
    best = wanted.subquery()
    return (
        select(StretchRun, Pair, BoardRule, best.c.runs)
        .join(best, best.c.seq == StretchRun.seq)
        .outerjoin(Pair, Pair.id == StretchRun.pair_id)
        .outerjoin(BoardRule, BoardRule.course_id == Pair.course_id)
        .where(best.c.place == 1)
    )


def _listed(course_id: str, track: str) -> ColumnElement[bool]:
    """Return what lets a pair's run stand on the board of its class."""
    return and_(
        StretchRun.counts.is_(True),
        StretchRun.track == track,
        Pair.course_id == course_id,
        Pair.on_board.is_(True),
        or_(
            BoardRule.freeze_at.is_(None),
            StretchRun.created_at <= BoardRule.freeze_at,
        ),
    )


def tops(
    db: Database, course_id: str, data: str, *, track: str = "official"
) -> list[Entry]:
    """Return each run that took the lead, the earliest first; it is one query."""
    share = StretchRun.correct * 1.0 / StretchRun.of
    best_before = func.max(share).over(order_by=StretchRun.seq, rows=(None, -1))
    ranked = (
        select(StretchRun.seq, share.label("share"), best_before.label("before"))
        .join(Pair, Pair.id == StretchRun.pair_id)
        .outerjoin(BoardRule, BoardRule.course_id == Pair.course_id)
        .where(StretchRun.data == data, StretchRun.of > 0, _listed(course_id, track))
        .subquery()
    )
    led = or_(ranked.c.before.is_(None), ranked.c.share > ranked.c.before)
    found = db.execute(
        select(StretchRun, Pair, BoardRule)
        .join(ranked, ranked.c.seq == StretchRun.seq)
        .join(Pair, Pair.id == StretchRun.pair_id)
        .outerjoin(BoardRule, BoardRule.course_id == Pair.course_id)
        .where(led)
        .order_by(StretchRun.seq)
    )
    return [_entry(run, pair, rule, 1) for run, pair, rule in found]


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
        ranked.append(replace(entry, rank=shared))
    return ranked


def runs_of(db: Database, pair_id: str) -> list[StretchRun]:
    """Return a pair's finished runs, the newest first."""
    mine = select(StretchRun).where(StretchRun.pair_id == pair_id)
    return list(db.scalars(mine.order_by(StretchRun.seq.desc())))
