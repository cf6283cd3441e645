"""Name the causes that every simplest explanation has in common, or none."""

from collections.abc import Sequence

from exercises.diagnosis.evidence import Evidence
from exercises.diagnosis.explain import Mistakes, explain
from exercises.misconceptions.catalogue import CAUSES
from exercises.misconceptions.mutants.catalogue import MUTANTS
from exercises.verdicts import Misconception


def causes(evidence: Sequence[Evidence]) -> tuple[Misconception, ...]:
    """Return the misconceptions behind an engine, as far as all of it tells."""
    return named(explain(evidence), len(evidence))


def named(
    explanations: Sequence[Mistakes], agrees_on: int
) -> tuple[Misconception, ...]:
    """Return what all explanations share: a mutant, or at least its cause.

    Two explanations by different mutants of one cause name the cause without the claim
    of either.
    """
    if not explanations:
        return ()
    by_cause = [_by_cause(each) for each in explanations]
    shared = set(by_cause[0]).intersection(*by_cause[1:])
    found = []
    for cause in sorted(shared):
        mutants = sorted(set().union(*(each[cause] for each in by_cause)))
        certain = all(each[cause] == by_cause[0][cause] for each in by_cause)
        texts = CAUSES[cause]
        claim = " and ".join(MUTANTS[name].claim for name in mutants)
        found.append(
            Misconception(
                id=cause,
                mutants=tuple(mutants),
                agrees_on=agrees_on,
                claim=claim if certain else texts.claim,
                question=texts.question,
            )
        )
    return tuple(found)


def _by_cause(mistakes: Mistakes) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in mistakes:
        found.setdefault(MUTANTS[name].cause, set()).add(name)
    return found
