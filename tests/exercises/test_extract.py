"""Whatever file a pair uploads, their work is found and nothing else runs."""

import ast
import json
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import catalogue, names, pieces
from exercises.extract import IntakeError, assembled, isolated, line_of, read

INTAKE = Path(__file__).parents[1] / "corpus" / "intake"


def of(source, filename="day.py"):
    return read(filename, source.encode())


def notebook(*cells, **more):
    found = [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"cells": found, **more}).encode()


def state(extract, name):
    found = extract.definitions[name]
    return found.state, found.line


def code_lines(text):
    return {at: line for at, line in enumerate(text.split("\n"), 1) if line.strip()}


def test_the_graded_names_are_those_of_the_catalogue():
    assert {*catalogue.UNITS} == {*names.GRADED}


@pytest.mark.parametrize("path", sorted(INTAKE.iterdir()), ids=lambda path: path.name)
def test_each_messy_file_gives_what_its_first_line_says(path):
    data = path.read_bytes()
    wanted = re.search(r"expects:([\w ]*)", data.decode())[1]
    extract = read(path.name, data)
    graded = sorted(extract.attempted & {*names.GRADED})
    assert graded == sorted(wanted.split())
    ast.parse(assembled(extract))
    for unit in graded:
        ast.parse(isolated(extract, unit))


STUBS = {
    "log_back": ["pass", "...", '"""Words."""', "return None", "return"],
    "exp_back": ["raise NotImplementedError", 'raise NotImplementedError("soon")'],
    "unbroadcast": ["return broadcasted", "n = len(broadcasted.shape)\n    pass"],
    "multiply_back0": [
        "if not isinstance(y, Arr):\n        y = np.array(y)\n    raise NotImplementedError"
    ],
    "forward_and_back": [
        "d = a * b\n    e = np.log(c)\n    f = d * e\n    g = np.log(f)"
    ],
    "backprop": ["grads = {end_node: np.ones_like(end_node.array)}"],
    "wrap_forward_fn": [
        "def tensor_func(*args):\n        pass\n    return tensor_func"
    ],
    "sum_back": ["if dim is None:\n        dim = list(x.shape)"],
}


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name in STUBS for body in STUBS[name]]
)
def test_a_starter_left_as_it_was_is_not_attempted(name, body):
    argument = "broadcasted" if name == "unbroadcast" else "x"
    extract = of(f"def {name}({argument}, y=None):\n    {body}\n")
    assert state(extract, name) == ("not_attempted", 1)
    assert code_lines(assembled(extract)) == {}


@pytest.mark.parametrize(
    "source",
    [
        "def log_back(g, out, x):\n    grad = g / x\n",  # forgot to return
        "log_back = lambda g, out, x: g / x",
        "log_back: object = lambda g, out, x: g / x",
        "log_back, other = lambda g, out, x: g / x, 2",
        "def mine(g, out, x):\n    return g / x\nlog_back = mine",
        "if MAIN:\n    def log_back(g, out, x):\n        return g / x",
        "try:\n    def log_back(g, out, x):\n        return g / x\nexcept E:\n    pass",
        "from functools import partial\nlog_back = partial(min, 1)",
        "def log_back(g, o, x):\n    return g / x\ndef log_back(g, o, x):\n    pass",
    ],
)
def test_work_is_found_in_whatever_form(source):
    extract = of(source)
    assert extract.definitions["log_back"].state == "attempted"
    assert "log_back" in isolated(extract, "log_back")


def test_an_alias_of_a_stub_is_a_stub():
    extract = of("def mine(x):\n    pass\nlog_back = mine")
    assert extract.definitions["log_back"].state == "not_attempted"


