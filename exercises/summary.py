"""Sum up a submission: one headline, and remarks on the file as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence

from exercises.answers import Note
from exercises.nouns import State
from exercises.questions import Op, Probe
from exercises.verdicts import UnitVerdict
from exercises.wording import short

# Course files look for their folder; that they do not find it here is no news.
FOLDER_NAMES = ("root_dir", "exercises_dir", "section_dir")
SHOWN_CHECKS = 5

# Python's names for the operators, as the course calls the ops.
OPERATORS = {
    "__add__": "add",
    "__radd__": "add",
    "__sub__": "subtract",
    "__rsub__": "subtract",
    "__mul__": "multiply",
    "__rmul__": "multiply",
    "__truediv__": "true_divide",
    "__rtruediv__": "true_divide",
    "__matmul__": "matmul",
    "__rmatmul__": "matmul",
    "__neg__": "negative",
}
METHODS = frozenset(
    {"log", "exp", "sum", "reshape", "permute", "relu", "maximum", "expand"}
    | {"cross_entropy"}
)


def headline(
    units: Sequence[UnitVerdict], assembled: UnitVerdict | None, *, secret: bool
) -> str:
    """Say how it stands in one sentence, beginning with what to look at first.

    ``secret`` tells whether the engine was asked more than the public bank.
    """
    tried = [unit for unit in units if unit.state is not State.NOT_ATTEMPTED]
    failing = [unit for unit in tried if unit.state is not State.PASSED]
    if not tried:
        return "No exercise of this file is attempted yet."
    if failing:
        return _to_mend(failing, len(tried))
    if assembled and assembled.because:
        return assembled.sentence
    if assembled and assembled.state is State.FAILED:
        return f"Every piece passes alone, but not together: {assembled.sentence}"
    hidden = secret and assembled and assembled.state is State.PASSED
    also = ", hidden ones too" if hidden else ""
    return f"All checks passed{also} ({counted(len(tried))})."


def _to_mend(failing: Sequence[UnitVerdict], tried: int) -> str:
    first = failing[0]
    if tried == 1 and first.sentence.startswith(first.name):
        return first.sentence
    said = f"{first.name}: {first.sentence}"
    if tried == 1:
        return said
    return f"{tried - len(failing)} of {counted(tried)} passed. First {said}"


def counted(number: int, thing: str = "exercise") -> str:
    """Count things: "1 exercise", "2 exercises"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def remarks(notes: Iterable[Note], skipped: Iterable[tuple[int, str]]) -> list[str]:
    """Say what happened beside the graded definitions while the file was loaded."""
    notes = [note for note in notes if not _folder_search(note)]
    checks = [note.line for note in notes if note.what == "assert"]
    said = [f"Your own check on line {line} fails." for line in checks[:SHOWN_CHECKS]]
    if len(checks) > SHOWN_CHECKS:
        said.append(f"{len(checks) - SHOWN_CHECKS} more of your own checks fail.")
    slow = [note.line for note in notes if note.what == "slow"]
    said += [f"Line {line} ran longer than 1 s and was stopped." for line in slow]
    broken = sorted({note.line for note in notes if note.what == "raised"})
    if broken:
        said.append(f"Raised an exception and was passed over: {_lines(broken)}.")
    left = sorted({line for line, _ in skipped})
    if left:
        said.append(
            f"Not run, because grading does not train or download: {_lines(left)}."
        )
    return said


def _folder_search(note: Note) -> bool:
    return note.what == "raised" and (
        note.type == "StopIteration" or any(name in note.text for name in FOLDER_NAMES)
    )


def _lines(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:8])
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"line{'' if len(numbers) == 1 else 's'} {shown}{more}"


def renamed(lines: Sequence[int]) -> list[str]:
    """Say that calls of an older NumPy were read as today's."""
    if not lines:
        return []
    return [f"Read np.reshape's newshape= as shape=, its new name: {_lines(lines)}."]


def unreadable(places: Sequence[tuple[int, str]]) -> list[str]:
    """Name the first places that cannot be parsed; a broken notebook has thousands."""
    said = [not_python(line, message) for line, message in places[:SHOWN_CHECKS]]
    if len(places) > SHOWN_CHECKS:
        said.append(f"{len(places) - SHOWN_CHECKS} more places are not Python yet.")
    return said


def not_python(line: int, message: str) -> str:
    """Say that a definition cannot be parsed yet."""
    return f"Line {line} is not Python yet: {short(message)}."


def ops_in(probe: Probe) -> str:
    """Count the ops of a graph in words, without any of its numbers."""
    names = Counter[str]()
    for step in probe.program:
        if step.op is Op.ITEM:
            names["getitem"] += 1
        elif step.op in {Op.ATTR, Op.NAME}:
            name = OPERATORS.get(step.name, step.name)
            if step.name in OPERATORS or name in METHODS:
                names[name] += 1
    return ", ".join(
        name if count == 1 else f"{name} ({count} times)"
        for name, count in names.items()
    )
