"""What is optional is asked about as thoroughly, alone, and never counts."""

from collections.abc import Iterator

import numpy as np
import pytest

from exercises import scaffolding
from exercises.catalogue import OPTIONAL, OPTIONAL_RUNGS, RUNGS, UNITS
from exercises.names import GIVEN
from exercises.names import OPTIONAL as LOOKED_FOR
from exercises.nouns import GraderFault, State
from exercises.report import as_json
from exercises.verdicts import UnitVerdict, Verdict
from workers.grading import grade
from workers.sandbox.box import Box

RIGHT = {
    "getitem_back": """
def getitem_back(grad_out, out, x, index):
    grads = np.zeros_like(x, dtype=float)
    np.add.at(grads, coerce_index(index), grad_out)
    return grads
""",
    "coerce_index": """
def coerce_index(index):
    if isinstance(index, tuple) and any(isinstance(i, Tensor) for i in index):
        return tuple(i.array if isinstance(i, Tensor) else i for i in index)
    return index
""",
    "expand_back": """
def expand_back(grad_out, out, x, new_shape):
    return unbroadcast(grad_out, x)
""",
    "invert_transposition": """
def invert_transposition(axes):
    return np.argsort(axes)
""",
    "sorted_computational_graph": """
def sorted_computational_graph(tensor):
    def parents(t):
        return [] if t.recipe is None else list(t.recipe.parents.values())
    return topological_sort(tensor, parents)[::-1]
""",
    "Parameter": """
class Parameter(Tensor):
    def __init__(self, tensor, requires_grad=True):
        self.array, self.requires_grad = tensor.array, requires_grad
        self.grad = self.recipe = None
""",
    "Module": """
class Module:
    def __init__(self):
        object.__setattr__(self, "_modules", {})
        object.__setattr__(self, "_parameters", {})
    def modules(self):
        yield from self._modules.values()
    def parameters(self, recurse=True):
        yield from self._parameters.values()
        if recurse:
            for module in self.modules():
                yield from module.parameters()
    def __setattr__(self, name, value):
        if isinstance(value, Parameter):
            self._parameters[name] = value
        elif isinstance(value, Module):
            self._modules[name] = value
        else:
            super().__setattr__(name, value)
    def __getattr__(self, name):
        for found in (self._parameters, self._modules):
            if name in found:
                return found[name]
        raise AttributeError(name)
    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)
""",
    "NoGrad": """
class NoGrad:
    def __enter__(self):
        global grad_tracking_enabled
        self.before, grad_tracking_enabled = grad_tracking_enabled, False
    def __exit__(self, *reason):
        global grad_tracking_enabled
        grad_tracking_enabled = self.before
""",
}
# (unit, what is wrong, by what in the right one to get there)
WRONG = [
    ("getitem_back", "np.add.at(grads, coerce_index(index), grad_out)", "grads[index] += grad_out"),
    ("getitem_back", "np.add.at(grads, coerce_index(index), grad_out)", "grads[index] = grad_out"),
    ("getitem_back", "index), grad_out)", "index), 1.0)"),
    ("getitem_back", "np.zeros_like(x, dtype=float)", "x"),
    ("coerce_index", "i.array if isinstance(i, Tensor) else i", "i"),
    ("coerce_index", "for i in index)\n    return", "for i in index[::-1])\n    return"),
    ("expand_back", "unbroadcast(grad_out, x)", "grad_out"),
    ("expand_back", "unbroadcast(grad_out, x)", "grad_out.sum(0)"),
    ("expand_back", "unbroadcast(grad_out, x)", "unbroadcast(grad_out, x) / 2"),
    ("invert_transposition", "np.argsort(axes)", "axes"),
    ("invert_transposition", "np.argsort(axes)", "axes[::-1]"),
    ("sorted_computational_graph", "[::-1]", ""),
    ("sorted_computational_graph", "return topological_sort(tensor, parents)[::-1]", "return [tensor, *parents(tensor)]"),
    ("Parameter", "tensor.array,", "tensor.array.copy(),"),
    ("Parameter", "(Tensor)", ""),
    ("Parameter", "requires_grad\n", "True\n"),
    ("Module", "isinstance(value, Parameter)", "isinstance(value, Tensor) and not self._parameters"),
    ("Module", "        if recurse:\n", "        if True:\n"),
    ("Module", "yield from module.parameters()", "pass"),
    ("Module", "(self, *args, **kwargs):\n        return self.forward(*args, **kwargs)", "(self, *args, **kwargs):\n        return self.forward(*args)"),
    ("Module", 'object.__setattr__(self, "_parameters", {})', 'object.__setattr__(self, "_parameters", KEPT)'),
    ("NoGrad", "grad_tracking_enabled = self.before", "grad_tracking_enabled = True"),
    ("NoGrad", "grad_tracking_enabled, False", "grad_tracking_enabled, True"),
    ("NoGrad", "grad_tracking_enabled = self.before", "grad_tracking_enabled = self.before\n        return True"),
    ("NoGrad", "    def __exit__(self, *reason):\n        global grad_tracking_enabled\n", "    def __exit__(self, *reason):\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    data = tmp_path_factory.mktemp("data")
    try:
        opened = Box(data=data, min_tier="C").__enter__()
    except GraderFault:
        opened = Box(data=data, unsafe=True).__enter__()
    yield opened
    opened.__exit__()


def graded(box: Box, source: str, units: list[str] | None) -> Verdict:
    data = f"import numpy as np\nKEPT = {{}}\n{source}".encode()
    return grade(filename="day.py", data=data, units=units, suite=None, box=box)


def only(box: Box, unit: str, source: str) -> UnitVerdict:
    verdict = graded(box, source, [unit])
    assert verdict.units == ()
    (found,) = verdict.optional
    return found


@pytest.mark.sandbox
@pytest.mark.parametrize("unit", OPTIONAL)
def test_a_right_one_passes(box: Box, unit: str) -> None:
    found = only(box, unit, RIGHT[unit])
    assert (found.state, found.sentence) == (State.PASSED, "")


@pytest.mark.sandbox
@pytest.mark.parametrize(("unit", "old", "new"), WRONG)
def test_a_wrong_one_fails(box: Box, unit: str, old: str, new: str) -> None:
    assert old in RIGHT[unit]
    found = only(box, unit, RIGHT[unit].replace(old, new, 1))
    assert found.state in {State.FAILED, State.DID_NOT_LOAD}
    assert found.sentence


@pytest.mark.sandbox
def test_what_is_optional_stands_apart_and_changes_nothing_else(box: Box) -> None:
    rule = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
    wrong = RIGHT["expand_back"].replace("unbroadcast(grad_out, x)", "grad_out")
    plain = as_json(graded(box, rule + wrong, None))
    assert [unit["name"] for unit in plain["optional"]] == ["expand_back"]
    assert plain["optional"][0]["state"] == "failed"
    assert plain["headline"] == "All checks passed (1 exercise)."
    assert {unit["name"] for unit in plain["units"]} == set(UNITS)


@pytest.mark.sandbox
def test_ours_does_not_pass_in_the_place_of_one_that_does_not_load(box: Box) -> None:
    found = only(box, "NoGrad", "NoGrad = missing_helper(3)\n")
    assert found.state is State.DID_NOT_LOAD


def test_what_is_optional_never_counts() -> None:
    assert {unit.points for unit in OPTIONAL.values()} == {0}
    assert all(unit.optional for unit in OPTIONAL.values())
    assert not any(unit.optional for unit in UNITS.values())
    assert set(OPTIONAL).isdisjoint(UNITS)
    assert {rung.slug for rung in OPTIONAL_RUNGS}.isdisjoint(
        rung.slug for rung in RUNGS
    )
    assert set(OPTIONAL) <= LOOKED_FOR | GIVEN


@pytest.mark.parametrize("unit", OPTIONAL)
def test_probes_are_pure_and_the_scaffold_leaves_the_name_free(unit: str) -> None:
    one, two = (OPTIONAL[unit].probes(np.random.default_rng(7)) for _ in range(2))
    assert [probe.lines for probe in one] == [probe.lines for probe in two]
    assert all(bool(probe.note) == probe.labelled for probe in one)
    assert scaffolding.isolated(unit).rstrip().endswith(f"del {unit}")