def test_the_last_attempt_is_graded_and_a_later_stub_never_wins():
    extract = of(
        "def exp_back(g, out, x):\n    return g\n"
        "def exp_back(g, out, x):\n    return g * out\n"
        "def exp_back(g, out, x):\n    raise NotImplementedError\n"
    )
    assert state(extract, "exp_back") == ("attempted", 3)
    assert list(code_lines(isolated(extract, "exp_back"))) == [3, 4]
    assert list(code_lines(assembled(extract))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ("def zero_grad(self):\n  x = 1\n def step(self):\n  x = 2", "attempted"),
        ("def zero_grad(self):\n  x = 1\n def step(self):\n  pass", "not_attempted"),
        ("def zero_grad(self):\n  x = 1", "not_attempted"),
    ],
)
def test_a_class_is_attempted_once_its_methods_are(methods, expected):
    extract = of(f"class SGD:\n {methods}\n")
    assert extract.definitions["SGD"].state == expected


def test_a_class_that_inherits_may_leave_methods_to_its_base():
    extract = of(
        "class SGD(Optimiser):\n    lr = 1\n    def step(self):\n        go()\n"
    )
    assert extract.definitions["SGD"].state == "attempted"


@pytest.mark.parametrize(
    ("call", "unit"),
    [
        (
            "ADD = np.add\nBACK_FUNCS.add_back_func(ADD, 1, lambda g, o, x, y: g)",
            "add_back1",
        ),
        (
            "ADD, SUB = np.add, np.subtract\nT.add_back_func(SUB, 1, r)",
            "subtract_back1",
        ),
        ("import numpy\nxp = numpy\nT.add_back_func(xp.add, 1, r)", "add_back1"),
        (
            (
                "RULES = [(np.add, 1, lambda g, o, x, y: g)]\n"
                "for f, at, b in RULES:\n    T.add_back_func(f, at, b)"
            ),
            "add_back1",
        ),
        (
            (
                "RULES = {(np.divide, 1): lambda g, o, x, y: g}\n"
                "for (f, at), b in RULES.items():\n    T.add_back_func(f, at, b)"
            ),
            "true_divide_back1",
        ),
        (
            (
                "def fill(table):\n    table.add_back_func(np.subtract, 0, rule)\n"
                "fill(BACK_FUNCS)"
            ),
            "subtract_back0",
        ),
        ("BACK_FUNCS.add_back_func(np.add, 1, lambda g, o, x, y: g)", "add_back1"),
        ("BACK_FUNCS.add_back_func(numpy.subtract, 0, rule)", "subtract_back0"),
        ("BACK_FUNCS.add_back_func(xp.divide, 1, rule)", "true_divide_back1"),
        ("BACK_FUNCS.add_back_func(minus, 1, rule)", "subtract_back1"),
        (
            "BACK_FUNCS.add_back_func(np.add, arg_position=1, back_fn=rule)",
            "add_back1",
        ),
        (
            (
                "for f, at, b in [(np.true_divide, 0, rule)]:\n"
                "    BACK_FUNCS.add_back_func(f, at, b)"
            ),
            "true_divide_back0",
        ),
    ],
)
def test_rules_without_a_name_are_found_by_their_registration(call, unit):
    source = (
        "import numpy as xp\nfrom numpy import subtract as minus\n"
        "def rule(g, o, x, y):\n    return g\n"
        f"if MAIN:\n{textwrap.indent(call, '    ')}\n"
    )
    extract = of(source)
    assert extract.attempted & {*names.GRADED} == {unit}
    kept = isolated(extract, unit)
    assert "add_back_func" in kept
    assert ("def rule" in kept) == ("rule" in call)


def test_registering_nothing_or_a_stub_is_no_attempt():
    extract = of(
        "def rule(g):\n    pass\n"
        "BACK_FUNCS.add_back_func(np.add, 1, None)\n"
        "BACK_FUNCS.add_back_func(np.subtract, 0, rule)\n"
        "BACK_FUNCS.add_back_func(np.subtract, 1, lambda g, o, x, y: ...)\n"
        "BACK_FUNCS.add_back_func(np.add, 0, lambda g, o, x, y: g)\n"
    )
    assert not extract.attempted & {*names.GRADED}
    assert list(code_lines(assembled(extract))) == [1, 2, 6]


