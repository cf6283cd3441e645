import numpy as np
import pytest

from exercises import suite, training
from exercises.catalogue import UNITS
from exercises.interpret import interpret
from exercises.judge import judge
from exercises.scaffolding import FOLDER, assembled, finish
from exercises.sketch import sketch
from exercises.suite import Case, Lesson
from workers.sandbox.box import Box

# One line each, put behind a right engine: what a mistake looks like from outside.
MISTAKES = {
    "log forgets upstream": "_rule(np.log, 0, lambda g, out, x: 1 / x)",
    "exp passes upstream": "_rule(np.exp, 0, lambda g, out, x: g)",
    "negative passes upstream": "_rule(np.negative, 0, lambda g, out, x: g)",
    "product keeps its own": (
        "_rule(np.multiply, 0, lambda g, out, x, y: unbroadcast(g * x, x))"
    ),
    "second product": (
        "_rule(np.multiply, 1, lambda g, out, x, y: unbroadcast(g * y, y))"
    ),
    "difference keeps its sign": (
        "_rule(np.subtract, 1, lambda g, out, x, y: unbroadcast(g, y))"
    ),
    "denominator keeps its sign": (
        "_rule(np.true_divide, 1, lambda g, out, x, y: unbroadcast(g * x / y**2, y))"
    ),
    "loser takes all": (
        "_rule(np.maximum, 0, lambda g, out, x, y: unbroadcast(g * (x < y), x))"
    ),
    "sum as mean": (
        "def sum_back(g, out, x, dim=None, keepdim=False, _old=sum_back):\n"
        "    return _old(g, out, x, dim, keepdim) / 2\n"
        "_rule(_sum, 0, sum_back)"
    ),
    "permutation again": (
        "_rule(np.transpose, 0, lambda g, out, x, axes: np.transpose(g, axes))"
    ),
    "reshape by columns": (
        "_rule(np.reshape, 0, lambda g, out, x, s: g.reshape(x.shape, order='F'))"
    ),
    "product without transposes": "_rule(_matmul2d, 0, lambda g, out, x, y: g @ y)",
    "unbroadcast by mean": (
        "def unbroadcast(b, o, _old=unbroadcast):\n"
        "    return _old(b, o) * np.size(o) / np.size(b)"
    ),
    "leaf overwritten": (
        "def backprop(end, grad=None, _old=backprop):\n"
        "    order = sorted_computational_graph(end)\n"
        "    for each in order:\n"
        "        each.grad = None\n"
        "    return _old(end, grad)"
    ),
    "upstream ignored": (
        "def backprop(end, grad=None, _old=backprop):\n    return _old(end)"
    ),
    "twice the step": (
        "class SGD(SGD):\n"
        "    def __init__(self, params, lr):\n"
        "        super().__init__(params, 2 * lr)"
    ),
    "nothing zeroed": "class SGD(SGD):\n    def zero_grad(self):\n        pass",
}


@pytest.fixture(scope="module")
def engine():
    """Write a pair's file that solves every unit."""
    pieces = ["import numpy as np\n"]
    for name in UNITS:
        pieces.append((FOLDER / "solved" / f"{name}.py").read_text())
        if name == "BackwardFuncLookup":
            pieces.append("BACK_FUNCS = BackwardFuncLookup()\n")
    pieces.append(
        "def _rule(function, place, back):\n"
        "    BACK_FUNCS.add_back_func(function, place, back)\n"
    )
    return "\n\n".join(pieces)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    with Box(data=tmp_path_factory.mktemp("data"), unsafe=True) as held:
        yield held


def failing(box, source, probes):
    with box.guest() as guest:
        guest.scaffold(assembled(frozenset(UNITS)))
        notes = guest.load(source)
        assert notes == (), notes
        assert guest.ask([finish(frozenset(UNITS))])[1] is None
        seen, ended = guest.ask([probe.program for probe in probes])
    assert ended is None
    pairs = zip(probes, seen, strict=True)
    return [probe.name for probe, each in pairs if judge(probe, each)]


def test_a_right_engine_passes_the_bank_and_random_graphs(box, engine):
    rng = np.random.default_rng(21)
    specs = [sketch(rng) for _ in range(300)]
    cases = [Case(spec, interpret(spec), secret=True) for spec in specs]
    drawn = [training.draw(rng) for _ in range(10)]
    taught = [Lesson(spec, training.run(spec)) for spec in drawn]
    probes = [suite.as_probe(case) for case in (*cases, *taught)]
    assert failing(box, engine, [*suite.from_reference().probes, *probes]) == []


def test_our_own_course_passes_the_bank(box):
    assert failing(box, "", suite.from_reference().probes) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_bank_alone_exposes_a_mistake(box, engine, mistake):
    source = f"{engine}\n\n{MISTAKES[mistake]}\n"
    assert failing(box, source, suite.from_reference().probes)
