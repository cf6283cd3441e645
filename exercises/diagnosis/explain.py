"""Search for the few mistakes that explain everything an engine showed.

A set of mutants explains an engine only if it agrees with it on every question, those
included on which the engine is right. Where the truth is not in the catalogue, hardly
any set does, and nothing is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from exercises.diagnosis.evidence import Evidence, Mistakes, shown
from exercises.graphs import GraphSpec, TrainSpec
from exercises.misconceptions.forms import FORMS
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.sighting import same

MOST_MISTAKES = 3
MOST_RUNS = 20_000
LEAST_EVIDENCE = 2

# The op whose graphs a form of this slot can change; other slots change any graph.
OP_OF_SLOT = {"relu": "relu", "ce": "cross_entropy"}


class TooMuch(Exception):  # noqa: N818 - a limit, not an error
    """Say that the search ran as often as it may."""


@dataclass(slots=True)
class Search:
    """One search over the evidence, the simplest question first.

    ``most`` mistakes are tried at once. ``beside`` also tries each mistake beside each
    form: ten times the work.
    """

    evidence: Sequence[Evidence]
    known: Sequence[str]
    most: int = MOST_MISTAKES
    beside: bool = False
    runs: int = 0
    tried: set[Mistakes] = field(default_factory=set)

    def solutions(self, mistakes: Mistakes = frozenset()) -> Iterator[Mistakes]:
        """Yield every set that agrees on all of the evidence and holds ``mistakes``."""
        if mistakes in self.tried:
            return
        self.tried.add(mistakes)
        place = self._first_difference(mistakes)
        if place is None:
            yield mistakes
            return
        if count(mistakes) == MOST_MISTAKES:
            return
        for addition in self._additions(mistakes, place):
            yield from self.solutions(mistakes | addition)

    def _additions(self, mistakes: Mistakes, place: int) -> Iterator[Mistakes]:
        """Yield what settles the question at ``place``: a form, a mistake, or both.

        A mistake in a composed op shows only in the form the pair chose for it; beside a
        form that settles it alone, any harmless mistake would be carried along.
        """
        forms = []
        for name in forms_for(each.spec for each in self.evidence[: place + 1]):
            form = frozenset({name})
            if self._may_grow(mistakes, form, place):
                yield form
            elif self.beside:
                forms.append(form)
        for name in self.known if count(mistakes) < self.most else ():
            one = frozenset({name})
            if self._may_grow(mistakes, one, place):
                yield one
                continue
            for form in forms:
                if self._may_grow(mistakes, one | form, place):
                    yield one | form

    def _may_grow(self, mistakes: Mistakes, addition: Mistakes, place: int) -> bool:
        """Tell whether both together agree on the evidence up to ``place``."""
        slots = [slot_of(name) for name in (*mistakes, *addition)]
        if len(set(slots)) < len(slots):
            return False
        more = mistakes | addition
        return self._agrees(more, place) and all(
            self._agrees(more, at) for at in range(place)
        )

    def _first_difference(self, mistakes: Mistakes) -> int | None:
        return next(
            (
                place
                for place in range(len(self.evidence))
                if not self._agrees(mistakes, place)
            ),
            None,
        )

    def _agrees(self, mistakes: Mistakes, place: int) -> bool:
        self.runs += 1
        if self.runs > MOST_RUNS:
            raise TooMuch
        one = self.evidence[place]
        return same(one.seen, shown(one.spec, mistakes))


def explain(
    evidence: Sequence[Evidence], known: Iterable[str] = VALUE_MUTANTS
) -> tuple[Mistakes, ...]:
    """Return the smallest sets of mutants that explain all of the evidence.

    Empty where nothing does, where too little is wrong in numbers to tell, or where the
    search would take too long. ``known`` are the mutants that may be named.
    """
    if sum(each.tells for each in evidence) < LEAST_EVIDENCE:
        return ()
    known = tuple(known)
    try:
        # No two single mistakes look alike in any form: one that explains is the one.
        found = list(Search(evidence, known, most=1).solutions())
        if min(map(count, found), default=0) != 1:
            found += Search(evidence, known).solutions()
            found += Search(evidence, known, beside=True).solutions()
    except TooMuch:
        return ()
    fewest = min((count(each) for each in found), default=0)
    named = {without_forms(each) for each in found if count(each) == fewest}
    return tuple(sorted(named, key=sorted))


def forms_for(specs: Iterable[GraphSpec | TrainSpec]) -> list[str]:
    """Return the forms that can make a difference to one of the questions."""
    ops = {
        each.op
        for spec in specs
        if isinstance(spec, GraphSpec)
        for each in spec.operations
    }
    return [
        name
        for name, form in FORMS.items()
        if OP_OF_SLOT.get(form.slot) in (None, *ops)
    ]


def slot_of(name: str) -> str:
    """Return the slot of a mutant or of a form."""
    return (MUTANTS[name] if name in MUTANTS else FORMS[name]).slot


def without_forms(mistakes: Mistakes) -> Mistakes:
    """Return the mistakes alone: a right form is nothing to name."""
    return mistakes - frozenset(FORMS)


def count(mistakes: Mistakes) -> int:
    """Return how many mistakes there are."""
    return len(without_forms(mistakes))
