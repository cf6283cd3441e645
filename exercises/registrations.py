"""Find the rules a file registers for functions that have no name of their own."""

import ast
from collections.abc import Iterable, Iterator

from exercises.names import LAMBDAS

RULES = {key: name for name, key in LAMBDAS.items()}
SAME = {"divide": "true_divide"}  # np.divide is np.true_divide


def numpy_names(body: Iterable[ast.stmt]) -> dict[str, str]:
    """Return dotted names for NumPy and its functions as this file imports them."""
    names = {"np": "", "numpy": ""}
    for statement in body:
        if isinstance(statement, ast.Import):
            found = [at for at in statement.names if at.name == "numpy"]
            names |= {at.asname or "numpy": "" for at in found}
        elif isinstance(statement, ast.ImportFrom) and statement.module == "numpy":
            names |= {at.asname or at.name: at.name for at in statement.names}
    return names


def registered(
    statement: ast.stmt, numpy: dict[str, str]
) -> Iterator[tuple[str, ast.AST]]:
    """Yield (unit, rule) for each graded `add_back_func` call of a statement.

    A loop over a table of (function, position, rule) counts like the calls it makes.
    """
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return
    nodes = list(ast.walk(statement))
    calls = [at for at in nodes if isinstance(at, ast.Call) and _adds(at)]
    tables = [at for at in nodes if isinstance(at, ast.Tuple)] if calls else []
    rows = [_arguments(call) for call in calls] + [list(table.elts) for table in tables]
    for row in rows:
        if len(row) == 3 and (unit := RULES.get(_key(row, numpy))):
            yield unit, row[2]


def _adds(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return bool(name == "add_back_func")


def _arguments(call: ast.Call) -> list[ast.expr]:
    named = {at.arg: at.value for at in call.keywords}
    order = ("forward_fn", "arg_position", "back_fn")
    rest = [named[name] for name in order[len(call.args) :] if name in named]
    return [*call.args, *rest]


def _key(row: list[ast.expr], numpy: dict[str, str]) -> tuple[str, int]:
    function, position = row[0], row[1]
    name = ""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        name = function.attr if numpy.get(function.value.id) == "" else ""
    elif isinstance(function, ast.Name):
        name = numpy.get(function.id, "")
    at = position.value if isinstance(position, ast.Constant) else None
    return SAME.get(name, name), at if isinstance(at, int) else -1
