import numpy as np
import pytest

from exercises.answers import Note, Raised
from exercises.graphs import Constant, GraphSpec, Leaf, Operation
from exercises.interpret import interpret
from exercises.nouns import Kind, State
from exercises.suite import Case, as_probe
from exercises.summary import (
    headline,
    ops_in,
    remarks,
    unreadable,
)
from exercises.verdicts import UnitVerdict
from exercises.wording import NEXT, in_cells, next_step, raised, short


def unit(name: str, state: State, sentence: str = "") -> UnitVerdict:
    return UnitVerdict(name=name, state=state, sentence=sentence)


PASSED = unit("log_back", State.PASSED)
FAILED = unit("unbroadcast", State.FAILED, "it has shape (2,).")
UNTRIED = unit("relu", State.NOT_ATTEMPTED)


@pytest.mark.parametrize(
    ("units", "engine", "says"),
    [
        ([UNTRIED], None, "No exercise of this file is attempted yet."),
        ([PASSED, UNTRIED], None, "All checks passed (1 exercise)."),
        ([FAILED, UNTRIED], None, "unbroadcast: it has shape (2,)."),
        (
            [PASSED, FAILED],
            None,
            "1 of 2 exercises passed. First unbroadcast: it has shape (2,).",
        ),
        (
            [PASSED],
            unit("assembled", State.PASSED),
            "All checks passed, hidden ones too (1 exercise).",
        ),
        (
            [PASSED],
            unit("assembled", State.FAILED, "x.grad is 2."),
            "Every piece passes alone, but not together: x.grad is 2.",
        ),
        (
            [PASSED, FAILED],
            unit("assembled", State.FAILED, "x.grad is 2."),
            "1 of 2 exercises passed. First unbroadcast: it has shape (2,).",
        ),
    ],
)
def test_the_headline_begins_with_what_to_look_at(units, engine, says):
    assert headline(units, engine, secret=True) == says


def test_only_a_few_of_many_failing_checks_are_listed():
    notes = [Note(line, "assert", "AssertionError", "") for line in range(1, 9)]
    said = remarks(notes, ())
    assert said[0] == "Your own check on line 1 fails."
    assert said[-1] == "3 more of your own checks fail."
    assert len(said) == 6


def test_an_import_of_a_stub_is_no_remark():
    assert remarks([Note(1, "stub", "", "torch")], ()) == []


def test_lines_that_never_ran_are_named_once():
    said = remarks((), [(7, "train()"), (3, "test()"), (7, "train()")])
    assert said == ["Not run, because grading does not train or download: lines 3, 7."]


def test_ops_are_counted_by_the_names_of_the_course():
    spec = GraphSpec(
        leaves=(Leaf(0, np.array([0.5, 1.5])),),
        operations=(
            Operation(1, "multiply", (0, 0)),
            Operation(2, "subtract", (Constant(2.5), 1)),
            Operation(3, "multiply", (2, 0)),
            Operation(4, "getitem", (3,), {"index": (0,)}),
            Operation(5, "log", (4,)),
        ),
        out=5,
    )
    said = ops_in(as_probe(Case(spec, interpret(spec), secret=True)))
    assert said == "multiply (2 times), subtract, getitem, log"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("KeyError on line 12: 'x'", "KeyError in cell 3, line 2: 'x'"),
        ("Line 12 needs torch; use NumPy.", "Cell 3, line 2 needs torch; use NumPy."),
        ("Not run: lines 12, 14.", "Not run: cell 3 line 2, cell 3 line 4."),
        ("your own check on line 12 fails", "your own check in cell 3, line 2 fails"),
        ("x.grad is [1, 2].", "x.grad is [1, 2]."),
    ],
)
def test_a_notebook_names_its_cells(text, told):
    assert in_cells(text, lambda line: (3, line - 10)) == told


def test_every_kind_has_a_next_step():
    assert set(NEXT) == set(Kind)
    assert next_step(State.PASSED, None) == ""
    assert "fresh Python" in next_step(State.DID_NOT_LOAD, Kind.ERROR)
    assert next_step(State.FAILED, Kind.ERROR) == NEXT[Kind.ERROR]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (Raised("MemoryError", "", 3), "The code on line 3 asked for more memory"),
        (Raised("RecursionError", "deep", 0), "The code called itself more often"),
        (Raised("KeyError", "", 0), "KeyError."),
        (
            Raised("PermissionError", "[Errno 1]", 4),
            "The code on line 4 asked the system",
        ),
        (Raised("StubUsed", "torch.mul.ndim", 0), "The code needs torch.mul; use"),
    ],
)
def test_exceptions_python_knows_are_put_in_words(error, says):
    assert raised(error)[1].startswith(says)


def test_a_pairs_text_stays_on_one_line_and_short():
    assert short("a\x1b[31m\n\u202eb" + "c" * 999) == "a [31m b" + "c" * 229 + "..."


def test_a_file_of_thousands_of_broken_cells_names_the_first_few():
    said = unreadable([(line, "invalid syntax") for line in range(1, 6001)])
    assert said[0] == "Line 1 is not Python yet: invalid syntax."
    assert said[-1] == "5995 more places are not Python yet."
    assert len(said) == 6


def test_what_was_asked_in_public_only_is_not_called_hidden():
    units = (UnitVerdict(name="log_back", state=State.PASSED),)
    engine = UnitVerdict(name="assembled", state=State.PASSED)
    said = headline(units, engine, secret=False)
    assert said == "All checks passed (1 exercise)."
