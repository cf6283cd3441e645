"""Run what the page about the engine shows."""

import ast
import contextlib
import io
import re
import tokenize
from pathlib import Path

import numpy as np

from reference_engine.rules import BACKWARD, FORWARD
from reference_engine.tensor import Tensor, op

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference-engine.md"
PACKAGE = ROOT / "reference_engine"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)


def test_the_shown_ledger_is_what_the_shown_code_prints():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python")[0], {})
    assert printed.getvalue() == blocks("text")[0]


def test_the_shown_row_adds_a_working_op(monkeypatch):
    row, usage = blocks("python")[1:3]
    ((name, (forward, *back)),) = eval(f"{{{row}}}", {"np": np}).items()
    monkeypatch.setitem(FORWARD, name, forward)
    monkeypatch.setitem(BACKWARD, name, back)
    seen = {"Tensor": Tensor, "op": op}
    exec(usage, seen)
    assert seen["x"].grad.array.tolist() == [6]


def code_lines(path):
    """Count lines that are no docstring, comment, import or blank."""
    text = path.read_text()
    skipped = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            skipped |= set(range(node.lineno, node.end_lineno + 1))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0]
            if ast.get_docstring(node):
                skipped |= set(range(first.lineno, first.end_lineno + 1))
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    layout |= {tokenize.INDENT, tokenize.DEDENT}
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in layout:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - skipped)


def test_the_core_is_read_in_one_sitting():
    core = {
        name: code_lines(PACKAGE / f"{name}.py")
        for name in ("shapes", "rules", "graph", "backpropagate")
    }
    assert sum(core.values()) <= 150, core


def test_no_module_of_the_engine_is_long():
    lengths = {p.name: len(p.read_text().splitlines()) for p in PACKAGE.glob("*.py")}
    assert max(lengths.values()) <= 250, lengths
    assert np.median(list(lengths.values())) <= 80, lengths
