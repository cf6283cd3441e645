"""What earlier editions of the course asked for is as right as what the last one asks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.nouns import GraderFault, State
from exercises.verdicts import Verdict
from workers.grading import grade
from workers.sandbox.box import Box

pytestmark = pytest.mark.sandbox

DAY = Path(__file__).parents[1] / "corpus" / "whole" / "right" / "plain.py"

STEP = """
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
    def zero_grad(self):
        for p in self.params:
            {zero}
    def step(self):
        with NoGrad():
            for p in self.params:
                {move}
"""
WRAP = """
def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        raw = {raw}
        parents = {{
            at: arg for at, arg in enumerate(args)
            if isinstance(arg, Tensor){only}
        }}
        wanted = grad_tracking_enabled and is_differentiable and {wanted}
        out = Tensor(numpy_func(*raw, **kwargs), {flag})
        if wanted:
            out.recipe = Recipe(numpy_func, raw, kwargs, parents)
        return out
    return tensor_func
"""
RAW = "tuple(a.array if isinstance(a, Tensor) else a for a in args)"
COPIED = "tuple(a.array.copy() if isinstance(a, Tensor) else a for a in args)"
ANY = "any(p.requires_grad for p in parents.values())"
OR_RECIPE = "any(a.requires_grad or a.recipe is not None for a in args if isinstance(a, Tensor))"
MADE = "sum([p for p in parents.values() if p.requires_grad] != [] for _ in [0])"


def wrap(
    *, raw: str = RAW, only: str = "", wanted: str = ANY, flag: str = "wanted"
) -> str:
    return WRAP.format(raw=raw, only=only, wanted=wanted, flag=flag)


NONE = "p.grad = None"
ALONE = {
    "a step by add_ with a negative rate": (
        "SGD",
        STEP.format(zero=NONE, move="p.add_(p.grad, -self.lr)"),
    ),
    "a step by an operator in place": (
        "SGD",
        STEP.format(zero=NONE, move="p -= p.grad * self.lr"),
    ),
    "gradients zeroed by zeros": (
        "SGD",
        STEP.format(
            zero="p.grad = Tensor(np.zeros(p.shape))", move="p.sub_(p.grad, self.lr)"
        ),
    ),
    "a gradient wanted where there is a recipe": (
        "wrap_forward_fn",
        wrap(wanted=OR_RECIPE),
    ),
    "parents that want a gradient alone": (
        "wrap_forward_fn",
        wrap(only=" and arg.requires_grad"),
    ),
    "arguments copied": ("wrap_forward_fn", wrap(raw=COPIED)),
    "a flag that is true but no bool": ("wrap_forward_fn", wrap(wanted=MADE)),
    "a sort of a node alone": (
        "topological_sort",
        (
            "def topological_sort(node):\n"
            "    order, open_now = [], set()\n"
            "    def visit(n):\n"
            "        if n in open_now:\n"
            "            raise ValueError('a circle')\n"
            "        if n not in order:\n"
            "            open_now.add(n)\n"
            "            for child in get_children(n):\n"
            "                visit(child)\n"
            "            open_now.remove(n)\n"
            "            order.append(n)\n"
            "    visit(node)\n"
            "    return order\n"
        ),
    ),
    "newshape by its old name": (
        "reshape_back",
        (
            "def reshape_back(grad_out, out, x, new_shape):\n"
            "    return np.reshape(grad_out, newshape=x.shape)\n"
        ),
    ),
    "weights drawn by torch": (
        "Linear",
        (
            "import torch\n"
            "class Linear(Module):\n"
            "    def __init__(self, in_features, out_features, bias=True):\n"
            "        super().__init__()\n"
            "        sf = in_features**-0.5\n"
            "        w = sf * (2 * torch.rand(out_features, in_features) - 1)\n"
            "        self.weight = Parameter(Tensor(w.numpy()))\n"
            "        b = sf * (2 * torch.rand(out_features) - 1)\n"
            "        self.bias = Parameter(Tensor(b)) if bias else None\n"
            "    def forward(self, x):\n"
            "        out = x @ self.weight.T\n"
            "        return out + self.bias if self.bias is not None else out\n"
        ),
    ),
    "an inverse by its own function": (
        "permute_back",
        (
            "def invert_transposition(axes):\n"
            "    return np.argsort(axes)\n"
            "def permute_back(grad_out, out, x, axes):\n"
            "    return np.transpose(grad_out, invert_transposition(axes))\n"
        ),
    ),
    "an expand of its own in the sum": (
        "sum_back",
        (
            "def sum_back(grad_out, out, x, dim=None, keepdim=False):\n"
            "    if dim is None:\n"
            "        dim = 0 if x.ndim else None\n"
            "        return np.broadcast_to(np.reshape(grad_out, (1,) * x.ndim), x.shape)\n"
            "    g = grad_out if keepdim else np.expand_dims(grad_out, dim)\n"
            "    return np.broadcast_to(g, x.shape)\n"
        ),
    ),
}
TRANSPOSE = ("return permute(self, axes=(-1, -2))", "return permute(self)")
IN_PLACE = re.compile(
    r"    def __i(add|sub)__\(self, other\):\n.*\n        return self\n"
)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def graded(box: Box, source: str, units: list[str] | None = None) -> Verdict:
    data = source.encode()
    return grade(filename="day.py", data=data, units=units, suite=None, box=box)


def replaced(old: str, new: str) -> str:
    source = DAY.read_text()
    assert old in source
    return source.replace(old, new)


@pytest.mark.parametrize("name", ALONE)
def test_a_unit_of_an_earlier_edition_passes(box: Box, name: str) -> None:
    unit, source = ALONE[name]
    (found,) = graded(box, f"import numpy as np\n{source}", [unit]).units
    assert (found.state, found.sentence) == (State.PASSED, "")


def passes(box: Box, source: str) -> None:
    verdict = graded(box, source)
    failing = [each for each in verdict.units if each.state is State.FAILED]
    assert [(each.name, each.sentence) for each in failing] == []
    assert verdict.assembled is not None
    assert verdict.assembled.sentence == ""
    assert verdict.assembled.state is State.PASSED


def test_a_day_with_a_transpose_without_axes_passes(box: Box) -> None:
    passes(box, replaced(*TRANSPOSE))


def test_a_day_whose_sort_takes_the_node_alone_passes(box: Box) -> None:
    """The sort is theirs, what calls it is ours: tensors come in nodes with children."""
    source = replaced(
        "def topological_sort(node, get_children: Callable)",
        "def topological_sort(node)",
    )
    source = re.sub(
        r"(?ms)^def sorted_computational_graph.*?(?=^\S)", "", source, count=1
    )
    assert "sorted_computational_graph(" in source
    passes(box, source)


def test_rules_registered_in_the_given_table_move_into_a_lookup_of_their_own(
    box: Box,
) -> None:
    """A file may hold the class and leave out the line that makes the table."""
    source = replaced("BACK_FUNCS = BackwardFuncLookup()\n", "")
    passes(box, source)
    wrong = "BACK_FUNCS.add_back_func(np.subtract, 1, lambda g, out, x, y: g)\n"
    engine = graded(box, source + wrong).assembled
    assert engine is not None
    assert engine.filled_in == ()
    assert engine.state is State.FAILED


def test_a_flag_kept_by_a_recipe_passes_in_a_whole_day(box: Box) -> None:
    source = DAY.read_text()
    start = source.index("def wrap_forward_fn(")
    end = re.compile(r"^\S", re.MULTILINE).search(source, start + 1)
    assert end
    passes(
        box,
        source[:start]
        + wrap(wanted=OR_RECIPE).strip()
        + "\n\n\n"
        + source[end.start() :],
    )


def test_a_step_that_rebinds_on_an_old_tensor_is_found_out(box: Box) -> None:
    """Where Tensor has no operator in place, ``p -= ...`` moves nothing at all."""
    source = re.sub(
        r"(?ms)^class SGD:.*?(?=^\S)", "", IN_PLACE.sub("", DAY.read_text())
    )
    assert "__isub__" not in source
    step = STEP.format(zero=NONE, move="p -= p.grad * self.lr")
    verdict = graded(box, source + step)
    unit = next(each for each in verdict.units if each.name == "SGD")
    assert unit.state is State.PASSED
    assert verdict.assembled is not None
    assert verdict.assembled.state is State.FAILED
