"""What fails only because grading skipped its cause is not held against a file."""

from exercises.answers import Note
from exercises.extract import read
from exercises.quiet import telling

SETUP = """import torch as t
device = t.device("cuda" if t.cuda.is_available() else "cpu")
train_loader, test_loader = get_mnist(20)
images, labels = next(iter(train_loader))
flat = images.reshape(-1)
fig = px.line(flat)
wrong = undefined_thing + 1
"""


def raised(line: int, name: str) -> Note:
    return Note(line, "raised", "NameError", f"name '{name}' is not defined")


def told(source: str, *notes: Note) -> list[int]:
    extract = read("day.py", source.encode())
    return [note.line for note in telling(notes, extract.binds, extract.absent)]


def test_a_set_up_cell_that_wants_torch_is_no_news() -> None:
    used = Note(2, "raised", "StubUsed", "torch.cuda.is_available")
    assert told(SETUP, used) == []


def test_what_leans_on_a_skipped_download_is_no_news_at_any_remove() -> None:
    notes = raised(4, "train_loader"), raised(5, "images")
    assert told(SETUP, *notes) == []


def test_a_name_that_nobody_binds_is_told() -> None:
    notes = raised(4, "train_loader"), raised(6, "px"), raised(7, "undefined_thing")
    assert told(SETUP, *notes) == [6, 7]


def test_a_name_that_another_statement_binds_is_told() -> None:
    again = SETUP + "train_loader = batches[0]\n"
    assert told(again, raised(4, "train_loader")) == [4]


def test_other_exceptions_and_failing_checks_are_told() -> None:
    notes = (
        Note(5, "raised", "ValueError", "no"),
        Note(6, "assert", "AssertionError", ""),
        Note(7, "slow", "", ""),
    )
    assert told(SETUP, *notes) == [5, 6, 7]
