"""Find the rules a file registers for functions that have no name of their own."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exercises.attempts import bound
from exercises.names import LAMBDAS
from exercises.never import called

RULES = {key: name for name, key in LAMBDAS.items()}
SAME = {"divide": "true_divide"}  # np.divide is np.true_divide
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Book:
    """What the names of a file stand for.

    ``numpy`` maps names to "" for NumPy itself and to its functions; ``values`` and
    ``functions`` hold what a registration may lean on: tables, and functions it calls.
    """

    numpy: dict[str, str] = field(default_factory=lambda: {"np": "", "numpy": ""})
    values: dict[str, ast.AST] = field(default_factory=dict)
    functions: dict[str, ast.AST] = field(default_factory=dict)


def read(body: Iterable[ast.stmt]) -> Book:
    """Return what the statements of a file make of its names."""
    book = Book()
    for statement in body:
        if isinstance(statement, ast.Import):
            found = [at for at in statement.names if at.name == "numpy"]
            book.numpy.update({at.asname or "numpy": "" for at in found})
        elif isinstance(statement, ast.ImportFrom) and statement.module == "numpy":
            book.numpy.update({at.asname or at.name: at.name for at in statement.names})
        for name, node in bound(statement):
            if isinstance(node, FUNCTIONS):
                book.functions[name] = node
            elif isinstance(node, ast.Attribute | ast.Name):
                # ADD = np.add, or xp = np
                if (known := _function(node, book)) is not None:
                    book.numpy[name] = known
            else:
                book.values[name] = node
    return book


def registered(statement: ast.stmt, book: Book) -> Iterator[tuple[str, ast.AST]]:
    """Yield (unit, rule) for each graded `add_back_func` call of a statement.

    A loop over a table of (function, position, rule) counts like the calls it makes,
    wherever the table stands, and so does a call of a function that registers.
    """
    if isinstance(statement, FUNCTIONS | ast.ClassDef):
        return
    nodes = [*ast.walk(statement), *_inside(statement, book)]
    calls = [at for at in nodes if isinstance(at, ast.Call) and adds(at)]
    if not calls:
        return
    used = {at.id for at in nodes if isinstance(at, ast.Name)} & {*book.values}
    nodes += [at for name in sorted(used) for at in ast.walk(book.values[name])]
    for row in _rows(nodes):
        if len(row) == 3 and (unit := RULES.get(_key(row, book))):
            yield unit, row[2]
    for row in map(_arguments, calls):
        if len(row) == 3:
            yield from ((unit, row[2]) for unit in _meant(row, book))


def _inside(statement: ast.stmt, book: Book) -> Iterator[ast.AST]:
    """Yield the nodes of the file's own functions that a statement calls."""
    for name in {*called(statement)} & {*book.functions}:
        yield from ast.walk(book.functions[name])


def _rows(nodes: Iterable[ast.AST]) -> Iterator[list[ast.expr]]:
    """Yield what may be (function, position, rule): a tuple, or a key and its value."""
    for at in nodes:
        if isinstance(at, ast.Tuple | ast.List):
            yield list(at.elts)
        elif isinstance(at, ast.Dict):
            for key, value in zip(at.keys, at.values, strict=True):
                if isinstance(key, ast.Tuple):
                    yield [*key.elts, value]


def adds(call: ast.Call) -> bool:
    """Say whether this call registers a backward function."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return bool(name == "add_back_func")


def _arguments(call: ast.Call) -> list[ast.expr]:
    named = {at.arg: at.value for at in call.keywords}
    order = ("forward_fn", "arg_position", "back_fn")
    rest = [named[name] for name in order[len(call.args) :] if name in named]
    return [*call.args, *rest]


def _function(node: ast.AST, book: Book) -> str | None:
    """Return the NumPy function a node names, "" for NumPy itself, None for neither."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if book.numpy.get(node.value.id) == "" else None
    return book.numpy.get(node.id) if isinstance(node, ast.Name) else None


def _meant(row: list[ast.expr], book: Book) -> list[str]:
    """Return the units of one call; a position that is computed may be any."""
    if isinstance(row[1], ast.Constant):
        return [unit] if (unit := RULES.get(_key(row, book))) else []
    name, _ = _key(row, book)
    return [unit for (function, _), unit in RULES.items() if function == name]


def _key(row: list[ast.expr], book: Book) -> tuple[str, int]:
    name = _function(row[0], book) or ""
    at = row[1].value if isinstance(row[1], ast.Constant) else None
    return SAME.get(name, name), at if isinstance(at, int) else -1
