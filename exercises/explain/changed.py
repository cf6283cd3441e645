"""Show which lines of one definition changed between two files."""

import ast
import textwrap
from difflib import SequenceMatcher
from typing import NamedTuple

MOST = 40


class Line(NamedTuple):
    """One line: ``sign`` is "-" before, "+" after, " " in both."""

    sign: str
    text: str


def changed(before: str, after: str, name: str) -> list[Line]:
    """Return the changed lines of ``name`` with one line around them, at most forty.

    Where a file does not define it, or cannot be read, whole files are compared.
    """
    old, new = (_definition(source, name) for source in (before, after))
    if old is None or new is None:
        old, new = before, after
    return _between(old.splitlines(), new.splitlines())[:MOST]


def _definition(source: str, name: str) -> str | None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    for node in reversed(body):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        if named:
            return textwrap.dedent(ast.get_source_segment(source, node) or "")
    return None


def _between(old: list[str], new: list[str]) -> list[Line]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(1):
        if found:
            found.append(Line(" ", "…"))
        for tag, i, j, k, m in group:
            if tag == "equal":
                found += [Line(" ", text) for text in old[i:j]]
            else:
                found += [Line("-", text) for text in old[i:j]]
                found += [Line("+", text) for text in new[k:m]]
    return found
