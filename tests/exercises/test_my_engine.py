"""The assembled file is really run, in a process that has nothing but NumPy."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from exercises import my_engine, notebook, scaffolding
from exercises.catalogue import RUNGS, UNITS
from exercises.extract import assembled, read
from exercises.my_engine import Source

HEAD = "import numpy as np\n\n\n"
# What the tests' own Python has beside NumPy is taken away first.
ALONE = """
import sys
sys.modules["torch"] = None
exec(compile(sys.stdin.read(), "engine.py", "exec"))
"""
CLASHING = """
import torch as t
from math import prod
from numpy import log
from jaxtyping import Float

# Both of these come along.
SMALL = 1


def _axes(a, b):
    return tuple(range(sum([a.ndim - b.ndim])))


if MAIN:
    def unbroadcast(broadcasted: Float[t.Tensor, "..."], original):
        out = broadcasted.sum(axis=_axes(broadcasted, original)) + 0 * log(prod([1]))
        for axis, size in enumerate(original.shape):
            if size == SMALL and out.shape[axis] != 1:
                out = out.sum(axis=axis, keepdims=True)
        return out
"""
OTHER_AXES = """
import numpy as np


def _axes(x, dim):
    def inner(_axes):
        return _axes
    return inner(tuple(range(x.ndim)) if dim is None else dim)


_axes.note = "kept"


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    g = grad_out if keepdim else np.expand_dims(grad_out, _axes(x, dim))
    return np.broadcast_to(g, x.shape).copy()
"""


def solved(unit):
    text = (scaffolding.FOLDER / "solved" / f"{unit}.py").read_text()
    return Source("attempt 1", "pasted.py", HEAD + text)


@pytest.fixture
def right():
    """Return our own solution of every unit, each from a file of its own."""
    return {unit: solved(unit) for unit in UNITS}


def run(source, more=""):
    """Run a file and some lines after it where only NumPy is; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", ALONE],
        input=f"{source}\n{more}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_whole_engine_runs_with_numpy_alone_and_trains_nothing(right):
    engine = my_engine.assemble(right, title="The engine of Ana + Ben")
    assert engine.missing == ()
    assert engine.taken == tuple(UNITS)
    assert run(engine.text) == ""
    lines = (
        "x = Tensor([3.0], requires_grad=True)\ny = (x * x + x).log().sum()\n"
        "y.backward()\nprint(float(x.grad.array[0]), MLP()(zeros(2, 784)).shape)"
    )
    said, shape = run(engine.text, lines).split(" ", 1)
    assert float(said) == pytest.approx(7 / 12)
    assert shape == "(2, 10)"


def test_what_has_not_passed_is_named_and_raises_only_when_called(right):
    for unit in ("BackwardFuncLookup", "wrap_forward_fn", "exp_back", "add_back1"):
        del right[unit]
    engine = my_engine.assemble(right, title="Ours")
    assert engine.missing == (
        "BackwardFuncLookup",
        "wrap_forward_fn",
        "exp_back",
        "add_back1",
    )
    for unit in engine.missing:
        assert unit in engine.text.split('"""')[1]
    assert run(engine.text) == ""
    attempted = read("engine.py", engine.text.encode()).attempted & set(UNITS)
    assert attempted == set(engine.taken)


@pytest.mark.parametrize("gone", list(UNITS))
def test_a_file_without_any_one_unit_still_imports(right, gone):
    del right[gone]
    compile(my_engine.assemble(right, title="Ours").text, "engine.py", "exec")


def test_imports_and_auxiliary_names_come_along_and_clashes_get_other_names(right):
    right["unbroadcast"] = Source("whole file", "day.py", CLASHING)
    right["sum_back"] = Source("attempt 4", "pasted.py", OTHER_AXES)
    engine = my_engine.assemble(right, title="Ours")
    assert set(engine.renamed) == {
        ("unbroadcast", "log", "log_2"),
        ("sum_back", "_axes", "_axes_2"),
    }
    assert "# Both of these come along." in engine.text
    lines = (
        "print(unbroadcast(np.ones((4, 3)), np.ones((1, 3))).tolist(), _axes_2.note)\n"
        "x = Tensor(np.ones((2, 3)), requires_grad=True)\nx.sum(1).backward()\n"
        "print(x.grad.array.sum())"
    )
    assert run(engine.text, lines) == "[[4.0, 4.0, 4.0]] kept\n6.0"