def test_one_unit_takes_its_helpers_along_and_no_other_unit():
    extract = of(
        "import numpy as np\n"
        "RATE = 2\n"
        "TABLE = {}\n"
        "TABLE['x'] = RATE\n"
        "def scale(x):\n    return x * TABLE['x']\n"
        "def unbroadcast(b, original):\n    return b.sum()\n"
        "x = np.arange(3)\n"
        "class Tensor:\n    def log(self): return 1\n"
        "def multiply_back0(g, out, x, y):\n    return unbroadcast(scale(g), x) * sum(y)\n"
        "sum = wrap_forward_fn(_sum)\n"
        "print(x)\n"
    )
    kept = code_lines(isolated(extract, "multiply_back0"))
    assert list(kept) == [1, 2, 3, 4, 5, 6, 12, 13]


def test_a_unit_wrapped_in_place_keeps_what_it_wraps():
    extract = of("def relu(x):\n    return x\nrelu = check(relu)\nx = 1\n")
    assert list(code_lines(isolated(extract, "relu"))) == [1, 2, 3]


def test_training_and_pictures_never_run_and_are_listed():
    extract = of(
        "def fit():\n    train(model)\n"
        "a = 1; train(1); b = 2\n"
        "for epoch in range(3):\n    print(1)\n    fit()\n"
        "if MAIN: input('?')\n"
        "import subprocess\nsubprocess.run(['ls'])\n"
        "line([1, 2])\n"
    )
    assert [text for _, text in extract.skipped] == [
        *("train(1)", "for epoch in range(3):", "input('?')"),
        *("subprocess.run(['ls'])", "line([1, 2])"),
    ]
    kept = code_lines(assembled(extract))
    assert list(kept) == [1, 2, 3, 8]
    assert kept[3] == "a = 1; 0; b = 2"


def test_the_search_for_course_folders_and_its_tests_say_nothing():
    extract = of(
        "root_dir = next(p for p in Path.cwd().parents if (p / 'x').exists())\n"
        "sys.path.append(str(exercises_dir))\n"
        "assert section_dir.exists()\n"
        "test_log_back(log_back)\n"
        "def test_mine():\n    return 1\n"
        "test_mine()\n"
    )
    assert extract.skipped == ()
    assert list(code_lines(assembled(extract))) == [5, 6, 7]


def test_a_branch_that_loses_all_its_statements_still_parses():
    extract = of("if MAIN:\n    train()\nelif MAIN:\n    test()\nelse:\n    x = 1\n")
    text = assembled(extract)
    ast.parse(text)
    assert list(code_lines(text)) == [1, 2, 3, 4, 5, 6]


def test_a_file_that_does_not_parse_keeps_all_but_the_broken_part():
    extract = of(
        "import numpy as np\n\n"
        "@deco\ndef log_back(g, out, x):\n"
        '    """First line\nsecond, at the margin\n    """\n    return g / x\n\n'
        "def exp_back(g, out, x):\n    return g * (out\n\n"
        "def negative_back(g, out, x):\n    return -g\n"
    )
    assert state(extract, "log_back") == ("attempted", 4)
    assert extract.definitions["exp_back"].state == "unparsable"
    assert extract.definitions["negative_back"].state == "attempted"
    assert [line for line, _ in extract.unparsable] == [11]
    assert "exp_back" not in assembled(extract)
    ast.parse(assembled(extract))


def test_an_open_string_does_not_swallow_the_rest():
    extract = of('x = """\nnever closed\ndef relu(x):\n    return x * 2\n')
    assert "relu" in extract.attempted


def test_a_broken_later_version_leaves_the_earlier_one_graded():
    extract = of("def relu(x):\n    return 2 * x\n# %%\ndef relu(x):\n    return (x\n")
    assert state(extract, "relu") == ("attempted", 1)
    assert [line for line, _ in extract.unparsable] == [5]


