"""Run a file statement by statement, so that one broken cell costs only itself."""

import __future__

import ast
import builtins
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, ModuleType, TracebackType
from typing import Any

from workers.guest import imports, stubs

PAIR = "your file"
STATEMENT_SECONDS = 1.0
SLOW_SECONDS = 1.5  # all slow statements together; a whole request has three
LEAST_SECONDS = 0.05
# Where two blank lines part top-level code. The scaffolds of one submission share most
# pieces, and compiling them once is most of what a namespace costs.
PIECES = re.compile(r"\n{3,}(?=\S)")
NOTES = 512
RAISED, ASSERT, SLOW, UNCOMPILABLE, STUB = range(5)
GATES = {"MAIN", "__name__"}
# An annotation that names nothing must not lose the function it stands on.
FLAGS = __future__.annotations.compiler_flag


class TooSlow(BaseException):
    """Interrupt a statement; a base exception, so that `except Exception` lets it by."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one statement did; ``what`` is a code of docs/wire.md."""

    line: int
    what: int
    type: str
    text: str


def fresh() -> dict[str, Any]:
    """Return the globals of a new main module, with the stubs forgotten."""
    module = ModuleType("__main__")
    sys.modules["__main__"] = module  # dataclasses and typing look it up by name
    scope = module.__dict__
    scope["__builtins__"] = builtins
    scope["MAIN"] = True
    scope["get_ipython"] = stubs.Stub("get_ipython")
    imports.install()
    return scope


def scaffold(source: str, scope: dict[str, Any]) -> list[Note]:
    """Run our own code as a whole; a note here is our mistake, not the pair's."""
    try:
        for piece in PIECES.split(source):
            exec(_compiled(piece), scope)
    except BaseException as error:
        name, text, line, _ = describe(error)
        return [Note(line, RAISED, name, text)]
    return []


@lru_cache(maxsize=512)
def _compiled(piece: str) -> CodeType:
    code: CodeType = compile(piece, "<given>", "exec", FLAGS, dont_inherit=True)
    return code


def pair(source: str, scope: dict[str, Any]) -> list[Note]:
    """Run the pair's code and return what went wrong, in order; at most 512 notes."""
    try:
        body = _statements(source)
    except BaseException as error:
        name, text, *_ = describe(error)
        line = getattr(error, "lineno", 0) or 0
        return [Note(line, UNCOMPILABLE, name, text)]
    finder = imports.install()
    notes: list[Note] = []
    clock = _Clock()
    for statement in _flat(body, scope, notes):
        notes += _run(statement, scope, clock)
        notes += [Note(statement.lineno, STUB, "", root) for root in finder.news()]
    return notes[:NOTES]


@lru_cache(maxsize=64)
def _statements(source: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(source, PAIR).body)


def _flat(
    body: tuple[ast.stmt, ...] | list[ast.stmt],
    scope: dict[str, Any],
    notes: list[Note],
) -> Iterator[ast.stmt]:
    """Yield statements, those behind `if MAIN:` one by one as if they stood alone."""
    for statement in body:
        if not (isinstance(statement, ast.If) and _gated(statement.test)):
            yield statement
            continue
        try:
            chosen = eval(_code(ast.Expression(statement.test), "eval"), scope)  # noqa: S307
            branch = statement.body if chosen else statement.orelse
        except BaseException as error:
            name, text, *_ = describe(error)
            notes.append(Note(statement.lineno, RAISED, name, text))
            branch = statement.body
        yield from _flat(branch, scope, notes)


def _gated(test: ast.expr) -> bool:
    return any(isinstance(at, ast.Name) and at.id in GATES for at in ast.walk(test))


def _code(tree: ast.Module | ast.Expression, mode: str) -> CodeType:
    code: CodeType = compile(tree, PAIR, mode, FLAGS, dont_inherit=True)
    return code


def _run(statement: ast.stmt, scope: dict[str, Any], clock: "_Clock") -> list[Note]:
    try:
        code = _code(ast.Module([statement], []), "exec")
        with clock:
            exec(code, scope)
    except TooSlow:
        return [
            Note(statement.lineno, SLOW, "", f"stopped after {clock.seconds:.2g} s")
        ]
    except BaseException as error:
        name, text, line, _ = describe(error)
        own = isinstance(error, AssertionError) and not isinstance(
            statement, ast.FunctionDef | ast.ClassDef
        )
        return [Note(line or statement.lineno, ASSERT if own else RAISED, name, text)]
    return []


class _Clock:
    """Raise ``TooSlow`` inside a statement that takes longer than a second.

    Slow statements share a budget, so that a few of them cannot cost the whole file.
    """

    def __init__(self) -> None:
        self.running = False
        self.left = SLOW_SECONDS
        self.seconds = STATEMENT_SECONDS

    def __enter__(self) -> None:
        self.seconds = max(min(STATEMENT_SECONDS, self.left), LEAST_SECONDS)
        self.running = True
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        self.running = False  # a late alarm must not hit the next statement
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_: object) -> None:
        if self.running:
            self.left -= self.seconds
            raise TooSlow


def describe(error: BaseException) -> tuple[str, str, int, int]:
    """Return type, text, the innermost line of the pair's file, and the one before it.

    Lines are 0 where there are none. In a recursion the one before is where it began.
    """
    try:
        return type(error).__name__, str(error), *_lines(error.__traceback__)
    except BaseException:
        return "Exception", "its own message could not be printed", 0, 0


def _lines(trace: TracebackType | None) -> tuple[int, int]:
    line = caller = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == PAIR and trace.tb_lineno != line:
            line, caller = trace.tb_lineno, line
        trace = trace.tb_next
    return line, caller
