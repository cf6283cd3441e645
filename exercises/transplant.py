"""Cut one unit with all that it uses out of a file, as text that can stand elsewhere."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

from exercises import needs
from exercises.extract import Extract
from exercises.needs import FUNCTIONS

LIBRARIES = frozenset((*sys.stdlib_module_names, "numpy"))
Place = tuple[int, int]  # line and byte column of a name


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name; ``name`` is empty where the module itself is bound."""

    module: str
    name: str
    bound: str

    @property
    def text(self) -> str:
        """Return the statement."""
        whole = self.name or self.module
        renamed = "" if self.bound in (whole, whole.split(".")[0]) else self.bound
        tail = f"{whole} as {renamed}" if renamed else whole
        return f"from {self.module} import {tail}" if self.name else f"import {tail}"

    @property
    def guarded(self) -> str:
        """Return the statement so that it never fails: what is absent is None."""
        nothing = f"    {self.bound} = None  # only NumPy is here"
        return f"try:\n    {self.text}\nexcept ImportError:\n{nothing}"

    @property
    def is_there(self) -> bool:
        """Tell whether Python and NumPy alone can fulfil it."""
        return self.module.split(".")[0] in LIBRARIES


@dataclass(frozen=True, slots=True)
class Block:
    """One statement as text; ``key`` is equal for statements that say the same."""

    text: str

    @property
    def statement(self) -> ast.stmt:
        """Return the statement, at its place in the text."""
        return ast.parse(self.text).body[0]

    @property
    def key(self) -> str:
        """Return what the statement says, whatever its comments and blank lines."""
        return ast.dump(self.statement)

    @property
    def binds(self) -> set[str]:
        """Return the names it defines."""
        return needs.defines(self.statement)

    @property
    def loads(self) -> set[str]:
        """Return the names it reads from outside itself."""
        return needs.loads(self.statement)

    def renamed(self, names: Mapping[str, str]) -> "Block":
        """Return the block with each old name, where it means the global one, new."""
        text = self.text
        for old, new in names.items():
            text = _renamed(text, old, new)
        return Block(text)


@dataclass(frozen=True, slots=True)
class Cutting:
    """What one unit needs: imports, and statements in the order of the file."""

    imports: tuple[Import, ...]
    blocks: tuple[Block, ...]


def cutting(extract: Extract, units: Iterable[str]) -> Cutting:
    """Return what the units need together; raises KeyError for one not attempted."""
    kept: set[ast.stmt] = set()
    for unit in units:
        kept |= needs.needed(unit, extract.chosen[unit], extract.names)
    ordered = sorted(kept, key=lambda at: (at.lineno, at.col_offset))
    used = {name for at in ordered for name in extract.names[at].loads}
    lines = extract.runnable.encode().split(b"\n")
    imports: dict[Import, None] = {}
    blocks = []
    for at in ordered:
        found = [each for each in imported(at) if each.bound in used | {"*"}]
        imports.update(dict.fromkeys(found))
        if not any(imported(at)) or not used.isdisjoint(needs.defines(at)):
            blocks.append(Block(_text(at, lines)))
    return Cutting(tuple(imports), tuple(blocks))


def imported(statement: ast.stmt) -> Iterator[Import]:
    """Yield what a statement, or one inside it, imports."""
    for at in ast.walk(statement):
        if isinstance(at, ast.Import):
            for each in at.names:
                yield Import(each.name, "", each.asname or each.name.split(".")[0])
        elif isinstance(at, ast.ImportFrom) and at.module and not at.level:
            for each in at.names:
                yield Import(at.module, each.name, each.asname or each.name)


def _text(statement: ast.stmt, lines: list[bytes]) -> str:
    """Return the lines of a statement with the comments right above it."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(at.lineno for at in decorators)]) - 1
    end = (statement.end_lineno or statement.lineno, statement.end_col_offset)
    body = [*lines[first : end[0] - 1], lines[end[0] - 1][: end[1]]]
    rest = lines[end[0] - 1][end[1] or 0 :]
    if rest.lstrip().startswith(b"#"):
        body[-1] += rest
    # Of `a = 1; b = 2` the second statement begins within its line.
    if lines[first][: statement.col_offset].strip():
        body[0] = b" " * statement.col_offset + body[0][statement.col_offset :]
    while first and lines[first - 1].startswith(b"#"):
        first -= 1
        if lines[first].startswith((b"# %%", b"#%%", b"#:")):
            break
        body.insert(0, lines[first])
    return dedent(b"\n".join(body).decode()).strip("\n")


def _renamed(text: str, old: str, new: str) -> str:
    lines = [line.encode() for line in text.split("\n")]
    places = set(_places(ast.parse(text).body[0], old, lines))
    for line, column in sorted(places, reverse=True):
        whole = lines[line - 1]
        end = column + len(old.encode())
        lines[line - 1] = whole[:column] + new.encode() + whole[end:]
    return b"\n".join(lines).decode()


def _places(node: ast.AST, name: str, lines: list[bytes]) -> Iterator[Place]:
    """Yield where a tree names the global ``name``, not a local one or an attribute."""
    inside: Iterable[ast.AST] = ast.iter_child_nodes(node)
    if isinstance(node, ast.Name) and node.id == name:
        yield node.lineno, node.col_offset
    elif isinstance(node, FUNCTIONS | ast.ClassDef) and node.name == name:
        line = lines[node.lineno - 1]
        word = line.index(b"class" if isinstance(node, ast.ClassDef) else b"def")
        yield node.lineno, line.index(name.encode(), word + 3)
    elif isinstance(node, ast.Global) and name in node.names:
        yield node.lineno, lines[node.lineno - 1].index(name.encode(), node.col_offset)
    if isinstance(node, FUNCTIONS | ast.Lambda) and _is_local(node, name):
        inside = [*node.args.defaults, *getattr(node, "decorator_list", [])]
    for at in inside:
        if isinstance(node, ast.ClassDef) and getattr(at, "name", "") == name:
            inside_method = ast.iter_child_nodes(at)  # a method is an attribute
            yield from (p for each in inside_method for p in _places(each, name, lines))
        else:
            yield from _places(at, name, lines)


def _is_local(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, name: str
) -> bool:
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    parts = [at for part in body for at in ast.walk(part)]
    if any(isinstance(at, ast.Global) and name in at.names for at in parts):
        return False
    given = {at.arg for at in ast.walk(node.args) if isinstance(at, ast.arg)}
    return name in given.union(*(needs.defines(part) for part in body))
