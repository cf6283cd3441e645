"""Find what one unit needs of its file: imports and auxiliary names, nothing graded."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from exercises.names import GIVEN, NAMED, OPERATIONS
from exercises.never import BLOCKS, running
from exercises.registrations import adds

KNOWN = frozenset((*NAMED, *GIVEN, *OPERATIONS))
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Names:
    """The names a statement binds, changes in place, and reads from outside itself."""

    defines: set[str]
    mutates: set[str]
    loads: set[str]


Table = dict[ast.stmt, Names]


def table(leaves: Iterable[ast.stmt]) -> Table:
    """Look at every statement once; all units share the result."""
    return {at: Names(defines(at), mutates(at), loads(at)) for at in leaves}


def needed(unit: str, chosen: ast.stmt, names: Table) -> set[ast.stmt]:
    """Return the statements one unit runs on: its own, imports, auxiliary names.

    Other graded names and given code are left out: they resolve to ours, so that one
    broken unit is blamed once.
    """
    kept = {at for at in names if _imports(at)} | {chosen}
    todo = [chosen, *(at for at in names if unit in names[at].mutates)]
    if unit in names[chosen].loads and not isinstance(chosen, FUNCTIONS | ast.ClassDef):
        todo += [at for at in names if _earlier(at, chosen, names[at], unit)]
    helpers = _helpers(unit, names)
    rules = _rules(names)
    while todo:
        at = todo.pop()
        kept.add(at)
        for name in names[at].loads:
            # A function of theirs comes with the rules they registered for it.
            todo += [rule for rule in rules.pop(name, ()) if rule not in kept]
            # Taken out when first asked for, so that long files stay quick.
            todo += [helper for helper in helpers.pop(name, ()) if helper not in kept]
    return kept


def _earlier(at: ast.stmt, chosen: ast.stmt, names: Names, unit: str) -> bool:
    return unit in names.defines and at.lineno < chosen.lineno


def _helpers(unit: str, names: Table) -> dict[str, list[ast.stmt]]:
    """Return name -> the statements that bind or change what it stands for."""
    helpers: dict[str, list[ast.stmt]] = {}
    for at, found in names.items():
        if _is_helper(at, found, unit):
            for name in found.defines | found.mutates:
                helpers.setdefault(name, []).append(at)
    return helpers


def _rules(names: Table) -> dict[str, list[ast.stmt]]:
    """Return auxiliary function -> the statements that register a rule for it."""
    rules: dict[str, list[ast.stmt]] = {}
    for at in names:
        call = at.value if isinstance(at, ast.Expr) else None
        if isinstance(call, ast.Call) and adds(call) and call.args:
            function = call.args[0]
            if isinstance(function, ast.Name) and function.id not in KNOWN:
                rules.setdefault(function.id, []).append(at)
    return rules


def _imports(statement: ast.stmt) -> bool:
    inside = [statement]
    if isinstance(statement, ast.Try | ast.If | ast.With):
        inside = statement.body
    return any(isinstance(at, ast.Import | ast.ImportFrom) for at in inside)


def _is_helper(statement: ast.stmt, names: Names, unit: str) -> bool:
    if not (names.defines | names.mutates).isdisjoint(GIVEN):
        return False
    if not names.defines.isdisjoint({*NAMED} - {unit}):
        return False
    # `sum = wrap_forward_fn(_sum)` comes later in the day than code that says `sum`.
    return isinstance(statement, FUNCTIONS) or names.defines.isdisjoint(OPERATIONS)


def loads(node: ast.AST) -> set[str]:
    """Return the names a statement or definition reads from outside itself."""
    if isinstance(node, ast.ClassDef):
        return _read([*node.decorator_list, *node.bases, *node.keywords, *node.body])
    if not isinstance(node, FUNCTIONS | ast.Lambda):
        return _read([node])
    inside = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    given = node.args
    outside = [*given.defaults, *(at for at in given.kw_defaults if at is not None)]
    outside += getattr(node, "decorator_list", [])
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    own = {at.arg for at in (*arguments, given.vararg, given.kwarg) if at is not None}
    for part in inside:
        own |= defines(part)
    return _read(outside) | (_read(inside) - (own - _globals(inside)))


def _read(parts: Iterable[ast.AST]) -> set[str]:
    names = set()
    for at in (at for part in parts for at in running(part)):
        if isinstance(at, BLOCKS):
            names |= loads(at)
        elif isinstance(at, ast.Name) and isinstance(at.ctx, ast.Load):
            names.add(at.id)
        elif isinstance(at, ast.Global):
            names |= {*at.names}
    return names


def _globals(parts: Iterable[ast.AST]) -> set[str]:
    nodes = (at for part in parts for at in running(part))
    return {name for at in nodes if isinstance(at, ast.Global) for name in at.names}


def defines(statement: ast.AST) -> set[str]:
    """Return the names a statement binds when it runs."""
    names = {
        at.id
        for at in running(statement)
        if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store)
    }
    if isinstance(statement, FUNCTIONS | ast.ClassDef):
        names.add(statement.name)
    return names


def mutates(statement: ast.stmt) -> set[str]:
    """Return the names whose objects a statement changes: stores, or method calls."""
    targets: list[ast.AST] = []
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        targets = [statement.value.func]
    targets += [
        at
        for at in running(statement)
        if isinstance(at, ast.Attribute | ast.Subscript)
        and isinstance(at.ctx, ast.Store)
    ]
    return {root for at in targets if (root := _root(at))}


def _root(node: ast.AST) -> str:
    if not isinstance(node, ast.Attribute | ast.Subscript):
        return ""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
