"""Explain an exception inside a guest: whose line it was, and what it means there."""

from collections.abc import Iterator

from exercises import wording
from exercises.answers import Observation, Raised
from exercises.figures import show
from exercises.graphs import TrainSpec
from exercises.nouns import Kind
from exercises.questions import Near, Op, Probe, Raises
from exercises.training import during
from exercises.verdicts import Finding


def exceptions(probe: Probe, observation: Observation) -> Iterator[Finding]:
    """Yield the first exception that was not asked for, if there is one."""
    awaited = {each.step for each in probe.expects if isinstance(each, Raises)}
    for step, record in sorted(observation.records.items()):
        if isinstance(record, Raised) and step not in awaited:
            yield (
                _no_array(probe, step, record)
                or _no_part(probe, step, record)
                or _error(probe, step, record)
            )
            return


def _error(probe: Probe, step: int, record: Raised) -> Finding:
    kind, sentence = wording.raised(record, withheld=probe.secret)
    if isinstance(probe.spec, TrainSpec):
        sentence = f"{during(probe.program, step)}: {sentence}"
    on = f" on line {record.line}" if record.line else ""
    got = f"{wording.short(record.type, 60)}{on}"
    return Finding(kind, "", aim(probe), got, sentence, record.line)


def _no_array(probe: Probe, step: int, record: Raised) -> Finding | None:
    """Say what ``x.grad.array`` raising means: no gradient, or one that is no Tensor."""
    asked = probe.program[step]
    if asked.op is not Op.ATTR or asked.name != "array" or record.line:
        return None
    for each in probe.expects:
        if isinstance(each, Near) and each.step == step:
            if "'NoneType'" in record.text:
                return missing(each)
            if "'numpy.ndarray'" in record.text:
                sentence = f"{each.what} is a NumPy array, expected a Tensor."
                want = show(each.array)
                return Finding(Kind.ERROR, each.what, want, "a NumPy array", sentence)
    return None


def _no_part(probe: Probe, step: int, record: Raised) -> Finding | None:
    """Say which attribute our question found empty: it was not the pair's line."""
    asked = probe.program[step]
    if asked.op not in {Op.ATTR, Op.ITEM} or record.line:
        return None
    holder = probe.program[asked.handles[0]]
    if holder.op is not Op.ATTR:
        return None
    what = _path(probe, asked.handles[0])
    if record.type == "AttributeError" and "'NoneType'" in record.text:
        sentence = wording.empty(holder.name, asked.name)
        return Finding(Kind.MISSING, what, f"has .{asked.name}", "None", sentence)
    if record.type == "KeyError":
        sentence = wording.no_entry(holder.name, record.text)
        want = f"has an entry {wording.short(record.text, 40)}"
        return Finding(Kind.MISSING, what, want, "has none", sentence)
    return None


def _path(probe: Probe, step: int) -> str:
    """Write what was asked for as the lines to paste write it: ``out.recipe.parents``."""
    path = ""
    while probe.program[step].op is Op.ATTR:
        path = f".{probe.program[step].name}{path}"
        step = probe.program[step].handles[0]
    made = [line.partition(" = ")[0] for line in probe.lines if " = " in line]
    return f"{made[-1]}{path}" if made else path


def aim(probe: Probe) -> str:
    """Print what a probe is after, for a question without an answer."""
    near = [each for each in probe.expects if isinstance(each, Near)]
    # Where a gradient is asked for, the result before it is only on the way.
    for each in sorted(near, key=lambda each: each.role == "forward"):
        return f"{each.what} = {show(each.array)}"
    return "an answer"


def missing(each: Near) -> Finding:
    """Return the finding on None where an array was expected."""
    want = show(each.array)
    sentence = wording.unset(each.what, gradient=each.role == "gradient", expected=want)
    kind = Kind.FORWARD if each.role == "forward" else Kind.MISSING
    return Finding(kind, each.what, want, "None", sentence)
