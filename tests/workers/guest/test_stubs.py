"""Absent modules absorb set-up code and give no number away."""

import pytest

from exercises.answers import Numbers, Raised
from exercises.ask import Question

SETUP = """
import sys
import torch as t
import torch.nn.functional as F
import einops, plotly.express as px
import matplotlib.pyplot as plt
from torch import nn, Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms
from tqdm.auto import tqdm, trange
from tqdm import tqdm_notebook
from jaxtyping import Float, Int, jaxtyped
from typeguard import typechecked as typechecker
from IPython.display import display
import part5_backprop.tests as tests
import part4_backprop.solutions as solutions
from part2_cnns.utils import *
from utils import plot, line
device = t.device("cuda" if False else "cpu")
Batch = Float[Tensor, "batch 10"] | None
Maybe = None | Int[t.Tensor, "..."]
plt.rcParams["figure.figsize"] = (3, 3)
t.set_grad_enabled(False)
with t.no_grad() as nothing:
    pass
get_ipython().run_line_magic("load_ext", "autoreload")
class Net(nn.Module, t.jit.ScriptModule):
    def __init__(self):
        super().__init__()
class Data(Dataset):
    pass
@jaxtyped(typechecker=typechecker)
@typechecker
@t.inference_mode()
def log_back(grad_out: Float[Tensor, "a"], out, x):
    return grad_out / x
assert isinstance(log_back, type(lambda: 0))
assert not isinstance(3, t.Tensor) and not issubclass(int, nn.Module)
assert not isinstance(3, (int.__class__, t.Tensor))
assert tests.test_log_back(log_back) is None
assert list(tqdm([1, 2], desc="x")) == [1, 2] and list(trange(2)) == [0, 1]
assert list(DataLoader([1, 2])) == [] and Net() and Data()
"""


def test_a_course_files_set_up_runs_without_an_error(guest):
    notes = guest.load(SETUP)
    assert [at for at in notes if at.what != "stub"] == []
    roots = [at.text for at in notes if at.what == "stub"]
    assert roots[:3] == ["torch", "einops", "plotly"]
    assert len(roots) == len(set(roots))


@pytest.mark.parametrize(
    "body",
    [
        *("t.einsum('i->', x) + 1", "x * t.einsum('i->', x)", "t.einsum(x) == x"),
        *("np.log(t.einsum(x))", "np.sum(t.einsum(x))", "np.array(t.einsum(x))"),
        *("float(t.einsum(x))", "1 if t.einsum(x) else 0", "x[t.einsum(x)]"),
        *("t.einsum(x)", "-t.einsum(x)", "t.einsum(x) @ x", "x in t.einsum"),
        *("list(range(t.einsum))", "abs(t.einsum)", "x < t.einsum"),
    ],
)
def test_a_number_wanted_from_a_stub_is_an_error_that_names_it(guest, body):
    guest.load(f"import numpy as np, torch as t\ndef f(x):\n    return {body}")
    question = Question()
    result = question.observe(question.call("f", question.array([1.0, 2.0])))
    record = guest.ask(question.program)[0][result]
    assert isinstance(record, Raised)
    assert (record.type, record.text) == ("StubUsed", "torch.einsum")


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        *(("rand(2, 3)", (2, 3)), ("rand((2, 3))", (2, 3)), ("randn(4)", (4,))),
        *(("zeros(2, dtype=t.float32)", (2,)), ("ones([2, 2])", (2, 2))),
        *(("full((2,), 7.0)", (2,)), ("empty(3, device='cpu')", (3,))),
        *(("tensor([1.0, 2.0], requires_grad=True)", (2,)), ("arange(5)", (5,))),
    ],
)
def test_creation_functions_give_numpy_arrays(guest, call, shape):
    guest.load(f"import torch as t\nVALUE = t.{call}")
    question = Question()
    value = question.observe(question.name("VALUE"))
    record = guest.ask(question.program)[0][value]
    assert isinstance(record, Numbers)
    assert record.array.shape == shape


def test_other_absent_modules_fail_their_statement_only(guest):
    notes = guest.load("import no_such_module\nx = 1")
    assert [(at.line, at.type) for at in notes] == [(1, "ModuleNotFoundError")]


def test_handing_an_answer_over_to_the_solutions_names_them(guest):
    guest.load("from part4_backprop import solutions\nlog_back = solutions.log_back")
    question = Question()
    x = question.array([1.0])
    result = question.observe(question.call("log_back", x, x, x))
    record = guest.ask(question.program)[0][result]
    assert record.text == "part4_backprop.solutions.log_back"
