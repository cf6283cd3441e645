"""Questions are answered step by step, whatever the pair's objects do."""

import struct
import time

import numpy as np
import pytest

from exercises.answers import Nothing, Numbers, Raised, Refused, Text
from exercises.ask import Question


def test_a_call_is_answered_with_its_numbers(guest):
    guest.load("def log_back(grad_out, out, x):\n    return grad_out / x")
    question = Question()
    x = question.array([[1.0, 2.0, 4.0]])
    answer = question.observe(question.call("log_back", x, x, x))

    record = guest.ask(question.program)[0][answer]

    assert isinstance(record, Numbers)
    assert record.array.shape == (1, 3)
    assert record.array.tolist() == [[1.0, 1.0, 1.0]]


def test_every_operation_does_what_the_page_says(guest):
    guest.load(
        "class Box:\n    size = 3\n"
        "def pick(first, *, second=0):\n    return [first, second]\n"
        "MARK = None"
    )
    question = Question()
    box = question.call("Box")
    size = question.observe(question.attr(box, "size"))
    question.set_attr(box, "size", question.value(7))
    changed = question.observe(question.attr(box, "size"))
    two = question.list(box, box)
    same = question.observe(question.same(question.item(two, question.value(1)), box))
    picked = question.call("pick", box, second=size)
    places = question.observe(question.where(picked, size, box))
    question.set_global("MARK", question.value("kept"))
    mark = question.observe(question.name("MARK"))
    builtin = question.observe(question.call("len", two))
    nothing = question.observe(question.value(None))

    records = guest.ask(question.program)[0]

    assert records[size].array == 3
    assert records[size].scalar
    assert records[changed].array == 7
    assert records[same].array
    assert records[same].dtype == "b1"
    # `size` was an int, so the very same object comes back.
    assert records[places].array.tolist() == [1, 0]
    assert records[mark] == Text("kept")
    assert records[builtin].array == 2
    assert records[nothing] == Nothing()


def test_a_step_that_raises_breaks_only_the_steps_that_use_it(guest):
    guest.load("def bad(x):\n    y = x\n    raise ValueError('no ' + str(y))")
    question = Question()
    bad = question.call("bad", question.value(5))
    after = question.observe(question.attr(bad, "shape"))
    other = question.observe(question.value(1.5))

    records = guest.ask(question.program)[0]

    assert records[bad] == Raised("ValueError", "no 5", 3)
    assert after not in records
    assert records[other].array == 1.5


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return bad()", "RecursionError"),
        ("return [0] * (1 << 60)", "MemoryError"),
        ("raise 'no exception'", "TypeError"),
        ("return unknown", "NameError"),
    ],
)
def test_whatever_a_pair_raises_is_an_answer(guest, body, name):
    guest.load(f"def bad():\n    {body}")
    question = Question()
    bad = question.call("bad")
    record = guest.ask(question.program)[0][bad]
    assert isinstance(record, Raised)
    assert (record.type, record.line) == (name, 2)


def test_an_exception_without_a_printable_message_is_an_answer(guest):
    guest.load(
        "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n"
        "def bad():\n    raise Odd"
    )
    question = Question()
    bad = question.call("bad")
    assert isinstance(guest.ask(question.program)[0][bad], Raised)


def test_a_long_message_with_lone_surrogates_is_cut(guest):
    guest.load("def bad():\n    raise ValueError('\\ud800' + 'é' * 5000)")
    question = Question()
    bad = question.call("bad")
    assert 900 <= len(guest.ask(question.program)[0][bad].text) <= 2000


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("object()", "object"),
        ("[1, 2]", "list"),
        ("2 ** 70", "int beyond 64 bits"),
        ("np.array([2 ** 63 + 1], np.uint64)", "integers beyond 64 bits"),
        ("np.float16(1)", "array of float16"),
        ("np.zeros(2, complex)", "array of complex128"),
        ("np.zeros(2, '>f8')", "array of >f8"),
        ("np.array([object()])", "array of object"),
        ("np.zeros(2, [('a', 'f8')])", "array of [('a', '<f8')]"),
        ("np.broadcast_to(1.0, (10**5, 10**5))", "array of shape (100000, 100000)"),
    ],
)
def test_what_is_not_plain_numbers_is_refused_by_name(guest, expression, kind):
    guest.load(f"import numpy as np\nVALUE = {expression}")
    question = Question()
    value = question.observe(question.name("VALUE"))
    assert guest.ask(question.program)[0][value] == Refused(kind)


