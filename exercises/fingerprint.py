"""Tell whether two pieces of code are the same but for names, layout and comments.

It says "the same code", never who had it first.
"""

import ast
import copy
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One top-level statement: its name where it has one, and what it is made of.

    ``lines`` are the lines of its parts in a fixed order, the same for equal prints.
    """

    name: str
    print: str
    lines: tuple[int, ...]

    def place(self, line: int) -> int:
        """Return which part begins on ``line``, else the last that begins before it."""
        before = [place for place, at in enumerate(self.lines) if at <= line]
        exact = [place for place in before if self.lines[place] == line]
        chosen = exact or sorted(before, key=lambda place: self.lines[place])[-1:]
        return chosen[0] if chosen else 0


def pieces(source: str) -> list[Piece]:
    """Return the top-level statements of a file; none where it is not Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return []
    return [
        _piece(node)
        for node in body
        if not isinstance(node, ast.Import | ast.ImportFrom)
    ]


def at(source: str, line: int) -> Piece | None:
    """Return the statement that ``line`` belongs to, None where there is none."""
    found = [piece for piece in pieces(source) if piece.lines[0] <= line]
    return found[-1] if found else None


def _piece(node: ast.stmt) -> Piece:
    bare = copy.deepcopy(node)
    for inner in ast.walk(bare):
        _undress(inner)
    parts = [part for part in ast.walk(bare) if hasattr(part, "lineno")]
    lines = tuple(part.lineno for part in parts)
    _rename(bare)
    name = getattr(bare, "name", "")
    told = ast.dump(bare, annotate_fields=False)
    return Piece(name, hashlib.sha256(told.encode()).hexdigest(), lines)


def _undress(node: ast.AST) -> None:
    """Take away what changes nothing: docstrings and annotations."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            node.body = node.body[1:] or [ast.Pass(lineno=first.lineno)]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node.returns = None
    if isinstance(node, ast.arg):
        node.annotation = None


def _rename(root: ast.AST) -> None:
    """Replace the names that the code itself binds by numbers, in their order."""
    bound: dict[str, str] = {}
    for node in ast.walk(root):
        if isinstance(node, ast.arg):
            bound.setdefault(node.arg, f"v{len(bound)}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.setdefault(node.id, f"v{len(bound)}")
    for node in ast.walk(root):
        if isinstance(node, ast.arg):
            node.arg = bound[node.arg]
        elif isinstance(node, ast.Name):
            node.id = bound.get(node.id, node.id)
