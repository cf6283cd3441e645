"""Turn a pair's file into a verdict: no web, no broker, no database."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from time import monotonic

from exercises import suite as suites
from exercises.answers import Note
from exercises.catalogue import BESIDE, RUNGS, UNITS
from exercises.diagnosis.naming import unless_right_alone
from exercises.extract import Extract, IntakeError, line_of, read
from exercises.hints import without_right
from exercises.nouns import State
from exercises.quiet import telling
from exercises.scaffolding import LAMBDAS
from exercises.suite import Suite
from exercises.summary import headline, not_python, remarks, renamed, unreadable
from exercises.verdicts import UnitVerdict, Verdict
from exercises.wording import in_cells
from workers import assembled
from workers.culprit import blamed
from workers.isolated import grade_unit
from workers.loading import Loaded, load
from workers.seat import Guests, Seat

# A unit is graded beside our solutions of its rung's others: two of one rung never share
# a guest. The nameless rules have no solution that could be met by name.
_SECOND = frozenset(
    name for rung in RUNGS if rung.slug != LAMBDAS for name in rung.units[1:]
)
SITTINGS = (
    tuple(name for name in UNITS if name not in _SECOND),
    tuple(name for name in UNITS if name in _SECOND),
)
NOT_REACHED = "Not graded: the file used up its 60 s before this one's turn."


@cache
def public_suite() -> Suite:
    """Return the committed bank with the reference engine's answers."""
    return suites.from_reference()


def grade(  # noqa: PLR0913 - what a verdict depends on, all by name
    *,
    filename: str,
    data: bytes,
    units: Collection[str] | None,
    suite: Suite | None,
    box: Guests,
    suite_version: str = "",
) -> Verdict:
    """Return the verdict on a file; what it cannot be read as is said in it, too.

    ``units`` None grades every unit the file attempts, and the engine as a whole if it
    holds one. ``suite`` None asks the public bank. Raises GraderFault where we failed.
    """
    began = monotonic()
    hidden = suite or public_suite()
    verdict = Verdict(
        file=filename,
        tier=box.tier,
        suite_version=suite_version or hidden.version,
        headline="",
        units=(),
    )
    try:
        extract = read(filename, data)
    except IntakeError as error:
        return replace(verdict, headline=str(error), units=_unread(units, str(error)))
    with Seat(box) as seat:
        graded = _units(seat, extract, units)
        extra = _optional(seat, extract, units)
        engine, notes, named = _whole(
            seat, extract, hidden, alone=graded if units is not None else None
        )
        engine = engine and blamed(seat, extract, hidden, engine, extra)
        log, seconds = seat.log, seat.seconds
    engine = engine and _reconciled(engine, graded)
    graded = tuple(named.get(unit.name, unit) for unit in graded)
    total = monotonic() - began
    said = [
        *unreadable(extract.unparsable),
        *remarks(telling(notes, extract.binds, extract.absent), extract.skipped),
        *renamed(extract.rewritten),
    ]
    # What a unit's own sentence says is not said twice.
    told = {unit.sentence for unit in graded}
    verdict = replace(
        verdict,
        headline=headline(
            graded or extra, engine, secret=any(p.secret for p in hidden.probes)
        ),
        units=graded,
        optional=extra,
        assembled=engine,
        remarks=tuple(remark for remark in said if remark not in told),
        log=log,
        milliseconds={
            "sandbox": 1e3 * seconds,
            "judge": 1e3 * (total - seconds),
            "total": 1e3 * total,
        },
    )
    return _by_cell(verdict, extract) if extract.kind == "ipynb" else verdict


def _reconciled(engine: UnitVerdict, graded: Sequence[UnitVerdict]) -> UnitVerdict:
    passed = [unit.name for unit in graded if unit.state is State.PASSED]
    kept = unless_right_alone(engine.misconceptions, passed)
    hints = without_right(engine.hints, passed)
    return replace(engine, misconceptions=kept, hints=hints)


