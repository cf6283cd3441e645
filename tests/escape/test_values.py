"""Odd values and patched functions: what arrives is plain numbers or a refusal."""

import pytest

from exercises.questions import Op, Step

pytestmark = pytest.mark.sandbox

CASES = {
    "76 NaN": ("return np.array([np.nan, np.inf])", "[nan, inf]"),
    "77 object array": ("return np.array([object()])", "type_refused"),
    "78 structured array": ("return np.zeros(1, [('a', 'f8')])", "type_refused"),
    "79 a view that claims terabytes": (
        "return np.broadcast_to(1.0, (10 ** 5, 10 ** 5))",
        "type_refused",
    ),
    "80 a subclass that lies about its shape": (
        """
        class Liar(np.ndarray):
            shape = (1,)
        return np.zeros(2).view(Liar)
        """,
        "[0.0, 0.0]",
    ),
    "81 float16": ("return np.zeros(1, 'f2')", "type_refused"),
    "81 complex": ("return np.zeros(1, complex)", "type_refused"),
    "81 longdouble": ("return np.zeros(1, np.longdouble)", "type_refused"),
    "82 foreign byte order": ("return np.arange(2.0).astype('>f8')", "type_refused"),
    "82 Fortran order": (
        "return np.asfortranarray([[1., 2.], [3., 4.]])",
        "[[1.0, 2.0], [3.0, 4.0]]",
    ),
    "82 negative strides": ("return np.arange(3.0)[::-1]", "[2.0, 1.0, 0.0]"),
    "83 a scalar": ("return np.float64(3.0)", "3.0"),
    "84 an int": ("return 3", "3"),
    "85 __array__": (
        """
        class Sly:
            def __array__(self, *_, **__): return np.ones(1)
        return Sly()
        """,
        "type_refused",
    ),
    "85 always equal": (
        """
        class Sly(np.ndarray):
            def __eq__(self, _): return True
        return np.zeros(1).view(Sly)
        """,
        "[0.0]",
    ),
    "87 patched numpy": (
        "np.allclose = lambda *_: True\nnp.array_equal = np.allclose\nreturn 1.0",
        "1.0",
    ),
    "87 patched os.write": (
        "import os; os.write = lambda fd, data: len(data)",
        "timeout",
    ),
    "88 frame hunt": (
        """
        import gc, sys
        frame, names = sys._getframe(), set()
        while frame:
            names |= set(frame.f_locals)
            frame = frame.f_back
        return str(any('expect' in name for name in names))
        """,
        "False",
    ),
    "90 another pair's data": (
        "import builtins; return str(hasattr(builtins, 'left_behind'))",
        "False",
    ),
    "92 torch is inert": ("import torch; return torch.zeros(1).sum()", "0.0"),
    "92 autograd is absent": ("import autograd", "ModuleNotFoundError"),
    "own: the reference engine is absent": (
        "import reference_engine",
        "ModuleNotFoundError",
    ),
    "own: the service is absent": ("import service", "ModuleNotFoundError"),
    "own: the judge is absent": ("import exercises.judge", "ModuleNotFoundError"),
    "own: a giant int": ("return 10 ** 30", "type_refused"),
    "own: a matrix": ("return np.matrix([[1.0]])", "[[1.0]]"),
    "own: a masked array": (
        "return np.ma.masked_array([1.0, 2.0], [0, 1])",
        "[1.0, 2.0]",
    ),
    "own: a str of another kind": (
        "class Text(str): pass\nreturn Text('x')",
        "type_refused",
    ),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_only_plain_numbers_come_out(attack, code, expected):
    seen, wanted = attack(code, expected)
    assert seen == wanted


def test_86_inputs_changed_in_place_do_not_reach_the_next_question(box):
    question = (
        Step(op=Op.NAME, name="f"),
        Step(op=Op.VALUE, value=[1.0]),
        Step(op=Op.CALL, handles=(0, 1), observe=True),
    )
    with box.guest() as guest:
        guest.scaffold("")
        guest.load("def f(x):\n    x[0] += 1\n    return x[0]")
        seen, _ = guest.ask([question, question])
    assert [float(one.records[2].array) for one in seen] == [2.0, 2.0]


def test_90_what_one_guest_leaves_behind_no_other_finds(box):
    with box.guest() as first:
        first.scaffold("")
        first.load("import builtins; builtins.left_behind = 1")
        with box.guest() as second:
            second.scaffold("")
            (note,) = second.load("left_behind")
    assert note.type == "NameError"


def test_95_escape_sequences_and_direction_marks_are_dropped(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load("print('\\x1b[2Ja\\u202eb<b>')")
        assert guest.log == "[2Jab<b>\n"


def test_own_random_numbers_differ_between_guests(box):
    drawn = set()
    for _ in range(3):
        with box.guest() as guest:
            guest.scaffold("import random\ndef f(): return random.random()")
            call = (
                Step(op=Op.NAME, name="f"),
                Step(op=Op.CALL, handles=(0,), observe=True),
            )
            drawn.add(float(guest.ask([call])[0][0].records[1].array))
    assert len(drawn) == 3
