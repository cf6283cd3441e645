"""Cut a file down to what shall run, leaving every line where it was."""

import ast
from collections.abc import Callable, Iterable, Iterator

GATES = frozenset(("MAIN", "__name__"))
# What stands in for a dropped statement where something must stand; being one byte, it
# never makes a file longer than it was.
FILLER = b"0"

Keeps = Callable[[ast.stmt], bool]


def leaves(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield top-level statements, those behind `if MAIN:` one by one."""
    for statement in body:
        if is_gate(statement):
            yield from leaves(children(statement))
        else:
            yield statement


def is_gate(statement: ast.stmt) -> bool:
    """Say whether a statement is an `if` that asks for MAIN or __name__."""
    if not isinstance(statement, ast.If):
        return False
    names = (at.id for at in ast.walk(statement.test) if isinstance(at, ast.Name))
    return not GATES.isdisjoint(names)


def children(statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements of both branches."""
    return [*getattr(statement, "body", []), *getattr(statement, "orelse", [])]


def cut(source: str, body: Iterable[ast.stmt], keeps: Keeps) -> str:
    """Return the source without the leaves that ``keeps`` refuses, line for line."""
    lines = source.encode().split(b"\n")
    # From the end, so that columns of what comes before stay true.
    for statement, nested in reversed(list(_dropped(body, keeps, lines))):
        _blank(lines, statement, nested=nested)
    return b"\n".join(lines).decode()


def _dropped(
    body: Iterable[ast.stmt], keeps: Keeps, lines: list[bytes], *, nested: bool = False
) -> Iterator[tuple[ast.stmt, bool]]:
    for at in body:
        head = lines[at.lineno - 1][at.col_offset :]
        # An `elif` is an `if` of its own in the tree, but not in the text.
        if head.startswith(b"elif") or (is_gate(at) and any(map(keeps, leaves([at])))):
            yield from _dropped(children(at), keeps, lines, nested=True)
        elif is_gate(at) or not keeps(at):
            yield at, nested


def _blank(lines: list[bytes], statement: ast.stmt, *, nested: bool) -> None:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(at.lineno for at in decorators)]) - 1
    last = (statement.end_lineno or statement.lineno) - 1
    before = lines[first][: statement.col_offset]
    after = lines[last][statement.end_col_offset :]
    lines[first : last + 1] = [b""] * (last + 1 - first)
    code_follows = after.strip() not in (b"", b";") and not after.lstrip().startswith(
        b"#"
    )
    if code_follows and first != last:
        lines[first], before = before.rstrip() and before, b""
    if nested or code_follows or before.strip():
        before += FILLER
    lines[last if code_follows else first] = before + after
