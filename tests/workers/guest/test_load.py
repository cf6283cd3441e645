"""A file is run statement by statement, and a broken one costs only itself."""

from exercises.answers import Text
from exercises.ask import Question


def number(guest, name):
    question = Question()
    value = question.observe(question.name(name))
    return guest.ask(question.program)[0][value].array


def test_a_failing_statement_does_not_take_the_rest_down(guest):
    notes = guest.load("first = 1\nsecond = unknown\nthird = 3")
    assert [(at.line, at.what, at.type) for at in notes] == [(2, "raised", "NameError")]
    assert number(guest, "third") == 3


def test_the_line_of_a_failure_is_the_innermost_one_of_the_file(guest):
    notes = guest.load("def f():\n    return 1 / 0\n\n\nf()")
    assert [(at.line, at.type) for at in notes] == [(2, "ZeroDivisionError")]


def test_a_failure_inside_given_code_is_placed_where_the_pair_called_it(guest):
    guest.scaffold("def given():\n    return 1 / 0")
    notes = guest.load("\n\nx = given()")
    assert notes[0].line == 3


def test_the_pairs_own_failing_assert_is_told_from_an_error(guest):
    notes = guest.load("def check():\n    assert 1 == 2, 'no'\nassert True\ncheck()")
    assert [(at.line, at.what, at.text) for at in notes] == [(2, "assert", "no")]


def test_statements_behind_main_run_one_by_one(guest):
    notes = guest.load(
        "if MAIN:\n    one = 1\n    two = unknown\n    three = 3\n"
        "if __name__ == '__main__':\n    four = 4\nelse:\n    four = 5\n"
        "if not MAIN:\n    one = 9\n"
        "if MAIN and missing:\n    five = 5"
    )
    assert [at.line for at in notes] == [3, 11]
    assert [number(guest, name) for name in ("one", "three", "four", "five")] == [
        *(1, 3, 4, 5)
    ]


def test_exits_and_interrupts_are_noted_like_any_exception(guest):
    notes = guest.load("raise SystemExit\nraise KeyboardInterrupt\nexit()\nx = 1")
    assert [at.type for at in notes] == [
        "SystemExit",
        "KeyboardInterrupt",
        "SystemExit",
    ]
    assert number(guest, "x") == 1


def test_a_slow_statement_is_stopped_and_the_next_one_runs(guest):
    notes = guest.load("while True:\n    pass\nx = 1")
    assert [(at.line, at.what) for at in notes] == [(1, "slow")]
    assert number(guest, "x") == 1


def test_many_slow_statements_share_one_budget(guest):
    source = "try:\n    while True: pass\nexcept Exception: pass\n" * 5 + "x = 1"
    notes = guest.load(source)
    assert [at.what for at in notes] == ["slow"] * 5
    assert number(guest, "x") == 1


def test_source_that_is_not_python_runs_nothing(guest):
    notes = guest.load("x = 1\ny = (")
    assert [(at.line, at.what, at.type) for at in notes] == [
        (2, "uncompilable", "SyntaxError")
    ]


def test_a_statement_that_cannot_be_compiled_costs_only_itself(guest):
    notes = guest.load("return 5\nx = 1")
    assert [(at.line, at.what) for at in notes] == [(1, "raised")]
    assert number(guest, "x") == 1


def test_deep_nesting_is_noted_and_ends_nothing(guest):
    notes = guest.load("x = " + "(" * 5000 + ")" * 5000)
    assert [at.what for at in notes] == ["uncompilable"]
    assert guest.load("x = " + "-" * 30000 + "1")
    assert guest.load("y = 1") == ()


def test_an_undefined_annotation_does_not_lose_a_function(guest):
    assert guest.load("def f(x: Index, *y: 'Unknown') -> Missing:\n    return 7") == ()


def test_a_dataclass_with_text_annotations_can_be_built(guest):
    notes = guest.load(
        "from dataclasses import dataclass\n@dataclass(frozen=True)\n"
        "class Recipe:\n    func: Callable\n    args: tuple\nx = Recipe(1, ()).func"
    )
    assert notes == ()
    assert number(guest, "x") == 1


def test_given_code_and_the_pairs_share_their_globals(guest):
    guest.scaffold("def read():\n    return flag\nflag = 1")
    guest.load("flag = 2")
    question = Question()
    answer = question.observe(question.call("read"))
    assert guest.ask(question.program)[0][answer].array == 2


def test_a_new_scaffold_begins_with_nothing(guest):
    guest.scaffold("one = 1")
    guest.load("import torch\ntwo = 2")
    guest.scaffold("three = 3")
    question = Question()
    two = question.name("two")
    main = question.observe(question.name("__name__"))
    records = guest.ask(question.program)[0]
    assert records[two].type == "NameError"
    assert records[main] == Text("__main__")
    # The import is noted again: the pair's code cannot tell that it is not the first.
    assert [at.what for at in guest.load("import torch")] == ["stub"]


def test_a_mistake_of_ours_is_noted_with_its_line(guest):
    notes = guest.scaffold("def f(:\n    pass")
    assert [at.what for at in notes] == ["raised"]


def test_no_more_notes_come_back_than_the_page_allows(guest):
    assert len(guest.load("unknown\n" * 2000)) == 512
