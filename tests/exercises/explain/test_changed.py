"""What changed since it passed is shown as far as the failing case runs it."""

import numpy as np

from exercises.explain.changed import changed
from exercises.explain.held import Seen
from exercises.explain.involved import involved
from exercises.explain.stored import with_graph
from exercises.graphs import GraphSpec, Leaf, Operation

BEFORE = """
import numpy as np

def scaled(x):
    return x * 1

def log_back(grad_out, out, x):
    y = scaled(x)
    return grad_out / y

def exp_back(grad_out, out, x):
    return grad_out * out
"""


def told(after: str, *units: str) -> list[tuple[str, str]]:
    lines = changed(("a.py", BEFORE), ("b.py", after), units)
    return [(line.sign, line.text) for line in lines]


def test_only_the_lines_of_the_definition_that_changed_are_shown() -> None:
    after = BEFORE.replace("grad_out / y", "grad_out * y").replace("* out", "* x")
    assert told(after, "log_back") == [
        (" ", "    y = scaled(x)"),
        ("-", "    return grad_out / y"),
        ("+", "    return grad_out * y"),
    ]


def test_what_the_definition_uses_is_compared_with_it() -> None:
    assert ("+", "    return x * 2") in told(
        BEFORE.replace("x * 1", "x * 2"), "log_back"
    )
    assert told(BEFORE.replace("x * 1", "x * 2"), "exp_back") == []


def test_imports_and_comments_are_no_change() -> None:
    after = BEFORE.replace("import numpy", "import math\nimport numpy")
    assert (
        told(after.replace("y = scaled(x)", "y = scaled(x)  # same"), "log_back") == []
    )


def test_a_file_that_cannot_be_read_has_nothing_to_compare() -> None:
    assert all(sign == "-" for sign, _ in told("\x00", "log_back"))


def test_a_graph_runs_the_rules_of_its_operations_and_no_others() -> None:
    spec = GraphSpec(
        leaves=(Leaf(0, np.ones(2), requires_grad=True),),
        operations=(Operation(1, "exp", (0,), {}), Operation(2, "relu", (1,), {})),
        out=2,
    )
    names = involved(with_graph(spec, Seen()))
    assert {"backprop", "exp_back", "relu", "maximum_back0"} <= {*names}
    assert "log_back" not in names
    assert "log_back" in involved(None)
