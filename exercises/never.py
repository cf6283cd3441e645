"""Name the statements of a course file that grading must never run."""

import ast
from collections.abc import Iterable, Iterator

from exercises.names import GIVEN, GRADED

# Training, pictures, the shell and the keyboard: listed to the pair as skipped.
CALLS = frozenset(
    (
        *("train", "test", "get_mnist", "visualize", "DataLoader", "line", "input"),
        *("breakpoint", "set_trace", "exit", "quit", "urlopen", "urlretrieve"),
    )
)
DOTTED = frozenset(
    (
        *("sys.exit", "os.system", "os.popen", "pdb.set_trace", "urllib.request"),
        *("datasets.MNIST", "plotly_utils.line"),
    )
)
# The course's own search for its folders: it cannot work here and says nothing.
FOLDERS = frozenset(("root_dir", "exercises_dir", "section_dir", "chdir"))
BLOCKS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
NAMELESS = ast.expr_context | ast.operator | ast.unaryop | ast.boolop
QUIET_BLOCKS = ast.Import | ast.ImportFrom


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run now, leaving out the bodies of definitions."""
    todo = [node]
    while todo:
        at = todo.pop()
        yield at
        if isinstance(at, BLOCKS):
            continue
        # By hand: ast.iter_child_nodes also visits what holds no name, at twice the cost.
        for field in at._fields:
            value = getattr(at, field, None)
            if isinstance(value, ast.AST):
                if not isinstance(value, NAMELESS):
                    todo.append(value)
            elif isinstance(value, list):
                todo += [each for each in value if isinstance(each, ast.AST)]


def called(node: ast.AST) -> Iterator[str]:
    """Yield the dotted name of each call: `a.b` for a.b(...), "" for the rest."""
    for at in running(node):
        if isinstance(at, ast.Call):
            yield dotted(at.func)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for such an expression, else as much of its end as has names."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        names.append(node.id)
    return ".".join(reversed(names))


def launchers(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the banned names and the file's own functions that lead to one."""
    callers: dict[str, list[str]] = {}
    todo: list[str] = []
    for at in body:
        if isinstance(at, ast.FunctionDef) and at.name not in {*GRADED, *GIVEN}:
            for name in {name for part in at.body for name in called(part)}:
                callers.setdefault(name, []).append(at.name)
                todo += [at.name] if _banned(name, CALLS) else []
    known = set(CALLS)
    while todo:
        name = todo.pop()
        known.add(name)
        todo += [caller for caller in callers.pop(name, ()) if caller not in known]
    return frozenset(known)


def _banned(name: str, known: frozenset[str]) -> bool:
    root = name.partition(".")[0]
    return name in known or name in DOTTED or root == "subprocess"


def never_runs(statement: ast.stmt, known: frozenset[str]) -> bool:
    """Say whether a statement trains, shows, asks or leaves; definitions do not."""
    if isinstance(statement, BLOCKS):
        return False
    return any(_banned(name, known) for name in called(statement))


def is_scenery(statement: ast.stmt, defined: frozenset[str]) -> bool:
    """Say whether a statement only sets up the course folder or runs course tests.

    ``defined`` are the file's own names: a pair's own `test_...` does run.
    """
    if isinstance(statement, BLOCKS | QUIET_BLOCKS):
        return False
    for at in running(statement):
        name = at.id if isinstance(at, ast.Name) else getattr(at, "attr", "")
        if name in FOLDERS:
            return True
        if isinstance(at, ast.Call) and _of_the_course(at, defined):
            return True
    return False


def _of_the_course(call: ast.Call, defined: frozenset[str]) -> bool:
    name = dotted(call.func)
    if name == "next" and call.args:
        return any(
            getattr(at, "attr", "") == "parents" for at in ast.walk(call.args[0])
        )
    return name.startswith("test_") and name not in defined
