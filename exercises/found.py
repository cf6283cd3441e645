"""Sort the statements of one file: work, stubs, and what must never run."""

import ast
import re

from exercises import attempts, authored, never, registrations, slices
from exercises.names import GIVEN, GRADED, LAMBDAS, NAMED, OPERATIONS, OPTIONAL
from exercises.pieces import Broken

ADDED = frozenset(each.unit.name for each in authored.published())
KNOWN = frozenset((*GRADED, *GIVEN, *OPERATIONS, *OPTIONAL, *ADDED))
# Without \s at the front, which would walk over the same blank lines again and again.
PATTERNS = {
    name: rf"^[ \t]*(?:(?:def|class)[ \t]+{name}\b|{name}[ \t]*=)"
    for name in (*NAMED, *ADDED)
} | {
    name: rf"add_back_func\(\s*\w+\.{function}\s*,\s*{at}\b"
    for name, (function, at) in LAMBDAS.items()
}


class Found:
    """Hold what was found.

    ``chosen`` and ``lines`` give each name's last attempt, ``stubs`` the line of names
    never attempted, ``empty`` the statements that hold only stubs.
    """

    def __init__(self, body: list[ast.stmt], broken: list[Broken]) -> None:
        self.body = body
        self.broken = broken
        self.book = registrations.read(attempts.statements(body))
        self.chosen: dict[str, ast.stmt] = {}
        self.lines: dict[str, int] = {}
        self.stubs: dict[str, int] = {}
        self.empty: set[ast.stmt] = set()
        for leaf in slices.leaves(body):
            self._look(leaf)
        launchers = never.launchers(attempts.statements(body))
        defined = frozenset(self.lines)
        leaves = list(slices.leaves(body))
        self.skipped = [at for at in leaves if never.never_runs(at, launchers)]
        self.scenery = {at for at in leaves if never.is_scenery(at, defined)}

    def _look(self, leaf: ast.stmt) -> None:
        names = set()
        worked = False
        for statement in attempts.statements([leaf]):
            found = [*attempts.bound(statement)]
            found += registrations.registered(statement, self.book)
            for name, node in found:
                names.add(name)
                worked |= self._judge(name, node, leaf)
        if names & KNOWN and not worked:
            self.empty.add(leaf)

    def _judge(self, name: str, node: ast.AST, leaf: ast.stmt) -> bool:
        line: int = getattr(node, "lineno", leaf.lineno)
        attempt = attempts.is_attempt(name, node, self.stubs)
        if attempt:
            self.chosen[name] = leaf
            self.lines[name] = line
            self.stubs.pop(name, None)
        elif name not in self.lines:
            self.stubs[name] = line
        return attempt

    def broken_names(self) -> dict[str, int]:
        """Return name -> line for definitions that seem to stand in broken lines."""
        return {
            name: part.line
            for part in self.broken
            for name, pattern in PATTERNS.items()
            if re.search(pattern, part.text, re.MULTILINE)
        }

    def runnable(self, source: str) -> tuple[str, tuple[int, ...]]:
        """Return the source without broken lines, and the lines it changes.

        `newshape` in calls of np.reshape, which NumPy 2.4 no longer knows, is renamed;
        the old name leaves spaces behind, so that no column moves.
        """
        lines = source.encode().split(b"\n")
        for part in self.broken:
            lines[part.first - 1 : part.last] = [b""] * (part.last - part.first + 1)
        words = self._renamed()
        for word in words:
            line, start = lines[word.lineno - 1], word.col_offset
            lines[word.lineno - 1] = line[:start] + b"shape   " + line[start + 8 :]
        touched = {word.lineno for word in words}
        return b"\n".join(lines).decode(), tuple(sorted(touched))

    def _renamed(self) -> list[ast.keyword]:
        reshapes = {f"{name}.reshape" for name, at in self.book.numpy.items() if not at}
        nodes = [at for part in self.body for at in ast.walk(part)]
        calls = [at for at in nodes if isinstance(at, ast.Call)]
        chosen = [at for at in calls if never.dotted(at.func) in reshapes]
        return [word for at in chosen for word in at.keywords if word.arg == "newshape"]
