"""Parse as much of a text as can be parsed, and say where the rest is."""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from exercises.cells import tame

# Lines in column 0 that belong to what stands above them.
GOES_ON = re.compile(r"[\s)\]}#]|$|(else|elif|except|finally)\b")


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines that are not Python; ``line`` is where the parser gave up."""

    first: int
    last: int
    line: int
    message: str
    text: str


NESTING = 200
# A day's file has a few hundred statements; the time for them grows with their number.
MOST_STATEMENTS = 2500
Parsed = tuple[list[ast.stmt], list[Broken]]
Split = Callable[[str], Iterable[str]]


def parse(text: str, first: int) -> tuple[str, Parsed]:
    """Return the text as used (magics tamed) and its statements and broken lines.

    ``first`` is the line number of the text's first line.
    """
    with warnings.catch_warnings():  # "\d" in a string is not our concern
        warnings.simplefilter("ignore")
        whole = _body(text, first)
        if not isinstance(whole, Broken):
            return text, (whole, [])
        text = tame(text)
        return text, _ladder(text, first, [_at_markers, _at_column_zero])


def _ladder(
    text: str, first: int, splits: list[Split], known: Broken | None = None
) -> Parsed:
    """Parse a text or, by ever smaller parts, what can be parsed of it."""
    body = known or _body(text, first)
    if not isinstance(body, Broken):
        return body, []
    if not splits:
        return [], [body]
    parts = list(splits[0](text))
    if len(parts) > MOST_STATEMENTS:
        return [], [body]
    statements: list[ast.stmt] = []
    broken: list[Broken] = []
    for part in parts:
        # A part that is the whole need not fail a second time.
        known = body if len(parts) == 1 else None
        good, bad = _ladder(part, first, splits[1:], known)
        statements += good
        _join(broken, bad)
        first += part.count("\n") + 1
    return statements, broken


def _join(known: list[Broken], more: list[Broken]) -> None:
    """Report broken lines that follow one another once, by their first message."""
    for new in more:
        if known and known[-1].last + 1 == new.first:
            old = known.pop()
            text = f"{old.text}\n{new.text}"
            new = Broken(old.first, new.last, old.line, old.message, text)  # noqa: PLW2901
        known.append(new)


def _body(text: str, first: int) -> list[ast.stmt] | Broken:
    last = first + text.count("\n")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        line = min(first + (error.lineno or 1) - 1, last)
        return Broken(first, last, line, error.msg, text)
    except (ValueError, MemoryError, RecursionError):
        return Broken(first, last, first, "too deeply nested to be read", text)
    if _deeper(tree, NESTING):
        return Broken(first, last, first, "too deeply nested to be read", text)
    return ast.increment_lineno(tree, first - 1).body


def _deeper(tree: ast.AST, limit: int) -> bool:
    """Say whether a tree is deeper than any a person writes; recursion must end."""
    layer: list[ast.AST] = [tree]
    for _ in range(limit):
        layer = [child for at in layer for child in ast.iter_child_nodes(at)]
        if not layer:
            return False
    return True


def _split(text: str, starts: Callable[[str], bool]) -> list[str]:
    """Return the parts of a text, a new one at each line that starts one."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if starts(line) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _at_markers(text: str) -> list[str]:
    return _split(text, lambda line: re.match(r"#\s*%%", line) is not None)


def _at_column_zero(text: str) -> Iterator[str]:
    """Yield what starts in column 0, with its decorators and open strings."""
    parts = _split(text, lambda line: not GOES_ON.match(line))
    at = 0
    while at < len(parts):
        end = _end(parts, at)
        yield "\n".join(parts[at:end])
        at = end


def _end(parts: list[str], at: int) -> int:
    end = at + 1
    while parts[end - 1].startswith("@") and end < len(parts):
        end += 1
    closed, quotes = end, parts[end - 1].count('"""')
    while quotes % 2 and closed < len(parts):
        quotes += parts[closed].count('"""')
        closed += 1
    # A string that never closes must not swallow the rest of the file.
    return end if quotes % 2 else closed