@pytest.mark.parametrize(
    ("expression", "dtype", "scalar"),
    [
        ("2", "i8", True),
        ("2.0", "f8", True),
        ("True", "b1", True),
        ("np.float64(2)", "f8", False),
        ("np.float32(2)", "f4", False),
        ("np.array(2)", "i8", False),
        ("np.array(2, np.uint8)", "i8", False),
        ("np.array(True)", "b1", False),
    ],
)
def test_a_python_number_is_told_from_an_array_of_no_dimension(
    guest, expression, dtype, scalar
):
    guest.load(f"import numpy as np\nVALUE = {expression}")
    question = Question()
    value = question.observe(question.name("VALUE"))
    record = guest.ask(question.program)[0][value]
    assert (record.dtype, record.scalar, record.array.shape) == (dtype, scalar, ())


def test_strides_order_and_subclasses_arrive_as_plain_data(guest):
    guest.load(
        "import numpy as np\n"
        "class Liar(np.ndarray):\n    shape = property(lambda self: (9, 9))\n"
        "BASE = np.arange(6.0).reshape(2, 3)\n"
        "VALUES = [BASE.T, BASE[:, ::-1], np.asfortranarray(BASE), BASE.view(Liar)]"
    )
    question = Question()
    values = question.name("VALUES")
    seen = [
        question.observe(question.item(values, question.value(at))) for at in range(4)
    ]
    records = guest.ask(question.program)[0]
    base = np.arange(6.0).reshape(2, 3)
    for step, expected in zip(seen, (base.T, base[:, ::-1], base, base), strict=True):
        np.testing.assert_array_equal(records[step].array, expected)


def test_arguments_are_fresh_and_writable_and_seen_as_they_are_now(guest):
    guest.load("def double(x):\n    x *= 2\n    return x")
    question = Question()
    x = question.array([1.0, 2.0])
    before = question.again(x)
    question.call("double", x)
    after = question.again(x)
    first, second = guest.ask(question.program, question.program)
    for records in (first, second):
        assert records[before].array.tolist() == [1.0, 2.0]
        assert records[after].array.tolist() == [2.0, 4.0]


def test_state_survives_between_programs_except_the_tracking_flag(guest):
    guest.load(
        "grad_tracking_enabled = True\nSEEN = []\n"
        "def look(seen=SEEN):\n"
        "    global grad_tracking_enabled\n"
        "    seen.append(grad_tracking_enabled)\n"
        "    grad_tracking_enabled = False\n"
        "    return len(seen)"
    )
    question = Question()
    count = question.observe(question.call("look"))
    flag = question.observe(question.call("all", question.name("SEEN")))
    first, second = guest.ask(question.program, question.program)
    assert (first[count].array, second[count].array) == (1, 2)
    assert second[flag].array


def test_nested_values_arrive_as_they_were_sent(guest):
    guest.load("def show(value):\n    return repr(value)")
    sent = (1, [2.5, None, "x"], (True, ()))
    question = Question()
    shown = question.observe(question.call("show", question.value(sent)))
    assert guest.ask(question.program)[0][shown] == Text(repr(sent))


def test_what_is_printed_goes_to_the_log_and_not_into_the_answers(guest):
    guest.load("print('hello')\ndef loud():\n    print('louder')\n    return 1")
    question = Question()
    loud = question.observe(question.call("loud"))
    assert guest.ask(question.program)[0][loud].array == 1
    assert guest.finish().splitlines() == ["hello", "louder"]


def test_a_closed_standard_output_ends_nothing(guest):
    guest.load("import sys\nsys.stdout.close()\nsys.stdout = None\nVALUE = 1")
    question = Question()
    value = question.observe(question.name("VALUE"))
    assert guest.ask(question.program)[0][value].array == 1


def test_a_failing_training_request_is_answered_by_an_exception(guest):
    guest.send(b"\x04" + struct.pack("<B", 77))
    assert guest.receive().startswith(b"\x00\x01\x00\x00\x00\xfc")


def test_ten_thousand_steps_take_far_less_than_a_wall_limit(guest):
    guest.load("def add(a, b):\n    return a + b")
    question = Question()
    function, one = question.name("add"), question.value(1)
    for _ in range(3332):
        question.observe(question.call(function, one, one))
    start = time.perf_counter()
    answers = guest.ask(*[question.program] * 3)
    assert time.perf_counter() - start < 1.0
    assert sum(map(len, answers)) == 9996
