"""Tell work from stubs: which of a file's definitions a pair has really written."""

import ast
from collections.abc import Collection, Iterable, Iterator

from exercises.names import REQUIRED_METHODS
from exercises.never import dotted

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Some starters begin with given lines. For these units, lines that only assign and call
# nothing but these are not yet an attempt; nor is handing an argument back.
PROLOGUES = frozenset(
    (
        *("unbroadcast", "multiply_back0", "multiply_back1", "forward_and_back"),
        *("backprop", "topological_sort", "sum_back", "getitem_back", "tensor_func"),
        *("log_forward", "multiply_forward"),
    )
)
HARMLESS = frozenset(
    (
        *("isinstance", "array", "asarray", "ones_like", "zeros_like", "log", "len"),
        *("set", "list", "dict", "empty_like", "get_children"),
    )
)


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, and those inside top-level blocks, in order."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            handlers = getattr(statement, "handlers", [])
            yield from statements(statement.body)
            for handler in handlers:
                yield from statements(handler.body)
            yield from statements(getattr(statement, "orelse", []))
            yield from statements(getattr(statement, "finalbody", []))


def bound(statement: ast.stmt) -> list[tuple[str, ast.AST]]:
    """Return the names a statement defines, each with the node that defines it."""
    if isinstance(statement, Function | ast.ClassDef):
        return [(statement.name, statement)]
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return _assigned(statement.target, statement.value)
    if isinstance(statement, ast.Assign):
        pairs = (_assigned(target, statement.value) for target in statement.targets)
        return [pair for found in pairs for pair in found]
    return []


def _assigned(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.AST]]:
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    if not isinstance(target, ast.Tuple | ast.List):
        return []
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    if len(parts) != len(target.elts):
        parts = [value] * len(target.elts)
    pairs = zip(target.elts, parts, strict=True)
    return [pair for at, part in pairs for pair in _assigned(at, part)]


def is_attempt(name: str, node: ast.AST, stubs: Collection[str] = ()) -> bool:
    """Say whether the node that defines ``name`` is more than a stub.

    ``stubs`` are names known to be stubs: an alias of one is a stub as well.
    """
    if isinstance(node, Function):
        return _function(name, node)
    if isinstance(node, ast.ClassDef):
        return _class(name, node)
    if isinstance(node, ast.Lambda):
        return not _empty_value(node.body)
    if isinstance(node, ast.Name):
        return node.id not in stubs
    return not _empty_value(node)


def _empty_value(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _class(name: str, node: ast.ClassDef) -> bool:
    methods = {
        found: is_attempt(found, part) for at in node.body for found, part in bound(at)
    }
    inherits = not {dotted(base).rpartition(".")[2] for base in node.bases} <= {
        "Module",
        "object",
    }
    required = REQUIRED_METHODS.get(name)
    if required is None:
        return bool(methods) or inherits
    return all(methods.get(method, inherits) for method in required)


def _function(name: str, node: Function) -> bool:
    body = [at for at in node.body if not _nothing(at)]
    if not body or _gives_up(node.body[-1]):
        return False
    inner = [at for at in body if isinstance(at, Function)]
    if len(inner) == len(body) - 1 == 1 and _returns_name(body[-1], {inner[0].name}):
        return _function(inner[0].name, inner[0])  # a wrapper around a stub is a stub
    if name not in PROLOGUES:
        return True
    arguments = {at.arg for at in (*node.args.args, *node.args.posonlyargs)}
    return not all(_given(at, arguments) for at in body)


def _nothing(statement: ast.stmt) -> bool:
    """Say whether a statement is a docstring, `pass`, `...` or an empty return."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) or _bare_super(statement.value)
    if isinstance(statement, ast.Return):
        return statement.value is None or _empty_value(statement.value)
    return isinstance(statement, ast.Pass) or _gives_up(statement)


def _bare_super(node: ast.expr) -> bool:
    """Say whether this is `super().__init__()`, which starters of classes hold."""
    return (
        isinstance(node, ast.Call)
        and dotted(node.func) == "__init__"
        and not (node.args or node.keywords)
    )


def _gives_up(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise) or statement.exc is None:
        return False
    raised = statement.exc
    kind = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(kind, ast.Name) and kind.id == "NotImplementedError"


def _returns_name(statement: ast.stmt, names: set[str]) -> bool:
    return (
        isinstance(statement, ast.Return)
        and isinstance(statement.value, ast.Name)
        and statement.value.id in names
    )


def _given(statement: ast.stmt, arguments: set[str]) -> bool:
    """Say whether a statement may stand in a starter."""
    if isinstance(statement, ast.If):
        return all(_given(at, arguments) for at in (*statement.body, *statement.orelse))
    if _returns_name(statement, arguments):
        return True
    if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Assert | ast.Expr):
        return False
    calls = [at.func for at in ast.walk(statement) if isinstance(at, ast.Call)]
    names = [getattr(at, "attr", getattr(at, "id", "")) for at in calls]
    return all(name in HARMLESS for name in names)