def test_a_broken_version_after_a_stub_is_unparsable():
    extract = of("def relu(x):\n    pass\n# %%\ndef relu(x):\n    return (x\n")
    assert extract.definitions["relu"].state == "unparsable"


def test_an_argument_numpy_has_dropped_is_renamed_in_place():
    extract = of(
        "import numpy as np\ndef reshape_back(g, out, x, new_shape):\n"
        "    return np.reshape(g, newshape=x.shape), other(newshape=1)\n"
    )
    assert extract.rewritten == (3,)
    line = assembled(extract).split("\n")[2]
    assert "np.reshape(g, shape   =x.shape), other(newshape=1)" in line


def test_a_notebook_is_read_cell_by_cell():
    data = notebook(
        "%pip install x\nimport numpy as np\n",
        ["def log_back(g, out, x):\n", "    return g / x"],
        "%%time\n!ls\nif True:\n    %matplotlib inline\nlog_back?\nfiles = !ls \\\n  -a",
        "%%bash\nrm -rf /",
        "def exp_back(g, out, x:\n",
    )
    extract = read("day.ipynb", data)
    assert extract.kind == "ipynb"
    assert extract.definitions["log_back"].cell == 2
    assert line_of(extract, extract.definitions["log_back"].line) == (2, 1)
    assert extract.definitions["exp_back"].state == "unparsable"
    assert line_of(extract, extract.unparsable[0][0]) == (5, 1)
    assert "rm -rf" not in extract.source
    assert "if True:\n    pass\npass\npass\n\n" in assembled(extract)


def test_a_notebook_read_again_as_text_says_the_same():
    cells = ("x = 1", "def relu(x):\n    return 2 * x", "y = (", "z = 3")
    once = read("day.ipynb", notebook(*cells))
    again = of(once.source)
    assert again.source == once.source
    assert again.attempted == once.attempted
    assert again.unparsable == once.unparsable


def test_old_notebooks_and_wrong_file_names_are_understood():
    sheet = {"cells": [{"cell_type": "code", "input": "relu = lambda x: 2 * x"}]}
    old = json.dumps({"worksheets": [sheet]}).encode()
    assert "relu" in read("old.ipynb", old).attempted
    assert read("notebook.txt", old).kind == "ipynb"


@pytest.mark.parametrize(
    "encoded",
    [
        "é = 1\r\nrelu = lambda x: 2 * x\r\n".encode("utf-8-sig"),
        "é = 1\nrelu = lambda x: 2 * x\n".encode("utf-16"),
        "# coding: latin-1\né = 1\nrelu = lambda x: 2 * x\n".encode("latin-1"),
    ],
)
def test_other_encodings_and_line_ends_are_understood(encoded):
    assert "relu" in read("day.py", encoded).attempted


