"""Read a pair's file or notebook and say what in it is their work; run nothing."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from exercises import cells, needs, pieces, slices
from exercises.cells import IntakeError
from exercises.found import KNOWN, Found
from exercises.names import GRADED

__all__ = ["Definition", "Extract", "IntakeError", "assembled", "isolated", "line_of"]

SHOWN = 80  # characters of a skipped statement


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a name is defined; line and cell are 0 where they do not exist."""

    name: str
    state: Literal["attempted", "not_attempted", "unparsable"]
    line: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a file holds.

    ``source`` is one Python text with magics neutralised; a notebook's cells begin at
    the lines of ``cells``, each behind a `# %%` line. ``definitions`` has every graded
    name, and given names where the file defines them. ``unparsable`` is (line, message),
    ``skipped`` (line, text) of what never runs, ``rewritten`` the lines on which an
    argument that NumPy has dropped is renamed.
    """

    filename: str
    kind: Literal["py", "ipynb"]
    source: str
    cells: tuple[int, ...]
    definitions: dict[str, Definition]
    unparsable: tuple[tuple[int, str], ...]
    skipped: tuple[tuple[int, str], ...]
    rewritten: tuple[int, ...]
    runnable: str = field(repr=False)
    body: tuple[ast.stmt, ...] = field(repr=False, compare=False)
    dropped: frozenset[ast.stmt] = field(repr=False, compare=False)
    chosen: dict[str, ast.stmt] = field(repr=False, compare=False)
    names: needs.Table = field(repr=False, compare=False)

    @property
    def binds(self) -> dict[int, set[str]]:
        """Return the names bound by the statement that begins on a line."""
        return {at.lineno: found.defines for at, found in self.names.items()}

    @property
    def absent(self) -> frozenset[str]:
        """Return the names that only statements bind which never run."""
        gone = {name for at in self.dropped for name in needs.defines(at)}
        runs = [at for at in self.names if at not in self.dropped]
        return frozenset(gone.difference(*(self.names[at].defines for at in runs)))

    @property
    def attempted(self) -> frozenset[str]:
        """Return the names, graded or given, that the pair has written."""
        found = self.definitions.values()
        return frozenset(at.name for at in found if at.state == "attempted")


def read(filename: str, data: bytes) -> Extract:
    """Return what the upload holds, or raise IntakeError with one sentence."""
    kind, texts = cells.texts(filename, data)
    # Before parsing: a notebook of 200 000 cells would keep the web busy for seconds.
    cells.check_size("\n".join(texts))
    firsts, body, broken = [], [], []
    line = 1
    for at, text in enumerate(texts):
        firsts.append(line)
        texts[at], (good, bad) = pieces.parse(text, line)
        body += good
        broken += bad
        line += text.count("\n") + 1
    source = "\n".join(texts)
    # Again: the `pass` that replaces a magic may be longer than the magic.
    cells.check_size(source)
    count = sum(1 for _ in slices.leaves(body))
    if count > pieces.MOST_STATEMENTS:
        raise IntakeError(
            f"This file has {count} statements and a day's own file has a few hundred:"
            " upload that file, without data or generated code in it."
        )
    return _extract(filename, kind, source, tuple(firsts), Found(body, broken))


def _extract(
    filename: str,
    kind: Literal["py", "ipynb"],
    source: str,
    firsts: tuple[int, ...],
    found: Found,
) -> Extract:
    starts = firsts if kind == "ipynb" else ()
    lines = source.encode().split(b"\n")
    shown = [(at.lineno, _head(at, lines)) for at in found.skipped]
    runnable, rewritten = found.runnable(source)
    dropped = frozenset((*found.skipped, *found.scenery, *found.empty))
    wanted = {*found.chosen.values()}
    leaves = slices.leaves(found.body)
    return Extract(
        filename=filename,
        kind=kind,
        source=source,
        cells=starts,
        definitions={at.name: at for at in _definitions(found, starts)},
        unparsable=tuple((at.line, at.message) for at in found.broken),
        skipped=tuple(shown),
        rewritten=rewritten,
        runnable=runnable,
        body=tuple(found.body),
        dropped=dropped,
        chosen=found.chosen,
        names=needs.table(at for at in leaves if at not in dropped or at in wanted),
    )


def _head(statement: ast.stmt, lines: list[bytes]) -> str:
    alone = statement.lineno == statement.end_lineno
    end = statement.end_col_offset if alone else None
    line = lines[statement.lineno - 1][statement.col_offset : end]
    return line.decode().strip()[:SHOWN]


def _definitions(found: Found, starts: tuple[int, ...]) -> Iterable[Definition]:
    broken = found.broken_names()
    for name in (*GRADED, *sorted(KNOWN - {*GRADED})):
        if name in found.lines:
            line = found.lines[name]
            yield Definition(name, "attempted", line, _cell(starts, line))
        elif name in broken:
            line = broken[name]
            yield Definition(name, "unparsable", line, _cell(starts, line))
        elif name in GRADED or name in found.stubs:
            line = found.stubs.get(name, 0)
            yield Definition(name, "not_attempted", line, _cell(starts, line))


def _cell(starts: tuple[int, ...], line: int) -> int:
    return sum(start <= line for start in starts) if line else 0


def line_of(extract: Extract, line: int) -> tuple[int, int]:
    """Return (cell, line in the cell), counted from 1; a .py file has cell 0."""
    cell = _cell(extract.cells, line)
    return cell, line - extract.cells[cell - 1] if cell else line


def assembled(extract: Extract, *, without: str = "") -> str:
    """Return the whole file without stubs and what never runs, line for line.

    ``without`` is a unit whose definition is left out as well.
    """
    out = extract.chosen.get(without)
    return _cut(extract, lambda at: at not in extract.dropped and at is not out)


def isolated(extract: Extract, unit: str) -> str:
    """Return imports, one unit and its auxiliary names, line for line.

    Raise KeyError for a unit that is not attempted.
    """
    chosen = extract.chosen[unit]
    kept = needs.needed(unit, chosen, extract.names)
    return _cut(extract, lambda at: at in kept)


def _cut(extract: Extract, keeps: slices.Keeps) -> str:
    return slices.cut(extract.runnable, extract.body, keeps)