def _unread(units: Collection[str] | None, sentence: str) -> tuple[UnitVerdict, ...]:
    return tuple(
        UnitVerdict(name=name, state=State.NOT_GRADED, sentence=sentence)
        for name in (*UNITS, *BESIDE)
        if units is not None and name in units
    )


def _units(
    seat: Seat, extract: Extract, units: Collection[str] | None
) -> tuple[UnitVerdict, ...]:
    graded: dict[str, UnitVerdict] = {}
    for sitting in SITTINGS:
        # Our solutions of these stood beside others, whose code may have kept them.
        seat.renew()
        for name in sitting:
            if units is None or name in units:
                graded[name] = _unit(seat, extract, name)
    return tuple(graded[name] for name in UNITS if name in graded)


def _optional(
    seat: Seat, extract: Extract, units: Collection[str] | None
) -> tuple[UnitVerdict, ...]:
    """Grade what never counts, where the file writes it."""
    wanted = [
        name
        for name in BESIDE
        if (name in extract.attempted if units is None else name in units)
    ]
    return tuple(_unit(seat, extract, name) for name in wanted)


def _unit(seat: Seat, extract: Extract, name: str) -> UnitVerdict:
    definition = extract.definitions.get(name)
    if definition is None or definition.state == "not_attempted":
        return UnitVerdict(
            name=name,
            state=State.NOT_ATTEMPTED,
            line=definition.line if definition else 0,
        )
    if definition.state == "unparsable":
        sentence = _why_unparsable(extract, definition.line)
        return UnitVerdict(
            name=name, state=State.UNPARSABLE, line=definition.line, sentence=sentence
        )
    if seat.expired:
        return UnitVerdict(
            name=name,
            state=State.NOT_GRADED,
            line=definition.line,
            sentence=NOT_REACHED,
        )
    return grade_unit(seat, extract, name)


def _why_unparsable(extract: Extract, line: int) -> str:
    """Return the parser's message at or after the definition's first line."""
    after = [each for each in extract.unparsable if each[0] >= line]
    at, message = (after or list(extract.unparsable) or [(line, "invalid syntax")])[0]
    return not_python(at, message)


def _whole(
    seat: Seat,
    extract: Extract,
    suite: Suite,
    *,
    alone: Sequence[UnitVerdict] | None,
) -> tuple[UnitVerdict | None, tuple[Note, ...], dict[str, UnitVerdict]]:
    """Load the file as a whole, for its own checks, and grade the engine it may hold.

    Of exercises that are graded ``alone`` no engine is graded; the third value holds
    the verdicts of those that our engine around them explains.
    """
    attempted = {
        name
        for name, definition in extract.definitions.items()
        if definition.state == "attempted" and name in UNITS
    }
    if seat.expired or not attempted:
        return None, (), {}
    loaded = load(seat, extract, attempted)
    seat.hear()
    if alone is not None:
        named = assembled.name_pieces(seat, loaded, suite, alone)
        return None, loaded.notes, named
    if not attempted >= assembled.ENGINE:
        return None, loaded.notes, {}

    def again() -> Loaded:
        return load(seat, extract, attempted)

    engine = assembled.grade_engine(seat, loaded, suite, again)
    return engine, loaded.notes, {}


def _by_cell(verdict: Verdict, extract: Extract) -> Verdict:
    """Name places in a notebook by cell, as its readers see no other line numbers."""

    def told(text: str) -> str:
        return in_cells(text, lambda line: line_of(extract, line))

    def unit(each: UnitVerdict) -> UnitVerdict:
        cell, line = line_of(extract, each.line) if each.line else (0, 0)
        shown = each.counterexample
        return replace(
            each,
            cell=cell,
            line=line,
            sentence=told(each.sentence),
            remarks=tuple(told(remark) for remark in each.remarks),
            counterexample=shown and replace(shown, got=told(shown.got)),
        )

    return replace(
        verdict,
        headline=told(verdict.headline),
        units=tuple(unit(each) for each in verdict.units),
        optional=tuple(unit(each) for each in verdict.optional),
        assembled=verdict.assembled and unit(verdict.assembled),
        remarks=tuple(told(remark) for remark in verdict.remarks),
    )