@pytest.mark.parametrize(
    ("filename", "data", "words"),
    [
        ("a.py", b"", "no code"),
        ("a.py", b" \n\t\n", "no code"),
        ("a.py", b"\x7fELF\x00\x01", "not a text file"),
        ("a.py", b"PK\x03\x04\xff\xfe\x80", "not a text file"),
        ("a.py", b"x = 1\n" * 20_000, "limit is 64 KB"),
        ("a.py", b"#" * (8 << 20) + b"#", "limit is 8 MB"),
        ("a.py", b"!a\n" * 21_000, "limit is 64 KB"),
        ("a.py", b"<!DOCTYPE html><p>", "web page"),
        ("a.ipynb", b"{'cells': [", "damaged or incomplete (line 1)"),
        ("a.ipynb", b'{"cells": [\n<<<<<<< HEAD\n', "merge conflict"),
        ("a.ipynb", b"[1, 2]", "damaged or incomplete"),
        ("a.ipynb", b"[" * 100_000, "damaged or incomplete"),
        ("a.ipynb", b'{"cells": []}', "no code"),
        ("a.ipynb", b'{"cells": [{"cell_type": "markdown"}]}', "no code"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(filename, data, words):
    with pytest.raises(IntakeError, match=r": .+\.$") as refusal:
        read(filename, data)
    assert words in str(refusal.value)


def test_too_much_code_is_refused_before_any_of_it_is_parsed(monkeypatch):
    asked = []
    monkeypatch.setattr(pieces, "parse", lambda *_: asked.append("to parse"))
    with pytest.raises(IntakeError, match="limit is 64 KB"):
        read("many.ipynb", notebook(*["x"] * 20_000))
    assert not asked


def test_bombs_for_the_parser_are_only_unparsable():
    for bomb in ("(" * 9000, "-" * 30_000 + "1", "x" + ".y" * 20_000, "[" * 50):
        extract = of(f"relu = lambda x: 2 * x\nz = {bomb}\n")
        assert extract.unparsable
        assert "relu" in extract.attempted


json_like = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "source", "cell_type", "code"]),
            inner | st.just("code"),
            max_size=4,
        )
    ),
    max_leaves=12,
)
fragments = st.lists(
    st.sampled_from(
        [
            *("def log_back(x):\n", "    return x\n", "if MAIN:\n", "    train()\n"),
            *("# %%\n", "%%time\n", "!ls \\\n", "x = (\n", ")\n", '"""\n', "@a\n"),
            *("class SGD:\n", "  pass\n", "else:\n", "elif MAIN: x = 1; test()\n"),
            *("relu = lambda x: x; train(); é = 'ü'\n", "np.reshape(x, newshape=1)\n"),
            *("BACK_FUNCS.add_back_func(np.add, 1, lambda *a: 1)\n", "\x0c\n", "\ty\n"),
        ]
    ),
    max_size=14,
).map("".join)


def check(filename, data):
    try:
        extract = read(filename, data)
    except IntakeError:
        return
    lines = extract.source.count("\n")
    for name in {*extract.attempted, None}:
        text = isolated(extract, name) if name else assembled(extract)
        ast.parse(text)
        assert text.count("\n") == lines
        assert len(text.encode()) <= len(extract.source.encode())


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data):
    check("a.py", data)
    check("a.ipynb", data)


@given(json_like)
def test_arbitrary_notebooks_are_read_or_refused(book):
    check("a.ipynb", json.dumps(book).encode())


@given(fragments)
def test_arbitrary_pieces_of_python_keep_their_lines(source):
    check("a.py", source.encode())
    check("a.ipynb", notebook(source, source))


def test_a_file_says_in_which_encoding_it_is_written():
    text = "# -*- coding: latin-1 -*-\n# Größe\n"
    rule = "def log_back(grad_out, out, x):\n    return grad_out / x\n"
    extract = read("day.py", (text + rule).encode("latin-1"))
    assert "Größe" in extract.source
    assert state(extract, "log_back") == ("attempted", 3)


def test_an_encoding_that_does_not_exist_is_refused():
    with pytest.raises(IntakeError, match="not a text file"):
        read("day.py", b"# -*- coding: no-such-thing -*-\nx = 1\n")


def test_thousands_of_blank_lines_in_what_is_no_python_are_walked_once():
    # With a pattern that begins by \\s this is hours of work.
    extract = of("x = = 1\n" + "\n" * 60_000)
    assert len(extract.unparsable) == 1


def test_what_could_be_generated_code_is_not_parsed_line_by_line():
    many = pieces.MOST_STATEMENTS + 1
    extract = of("x = 1\n" * many + "y = = 2\n")
    assert extract.unparsable == ((many + 1, "invalid syntax"),)
    assert extract.attempted == frozenset()
    with pytest.raises(IntakeError, match="a few hundred"):
        of("x = 1\n" * many)
