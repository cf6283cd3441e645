"""Load a whole file over our course, and complete what it leaves open."""

from collections.abc import Collection
from dataclasses import dataclass

from exercises import scaffolding
from exercises.answers import Ended, Note, Raised, Text
from exercises.extract import Extract, assembled
from exercises.nouns import Kind
from exercises.verdicts import Finding
from exercises.wording import raised
from workers.seat import Seat


@dataclass(frozen=True, slots=True)
class Loaded:
    """The file in a guest: what happened while it loaded, and what we filled in."""

    notes: tuple[Note, ...]
    filled_in: tuple[str, ...] = ()
    trouble: Finding | None = None


def load(
    seat: Seat, extract: Extract, attempted: Collection[str], *, without: str = ""
) -> Loaded:
    """Load our course, the pair's file over it, and complete what it leaves open.

    ``without`` is a definition of theirs that is left out: ours stands in its place.
    """
    seat.renew()
    missing = scaffolding.filled_in(attempted)
    source = assembled(extract, without=without)
    notes = seat.load(scaffolding.assembled(attempted), source)
    if isinstance(notes, Ended):
        seat.renew()
        return Loaded(
            (), missing, Finding(notes.kind, "", "", "no answer", notes.sentence)
        )
    seen, ended = seat.ask([scaffolding.finish(attempted)])
    if ended or not seen:
        sentence = ended.sentence if ended else ""
        kind = ended.kind if ended else Kind.NO_ANSWER
        seat.renew()
        return Loaded(notes, missing, Finding(kind, "", "", "no answer", sentence))
    for record in seen[0].records.values():
        if isinstance(record, Raised):
            kind, sentence = raised(record)
            return Loaded(
                notes,
                missing,
                Finding(kind, "", "", record.type, sentence, record.line),
            )
        if isinstance(record, Text):
            told_missing = tuple(name for name in record.text.split(",") if name)
            return Loaded(notes, _in_order({*missing, *told_missing}))
    return Loaded(notes, missing)


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    """Sort names as the course does; other names come last."""
    order = list(scaffolding.filled_in(()))
    known = [name for name in order if name in names]
    return (*known, *sorted(set(names) - set(order)))
