"""Name what is wrong with one backward function, by answering its questions ourselves.

A mutant's rule is put where the pair's function stands; it is named only if it gives
the pair's answer to every question, those included that the pair answers rightly.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from exercises.answers import Observation
from exercises.diagnosis.explain import LEAST_EVIDENCE
from exercises.diagnosis.naming import named
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.misconceptions.rules import RULES, STRETCHING
from exercises.misconceptions.sighting import Sighting, same
from exercises.misconceptions.slots import Slots, filled
from exercises.misconceptions.translation import observed, sighting_of
from exercises.questions import Near, Op, Probe, Program
from exercises.verdicts import Misconception

Back = Callable[..., Any]
SUM_ARGUMENTS = 3
UNIT = re.compile(r"(?P<op>\w+?)(2d)?_back(?P<argument>[01])?")


class _Opaque:
    """A name whose value only the guest has: the unit itself, or the table it is in."""


def causes_of(
    unit: str, probes: Sequence[Probe], observations: Sequence[Observation]
) -> tuple[Misconception, ...]:
    """Return the one cause that explains all answers of a function, if there is one."""
    known = dict(rivals(unit))
    if not known:
        return ()
    # Only what is compared by its numbers can agree with a number.
    asked = [
        (
            probe,
            sighting_of(compared(probe), seen),
            sighting_of(compared(probe), right(probe)),
        )
        for probe, seen in zip(probes, observations, strict=False)
        if not probe.labelled
    ]
    tells = sum(
        seen.raised is None and not same(seen, expected) for _, seen, expected in asked
    )
    if tells < LEAST_EVIDENCE:
        return ()
    agreeing = [
        frozenset({name})
        for name, back in known.items()
        if all(same(seen, played(probe, back)[1]) for probe, seen, _ in asked)
    ]
    return named(agreeing, len(asked))


def rivals(unit: str) -> Iterator[tuple[str, Back]]:
    """Yield the mutants that change a unit, as functions of its signature."""
    for name in VALUE_MUTANTS:
        override = MUTANTS[name].override
        if unit == "unbroadcast":
            if "unbroadcast" in override:
                yield name, _shape_of_second(override["unbroadcast"])
        elif (key := _key(unit)) and key in override.get("rules", {}):
            yield name, _course_form(*key, filled([override]))


def _key(unit: str) -> tuple[str, int] | None:
    found = UNIT.fullmatch(unit)
    key = (found["op"], int(found["argument"] or 0)) if found else ("", 0)
    return key if key in RULES else None


def _course_form(op: str, argument: int, slots: Slots) -> Back:
    def back(grad_out: Any, out: Any, *args: Any, **named_ones: Any) -> Any:
        if op == "sum" and len(args) == SUM_ARGUMENTS:  # keepdim by position
            args, named_ones = args[:-1], {"keepdim": args[-1]}
        raw = slots.rules[op, argument](grad_out, out, *args, **named_ones)
        if op in STRETCHING:
            return slots.unbroadcast(np.asarray(raw), np.shape(args[argument]))
        return raw

    return back


def _shape_of_second(unbroadcast: Back) -> Back:
    return lambda broadcasted, original: unbroadcast(broadcasted, original.shape)


def compared(probe: Probe) -> Probe:
    """Return the probe with what it compares by numbers alone."""
    return replace(
        probe, expects=tuple(each for each in probe.expects if isinstance(each, Near))
    )


def right(probe: Probe) -> Observation:
    """Return the answer of a right function."""
    asked = compared(probe)
    arrays = tuple(each.array for each in asked.expects if isinstance(each, Near))
    return observed(asked, Sighting(arrays))


def played(probe: Probe, back: Back) -> tuple[Probe, Sighting]:
    """Return what is compared, and what a guest would show whose function is ``back``."""
    asked = compared(probe)
    with np.errstate(all="ignore"):
        try:
            values = _play(asked.program, back)
            arrays = tuple(
                np.array(values[each.step], np.float64) for each in asked.expects
            )
        except Exception as error:  # noqa: BLE001 - a wrong rule may raise anything
            return asked, Sighting(raised=type(error).__name__)
    return asked, Sighting(arrays)


def _play(program: Program, back: Back) -> list[Any]:
    values: list[Any] = []
    for step in program:
        given = [values[handle] for handle in step.handles]
        named_ones = {name: values[handle] for name, handle in step.keywords}
        match step.op:
            case Op.VALUE:
                value = step.value
                # A copy: a rule may write into what it is given.
                copied = value.copy() if isinstance(value, np.ndarray) else value
                values.append(copied)
            case Op.LIST:
                values.append(given)
            case Op.ITEM:
                values.append(given[0][given[1]])
            case Op.CALL if any(isinstance(each, np.ndarray) for each in given):
                values.append(back(*given[1:], **named_ones))
            case _:
                values.append(_Opaque())
    return values
