"""Choose what to ask a pair about a failure: one question or none, never a cause."""

from collections.abc import Collection, Iterable

from exercises import patterns, signatures
from exercises.answers import Observation, Raised
from exercises.catalogue import BESIDE
from exercises.guesses import MISTAKES
from exercises.misconceptions.catalogue import CAUSES
from exercises.nouns import Kind
from exercises.questions import Op, Probe, Raises
from exercises.verdicts import Finding, Hint

# What the catalogue lists where it is common, but any backward function can get wrong.
OF_ANY_RULE = {"upstream-dropped", "local-slope-dropped", "in-place-on-shared-array"}
OF_TWO_OPERANDS = {"unbroadcast-misdirected"}
ANYWHERE = {"any", "training"}


def about(
    unit: str, probe: Probe, finding: Finding, seen: Observation | None, source: str
) -> tuple[Hint, ...]:
    """Return at most one hint on a failing probe; ``source`` is what was loaded.

    Misconceptions known of this unit are told; others only where an error has its looks
    and none of the unit's own does. What numbers merely look like is told where it
    leaves one possibility: a list of guesses sends most who read it astray.
    """
    error = _raised(probe, seen) if finding.kind is Kind.ERROR else None
    if probe.hint:
        # The question was made to show this one, but Python's limit is no mistake.
        limit = error is not None and error.type == "RecursionError"
        how, ids = "This", [] if limit else [probe.hint]
    elif error is None:
        return _by_numbers(unit, probe, finding, seen)
    else:
        code = _line(source, error.line)
        how, ids = "An error like this", [*signatures.of(unit, error, code)]
    chosen = [name for name in dict.fromkeys(ids) if not _refuted(name, probe)]
    own = [name for name in chosen if _known(name, unit)]
    # Numbers alike may mean anything elsewhere; an error tells more of itself.
    told = own if error is None else own or chosen
    return tuple(Hint(name, _sentence(how, name)) for name in told[:1])


def without_right(hints: Iterable[Hint], passed: Collection[str]) -> tuple[Hint, ...]:
    """Drop what could only be wrong in definitions that are right when asked alone."""
    return tuple(hint for hint in hints if not _units(hint.id) <= set(passed))


def _units(name: str) -> set[str]:
    """Return the only units a misconception can sit in; a stranger where it is open."""
    return set(CAUSES[name].exercises) if name in CAUSES else {name}


def _refuted(name: str, probe: Probe) -> bool:
    """Tell whether the question holds nothing that the misconception is about."""
    sent = [step.value for step in probe.program if step.op is Op.VALUE]
    is_constant = any(value is False for value in sent)
    return name == "leaf-branch-mixup" and not is_constant


def _by_numbers(
    unit: str, probe: Probe, finding: Finding, seen: Observation | None
) -> tuple[Hint, ...]:
    exact, alike = patterns.of(unit, probe, finding, seen)
    sure, unsure = ([n for n in found if _known(n, unit)] for found in (exact, alike))
    told = sure[:1] or (unsure if len({*unsure}) == 1 else [])
    return tuple(
        Hint(name, _sentence("An answer like this", name)) for name in told[:1]
    )


def _known(name: str, unit: str) -> bool:
    if name in signatures.PLAIN or unit == "assembled" or unit in BESIDE:
        return True
    if name in OF_ANY_RULE and "_back" in unit:
        return True
    # A matrix product stretches nothing, so there is nothing to sum back.
    if name in OF_TWO_OPERANDS and unit[-1] in "01" and "matmul" not in unit:
        return True
    if name in {mistake for mistake, _ in MISTAKES.get(unit, ())}:
        return True
    return not ({unit} | ANYWHERE).isdisjoint(CAUSES[name].exercises)


def _sentence(how: str, name: str) -> str:
    if name in signatures.PLAIN:
        return signatures.PLAIN[name]
    cause = CAUSES[name]
    return f"{how} often comes from code in which {cause.claim}. {cause.question}"


def _raised(probe: Probe, seen: Observation | None) -> Raised | None:
    """Return the first exception nobody asked for, else the first of all."""
    awaited = {each.step for each in probe.expects if isinstance(each, Raises)}
    records = sorted(seen.records.items()) if seen else []
    raised = [(at, each) for at, each in records if isinstance(each, Raised)]
    unasked = [each for at, each in raised if at not in awaited]
    # Where one was asked for, it was the wrong one.
    return next(iter([*unasked, *(each for _, each in raised)]), None)


def _line(source: str, number: int) -> str:
    lines = source.split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""
