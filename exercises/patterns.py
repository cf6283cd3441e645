"""Know wrong numbers by their looks: which misconceptions an answer hints at."""

import re
from collections.abc import Callable, Iterator

import numpy as np

from exercises import guesses
from exercises.answers import Numbers, Observation
from exercises.graphs import GraphSpec
from exercises.judge import agree
from exercises.nouns import Array, Kind
from exercises.questions import Near, Op, Probe, Within
from exercises.verdicts import Finding

SHAPES = (
    *("unbroadcast-misdirected", "summed-axis-not-restored", "softmax-axis"),
    *("zeros-shaped-like-node", "default-end-gradient", "permutation-applied-twice"),
    *("permutation-not-inverted", "matmul-transpose-or-order"),
)
# What a finding is about, as a pattern, and whether True came for False or the like.
OF_WHAT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"\.parents", "", ("parents-renumbered",)),
    (r"^[xy]\.recipe$", "", ("recipe-of-the-parent",)),
    (r"\.recipe$", "None", ("all-instead-of-any", "last-operand-decides", "graph-cut")),
    (r"\.recipe$", "Recipe", ("tracking-condition-missing",)),
    (r"\.requires_grad", "True", ("tracking-condition-missing", "update-recorded")),
    (r"\.requires_grad", "False", ("all-instead-of-any", "last-operand-decides")),
    (r"recipe replayed", "object", ("tensors-in-recipe-args",)),
    (r"recipe replayed", "", ("kwargs-lost", "arguments-not-unpacked")),
    (r"recipe\.args", "", ("tensors-in-recipe-args", "parents-renumbered")),
    (r"out\.array", "object", ("tensors-reach-numpy",)),
    (r"isinstance|parameters\(\)", "", ("parameter-not-registered",)),
    (r"is the array it was", "", ("optimiser-rebinds",)),
    (r"is_leaf", "", ("update-recorded",)),
    (r"after step", "", ("generator-consumed", "optimiser-rebinds")),
    (r"^w\.array$", "", ("optimiser-rebinds", "second-operand-sign")),
    (r"^dg/d", "", ("wrong-argument-slot", "chain-applied-twice")),
    (r"the loss", "", ("softmax-axis", "loss-formula")),
)
MANY = 1e6  # what is further apart is no share and no multiple, but noise
# Kinds that speak without a number.
OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.MUTATED: ("in-place-on-shared-array",),
    Kind.MISSING: ("all-instead-of-any", "graph-cut", "last-operand-decides"),
    Kind.EXTRA: (
        *("tracking-condition-missing", "leaf-branch-mixup", "zero-grad-misplaced"),
    ),
    Kind.TIMEOUT: ("visited-missing", "overflow-as-cycle-check"),
    Kind.CPU_LIMIT: ("visited-missing", "overflow-as-cycle-check"),
    Kind.ORDER: ("consumers-not-finished", "depth-not-propagated", "visited-missing"),
}


def of(
    unit: str, probe: Probe, finding: Finding, seen: Observation | None
) -> tuple[list[str], list[str]]:
    """Return the ids whose mistake answers just this, and those it merely looks like."""
    exact: list[str] = []
    alike = [*_of_the_question(unit, probe, finding)]
    alike = alike or [*OF_KIND.get(finding.kind, ())]
    for each in probe.expects:
        if not isinstance(each, Near) or each.what != finding.what or seen is None:
            continue
        record = seen.records.get(each.step)
        if isinstance(record, Numbers):
            got = record.array.astype(np.float64)
            if got.shape != each.array.shape:
                alike += _shapes(each.array, got)
            else:
                exact += guesses.matching(unit, probe, got)
                exact += _of_what_arrives(probe, each.array, got)
                alike += _numbers(each.array, got)
    if finding.kind is Kind.VALUE and probe.concept in {"reuse", "order"}:
        alike += ("overwrite-within-pass", "consumers-not-finished")
    return exact, alike


def _of_the_question(unit: str, probe: Probe, finding: Finding) -> Iterator[str]:
    """Yield what the question itself was made to show."""
    for what, got, ids in OF_WHAT:
        if re.search(what, finding.what) and got in finding.got:
            yield from ids
    if finding.kind is Kind.MISSING and finding.what == unit:
        yield "nothing-returned"
    if any(isinstance(each, Within) for each in probe.expects):
        yield "initialisation"
    if unit == "backprop" and probe.concept == "recipe":
        yield "kwargs-lost"
    if unit == "wrap_forward_fn" and finding.kind is Kind.FORWARD:
        yield "arguments-not-unpacked"
    if isinstance(probe.spec, GraphSpec) and probe.spec.twice:
        yield from ("overwrite-between-passes", "interior-gradients-kept")


def _shapes(expected: Array, got: Array) -> Iterator[str]:
    if got.ndim > expected.ndim:
        yield "only-stretched-axes-summed"
    elif got.ndim < expected.ndim or 1 in got.shape:
        yield "squeezed-too-far"
    if got.ndim == expected.ndim and got.size > expected.size:
        yield "only-new-axes-summed"
    yield from SHAPES


def _of_what_arrives(probe: Probe, expected: Array, got: Array) -> Iterator[str]:
    arriving = _arriving(probe, expected)
    if arriving is None or not np.isfinite(got).all():
        return
    if agree(expected, got * arriving):
        yield "upstream-dropped"
    if agree(arriving, got):
        yield "local-slope-dropped"


def _numbers(expected: Array, got: Array) -> Iterator[str]:
    if not np.isfinite(got).all():
        yield from ("operand-rebuilt-by-division", "input-passed-as-output")
        yield "softmax-overflow"
        return
    for name, looks in LOOKS.items():
        if looks(expected, got):
            yield from name.split()


def _arriving(probe: Probe, expected: Array) -> Array | None:
    """Return the first array sent, which a backward function gets first."""
    sent = (step.value for step in probe.program if step.op is Op.VALUE)
    first = next((value for value in sent if isinstance(value, np.ndarray)), None)
    if first is None or first.shape != expected.shape:
        return None
    return first.astype(np.float64)


def _ratio(expected: Array, got: Array) -> float:
    """Return the one factor between two arrays, or NaN."""
    places = np.abs(expected) > 1e-2
    if not places.any():
        return float("nan")
    ratio = float(got[places].flat[0] / expected[places].flat[0])
    return ratio if agree(expected * ratio, got) else float("nan")


def _is_share(ratio: float) -> bool:
    return _is_multiple(1 / ratio) if 1 / MANY < ratio < 1 else False


def _is_multiple(ratio: float) -> bool:
    return 1.5 < ratio < MANY and abs(ratio - round(ratio)) < 1e-2


def _is_transposed(expected: Array, got: Array) -> bool:
    square = got.ndim > 1 and got.shape[-1] == got.shape[-2]
    return square and agree(expected, np.swapaxes(got, -1, -2))


def _is_level(expected: Array, got: Array) -> bool:
    return got.size > 1 and bool(np.ptp(got) == 0) and bool(np.ptp(expected) > 0)


# Ids, and how the numbers then look.
LOOKS: dict[str, Callable[[Array, Array], bool]] = {
    "axis-always-first permutation-not-inverted": _is_transposed,
    "constant-fill": _is_level,
    "second-operand-sign loss-formula": lambda want, got: _ratio(want, got) == -1,
    "parent-visited-once mean-not-sum sum-as-mean": lambda want, got: _is_share(
        _ratio(want, got)
    ),
    "recursion-without-order in-place-on-shared-array interior-gradients-kept": (
        lambda want, got: _is_multiple(_ratio(want, got))
    ),
}