def test_what_asks_for_more_than_numpy_is_named_and_the_file_imports_without(right):
    text = "import torch as t\n\n\ndef log_back(g, out, x):\n    return t.div(g, x)\n"
    right["log_back"] = Source("attempt 2", "pasted.py", text)
    engine = my_engine.assemble(right, title="Ours")
    assert engine.foreign == (("log_back", "import torch as t"),)
    assert run(engine.text, "print(t)") == "None"


def test_one_whole_file_gives_each_of_its_statements_once(right):
    body = "\n\n".join(source.text.removeprefix(HEAD) for source in right.values())
    whole = Source("whole file", "day.py", f"{HEAD}HALF = 0.5\n{body}")
    engine = my_engine.assemble(dict.fromkeys(UNITS, whole), title="Ours")
    assert engine.renamed == ()
    assert engine.text.count("def multiply_back0") == 1
    assert engine.text.count("import numpy as np") == 1


def test_a_sort_of_the_early_editions_gets_the_given_code_it_was_written_for(right):
    text = (
        "def topological_sort(node):\n    done, seen = [], set()\n"
        "    def visit(at):\n        if id(at) in seen:\n            return\n"
        "        seen.add(id(at))\n        for child in get_children(at):\n"
        "            visit(child)\n        done.append(at)\n"
        "    visit(node)\n    return done\n"
    )
    right["topological_sort"] = Source("attempt 2", "pasted.py", text)
    engine = my_engine.assemble(right, title="Ours")
    lines = (
        "x = Tensor([2.0], requires_grad=True)\n(x * x).sum().backward()\n"
        "print(x.grad.array.tolist())"
    )
    assert run(engine.text, lines) == "[4.0]"


CORPUS = Path(__file__).parents[1] / "corpus"
A_DAY = """
x = Tensor(np.arange(6.0).reshape(2, 3) + 1, requires_grad=True)
b = Tensor(np.array([1.0, 2.0, 3.0]), requires_grad=True)
y = ((x * b + x) / b - b).log().exp().maximum(0.5).sum(1, keepdim=True)
y.reshape((2,)).sum().backward()
net = MLP()
loss = cross_entropy(net(Tensor(np.ones((3, 28, 28)))), tensor(np.array([1, 2, 3])))
loss.sum().backward()
SGD(net.parameters(), lr=0.1).step()
print(x.grad.shape, x.grad.array.sum().round(4))
"""


@pytest.mark.parametrize("seed", range(5))
def test_pieces_of_many_hands_fit_into_one_engine_that_trains(seed):
    rng = random.Random(seed)
    files = {unit: sorted(CORPUS.glob(f"{unit}/right/*.py")) for unit in UNITS}
    # Who takes random numbers from PyTorch needs PyTorch to run at home.
    files["Linear"] = [path for path in files["Linear"] if "torch" not in path.name]
    picked = {unit: rng.choice(paths) for unit, paths in files.items()}
    sources = {
        unit: Source(path.stem, path.name, path.read_text())
        for unit, path in picked.items()
    }
    engine = my_engine.assemble(sources, title="Many hands")
    assert engine.missing == ()
    assert run(engine.text, A_DAY) == "(2, 3) 9.6667", picked


def test_a_title_cannot_end_the_text_at_the_top(right):
    engine = my_engine.assemble(right, title='"""\nraise SystemExit(3)\n\\')
    assert run(engine.text) == ""


def test_the_starter_holds_no_attempt_and_every_exercise():
    source = my_engine.starter()
    assert run(source) == ""
    extract = read("starter.py", source.encode())
    assert not extract.attempted & set(UNITS)
    for rung in RUNGS:
        assert f"# %% {rung.number} {rung.title}" in source
    assert assembled(extract)


def test_the_starter_notebook_holds_the_same_code_in_cells():
    source = my_engine.starter()
    book = json.loads(notebook.from_python(source))
    assert book["nbformat"] == 4
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    told = "\n\n".join("".join(cell["source"]) for cell in code)
    assert run(told) == ""
    headings = [cell for cell in book["cells"] if cell["cell_type"] == "markdown"]
    assert len(headings) > len(RUNGS)
    extract = read("starter.ipynb", json.dumps(book).encode())
    assert not extract.attempted & set(UNITS)


def test_a_whole_file_becomes_a_draft_for_each_rung_it_attempts():
    text = (
        f"{HEAD}import os\n{CLASHING}\n\ndef relu(x):\n    raise NotImplementedError\n"
    )
    drafts = my_engine.drafts(read("day.py", text.encode()))
    assert set(drafts) == {"unbroadcast"}
    draft = drafts["unbroadcast"]
    assert "import os" not in draft
    assert draft.index("def _axes") < draft.index("def unbroadcast")
    again = read("pasted.py", draft.encode())
    assert "unbroadcast" in again.attempted
