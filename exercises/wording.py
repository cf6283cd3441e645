"""Say what was seen in one sentence, and what to do next: no verdict without both.

The gap comes first, the cause never: a sentence states only what the answers showed.
"""

import re
from collections.abc import Callable

from exercises.answers import Raised
from exercises.nouns import Kind, State

LONGEST_TEXT = 240

# What the pair can do next. Never code, never a cause.
NEXT: dict[Kind, str] = {
    Kind.ERROR: "Read the line it names with the lines to paste in front of you.",
    Kind.FORWARD: "Mend the way forward first; gradients follow from it.",
    Kind.EXTRA: "Ask which tensors should remember a gradient after backward.",
    Kind.MISSING: "Walk the drawing from the end: where does the way to it stop?",
    Kind.SHAPE: "A gradient has the shape of what it belongs to: write both down.",
    Kind.VALUE: "Work the lines out by hand and compare number by number.",
    Kind.ORDER: "Draw the graph: before you leave a node, who still needs it?",
    Kind.MUTATED: "Look for +=, *= or a slice assignment on an argument.",
    Kind.NEEDS_STUB: "NumPy and Python itself are all there is here.",
    Kind.TYPE_REFUSED: "Return plain numbers: a float or an array of floats.",
    Kind.TIMEOUT: "Look for a loop without an end, or a node visited once for every path.",
    Kind.CPU_LIMIT: "Look for a loop without an end, or a node visited once for every path.",
    Kind.OUTPUT_LIMIT: "Print less, and compare the shape with the expected one.",
    Kind.CRASH: "Look for endless recursion or a very large array.",
    Kind.NO_ANSWER: "Remove calls that end Python, such as sys.exit.",
    Kind.PROTOCOL: "Remove code that writes to open files or descriptors.",
    Kind.SECURITY: "The exercises need NumPy only: no files, processes or network.",
}

# Exceptions whose own text helps nobody: limits, and the sandbox's refusals.
IN_WORDS: dict[str, str] = {
    "MemoryError": "asked for more memory than there is (1 GiB)",
    "RecursionError": "called itself more often than Python allows",
    "PermissionError": "asked the system for something not allowed",
    "BlockingIOError": "asked the system for something not allowed",
}

_ASKED = re.compile(r"(\.(ndim|shape|T|dtype|size|item|array))+$")

_LINES = re.compile(r"\b(lines|on line|from line|[Ll]ine) (\d+(?:, \d+)*)")

# Modules that hold finished answers; handing work to them is not an attempt.
SOLVED_ELSEWHERE = ("solutions", "part4_backprop", "part5_backprop")


def next_step(state: State, kind: Kind | None) -> str:
    """Return what to do after a failure; empty without one."""
    if state is State.DID_NOT_LOAD and kind is Kind.ERROR:
        return "Run the file in a fresh Python, from the top: it stops at that line."
    return NEXT[kind] if kind else ""


