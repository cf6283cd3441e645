"""Run what the page about the engine shows."""

import contextlib
import io
import re
from pathlib import Path

from reference_engine.rules import BACKWARD, FORWARD
from reference_engine.tensor import Tensor

PAGE = Path(__file__).parents[2] / "docs" / "reference-engine.md"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)


def test_the_shown_ledger_is_what_the_shown_code_prints():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python")[0], {})
    assert printed.getvalue() == blocks("text")[0]


def test_the_shown_row_adds_a_working_op():
    tables = {"FORWARD": dict(FORWARD), "BACKWARD": dict(BACKWARD)}
    exec(blocks("python")[1], tables)
    FORWARD["square"] = tables["FORWARD"]["square"]
    BACKWARD["square"] = tables["BACKWARD"]["square"]
    try:
        x = Tensor([3.0], requires_grad=True)
        Tensor.of("square", (x,)).backward()
        assert x.grad.array.tolist() == [6]
    finally:
        del FORWARD["square"], BACKWARD["square"]
