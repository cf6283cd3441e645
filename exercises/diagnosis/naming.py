"""Name the causes that every simplest explanation has in common, or none."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from exercises.catalogue import UNITS
from exercises.diagnosis.evidence import Evidence, Mistakes
from exercises.diagnosis.explain import explain
from exercises.graphs import GraphSpec
from exercises.misconceptions.catalogue import CAUSES
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.verdicts import Misconception

WITHOUT_A_LOSS = "without cross_entropy"


# What can be wrong with an engine of which this piece alone is a pair's.
SLOTS_OF_PIECE = {
    "wrap_forward_fn": {"parents"},
    "topological_sort": {"order"},
    "backprop": {"acc", "order", "parents", "start", "leaf"},
}


def causes(
    evidence: Sequence[Evidence], known: Sequence[str] = VALUE_MUTANTS
) -> tuple[Misconception, ...]:
    """Return the misconceptions behind an engine, as far as all of it tells.

    A loss can be composed in more ways than are known, and each shows a mistake in its
    parts differently. Where nothing explains all graphs, those without it are asked
    alone, and what is named says so.
    """
    found = named(explain(evidence, known), len(evidence))
    if found:
        return found
    rest = [each for each in evidence if not _holds_a_loss(each)]
    if len(rest) == len(evidence):
        return ()
    return tuple(
        replace(each, scope=WITHOUT_A_LOSS)
        for each in named(explain(rest, known), len(rest))
    )


def causes_in_piece(
    unit: str, evidence: Sequence[Evidence]
) -> tuple[Misconception, ...]:
    """Return what is wrong with one piece of an engine whose other pieces are right."""
    slots = SLOTS_OF_PIECE[unit]
    return causes(
        evidence, [name for name in VALUE_MUTANTS if MUTANTS[name].slot in slots]
    )


def _holds_a_loss(evidence: Evidence) -> bool:
    return isinstance(evidence.spec, GraphSpec) and any(
        each.op == "cross_entropy" for each in evidence.spec.operations
    )


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


def unless_right_alone(
    found: Sequence[Misconception], passed: Collection[str]
) -> tuple[Misconception, ...]:
    """Drop what is said of a function that is right when it is asked alone.

    Then the engine calls it wrongly, or not at all: exp, handed its input for its
    output, answers like one that scales by its input.
    """
    kept = []
    for each in found:
        units = {unit for name in each.mutants for unit in units_of(name)}
        if not units or not units <= set(passed):
            kept.append(each)
        elif each.mutants == ("exp_uses_x",) and "backprop" not in passed:
            texts = CAUSES["input-passed-as-output"]
            kept.append(
                replace(each, id=texts.id, claim=texts.claim, question=texts.question)
            )
    return tuple(kept)


def units_of(mutant: str) -> set[str]:
    """Return the exercises whose function a mutant changes."""
    override = MUTANTS[mutant].override
    if "unbroadcast" in override:
        return {"unbroadcast"}
    return {
        name
        for op, argument in override.get("rules", {})
        for name in (f"{op}_back", f"{op}_back{argument}", f"{op}2d_back{argument}")
        if name in UNITS
    }
