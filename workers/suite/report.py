"""Report on a suite: what each probe kills, which kill nothing, and why it is there."""

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.usual import checks, let_live
from exercises.questions import Probe
from exercises.suite import Suite
from workers.suite import mutation

SHOWN = 3
RAREST = 5
NOTE = (
    "Course's kind of test: one op, a constant upstream, few shapes, one pass; our own"
    " re-expression, not the course's files."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One probe: the mistakes it kills, and those of them that end in an exception."""

    name: str
    concept: str
    secret: bool
    kills: tuple[str, ...]
    raised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mistake that the course's kind of test lets live, and what kills it here."""

    mutant: str
    claim: str
    kills: int
    killed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a suite is worth: ``kills`` counts, by mistake, the probes that expose it.

    The mistakes of ``only_shown`` concern what the course leaves open; no probe counts
    them.
    """

    version: str
    kills: dict[str, int]
    only_shown: tuple[str, ...]
    usual_checks: int
    probes: tuple[Row, ...]
    idle: tuple[str, ...]
    survivors: tuple[str, ...]
    usual_survivors: tuple[Survivor, ...]


def made(suite: Suite, heard: Callable[[int, int], None] | None = None) -> Report:
    """Run every mistake on every probe; ``heard`` is told how many of how many."""
    rows: list[Row] = []
    for probe in suite.probes:
        rows.append(_row(probe))
        if heard is not None:
            heard(len(rows), len(suite.probes))
    kills = Counter(name for row in rows for name in row.kills)
    return Report(
        version=suite.version,
        kills={name: kills[name] for name in VALUE_MUTANTS},
        only_shown=tuple(name for name in MUTANTS if name not in VALUE_MUTANTS),
        usual_checks=len(list(checks())),
        probes=tuple(rows),
        idle=tuple(row.name for row in rows if not row.kills),
        survivors=tuple(name for name in VALUE_MUTANTS if not kills[name]),
        usual_survivors=tuple(
            _survivor(name, rows) for name in let_live(VALUE_MUTANTS)
        ),
    )


def _row(probe: Probe) -> Row:
    dead = tuple(name for name in VALUE_MUTANTS if mutation.kills(probe, name))
    spec = probe.spec
    raised = (name for name in dead if spec and run(spec, (name,)).raised)
    return Row(probe.name, probe.concept, probe.secret, dead, tuple(raised))


def _survivor(name: str, rows: Sequence[Row]) -> Survivor:
    # A secret graph must not be read off a report that goes round.
    killers = [row for row in rows if name in row.kills]
    public = [row.name for row in killers if not row.secret][:SHOWN]
    return Survivor(name, MUTANTS[name].claim, len(killers), tuple(public))


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    return json.dumps(asdict(report))


def lines(report: Report) -> Iterator[str]:
    """Print the report for a terminal."""
    rows = report.probes
    count = len(report.kills)
    yield f"suite {report.version[:12]}: {len(rows)} probes, {count} mistakes"
    yield ""
    yield " kills  raised  probe"
    for row in rows:
        if not row.secret:
            name = textwrap.shorten(row.name, 66, placeholder=" ...")
            yield f"{len(row.kills):6d}  {len(row.raised):6d}  {name}"
    secret = [len(row.kills) for row in rows if row.secret]
    if secret:
        mean = sum(secret) / len(secret)
        yield f"and {len(secret)} secret ones, {mean:.1f} kills each"
    yield ""
    yield f"{len(report.idle)} probes kill nothing" + _public(report)
    yield f"{len(report.survivors)} mistakes survive" + _named(report.survivors)
    rarest = sorted(report.kills, key=lambda name: report.kills[name])[:RAREST]
    yield "rarest" + _named([f"{name} {report.kills[name]}" for name in rarest])
    yield f"{len(report.only_shown)} more never count" + _named(report.only_shown)
    yield ""
    yield f"The course's kind of test ({report.usual_checks}) lets these live:"
    for each in report.usual_survivors:
        yield f"  {each.mutant}: {each.claim}"
        yield f"    killed here by {each.kills}: {'; '.join(each.killed_by)}"
    yield NOTE


def _public(report: Report) -> str:
    public = {row.name for row in report.probes if not row.secret}
    return _named([name for name in report.idle if name in public])


def _named(names: Sequence[str]) -> str:
    return f": {'; '.join(names)}" if names else ""