def short(text: str, limit: int = LONGEST_TEXT) -> str:
    """Return text of a pair's code on one line, without invisible characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= limit else line[: limit - 3] + "..."


def raised(error: Raised, *, withheld: bool = False) -> tuple[Kind, str]:
    """Say what an exception was; ``withheld`` drops text that could carry our numbers."""
    on = f" on line {error.line}" if error.line else ""
    on += f", called from line {error.caller}," if error.caller else ""
    if error.type == "StubUsed":
        return Kind.NEEDS_STUB, needs_stub(error)
    if error.type in IN_WORDS:
        return Kind.ERROR, f"The code{on} {IN_WORDS[error.type]}."
    text = "" if withheld else short(error.text)
    on = on.rstrip(",")
    said = f": {text}" if text else "."
    return Kind.ERROR, f"{short(error.type, 60)}{on}{said}"


def needs_stub(error: Raised) -> str:
    """Say that a graded definition leans on a module which is not here."""
    path = short(error.text, 60)
    # What the stub was asked for last is of no interest: torch.mul, not torch.mul.ndim.
    path = _ASKED.sub("", path)
    line = f"Line {error.line}" if error.line else "The code"
    if any(part in SOLVED_ELSEWHERE for part in path.split(".")):
        return f"{line} hands the work to {path}; write it yourselves."
    return f"{line} needs {path}; use NumPy."


def unset(what: str, *, gradient: bool, expected: str) -> str:
    """Say that None came where numbers were expected."""
    if gradient and what.endswith(".grad"):
        return f"{what} was never set; expected {expected}."
    return f"{what} is None, expected {expected}."


def empty(holder: str, part: str) -> str:
    """Say that an attribute is None where something is read from it."""
    return f"The result's .{holder} is None, so it has no .{part}."


def no_entry(holder: str, key: str) -> str:
    """Say that a dictionary lacks a key."""
    return f"The result's .{holder} has no entry {short(key, 40)}."


def overset(what: str) -> str:
    """Say that something is there which should not be."""
    if what.endswith(".grad"):
        return f"{what} was set, but it asks for none."
    return f"{what} should be None, but it is not."


def shape(what: str, expected: tuple[int, ...], got: tuple[int, ...]) -> str:
    """Say that shapes differ."""
    return f"{what} has shape {got}, expected {expected}."


def value(what: str, expected: str, got: str) -> str:
    """Say that numbers differ."""
    return f"{what} is {got}, expected {expected}."


def differs(what: str, place: list[int], expected: str, got: str) -> str:
    """Say where a larger array first differs."""
    return f"{what} differs first at {place}: it is {got}, expected {expected}."


def forward(sentence: str) -> str:
    """Say that the result itself is off, so gradients were not even looked at."""
    return f"The forward value is already wrong: {sentence}"


def not_numbers(what: str, kind: str, place: list[int]) -> str:
    """Say where a NaN or an infinity first stands."""
    return f"{what} is {kind}{f' from element {place} on' if place else ''}."


def whole_numbers(what: str) -> str:
    """Say that a buffer of integers cannot hold a gradient."""
    return f"{what} holds whole numbers (integers); gradients need floats."


def mutated(what: str) -> str:
    """Say that an input was written to."""
    return f"{what} was changed in place; an input must stay as it was."


def refused(what: str, kind: str) -> str:
    """Say that a value is no plain array."""
    return f"{what} is of type {short(kind, 60)}, expected numbers."


def no_exception(what: str) -> str:
    """Say that an exception was expected and none came."""
    return f"{what} should raise an exception, but nothing was raised."


def wrong_exception(what: str, error: str) -> str:
    """Say that Python itself gave up where the code should have noticed."""
    return (
        f"{what} should be noticed and raised; {short(error, 60)} is Python giving up."
    )


def outside(what: str, low: str, high: str, smallest: str, largest: str) -> str:
    """Say that drawn numbers leave their range or fill too little of it."""
    return (
        f"{what} runs from {smallest} to {largest}; "
        f"expected numbers spread over {low} to {high}."
    )


def absent(what: str) -> str:
    """Say that an answer left out what was asked for."""
    return f"No answer came for {what}."


def in_cells(text: str, place: Callable[[int], tuple[int, int]]) -> str:
    """Rewrite "on line 40" as "in cell 7, line 3"; ``place`` finds cell and line."""

    def rewritten(found: re.Match[str]) -> str:
        word, numbers = found.groups()
        places = [place(int(number)) for number in numbers.split(", ")]
        if word == "lines":
            return ", ".join(f"cell {cell} line {line}" for cell, line in places)
        before = {"Line": "Cell", "on line": "in cell", "from line": "from cell"}.get(
            word, "cell"
        )
        return f"{before} {places[0][0]}, line {places[0][1]}"

    # One pass for all forms: what is rewritten must not be found again.
    return _LINES.sub(rewritten, text)
