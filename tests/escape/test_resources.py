"""Time, memory and floods: a guest spends only what it was given."""

from dataclasses import replace

import pytest

from exercises.answers import Ended
from exercises.nouns import Kind
from workers.sandbox.limits import CORE

pytestmark = pytest.mark.sandbox

CASES = {
    "48 a 32 GB array": ("np.zeros(4 << 30)", "MemoryError"),
    "50 giant power": ("10 ** 10 ** 8", "timeout"),
    "51 regex bomb": ("import re; re.match('(a+)+$', 'a' * 40 + 'b')", "timeout"),
    "52 loop": ("while True: pass", "timeout"),
    "53 sleep": ("import time; time.sleep(60)", "timeout"),
    "54 loop deaf to signals": (
        """
        import signal
        for number in range(1, 64):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True: pass
        """,
        "timeout",
    ),
    "57 recursion of the C stack": (
        """
        import sys
        sys.setrecursionlimit(10 ** 9)
        one, other = [], []
        for _ in range(2 * 10 ** 5):
            one, other = [one], [other]
        return one == other
        """,
        "crash",
    ),
    "59 error flood": (
        "import sys\nfor _ in range(2000):\n    sys.stderr.write('x' * 10 ** 4)",
        "None",
    ),
    "own: an error message of 10 MB": (
        "raise ValueError('x' * 10 ** 7)",
        "ValueError",
    ),
    "own: an exception that cannot be shown": (
        """
        class Odd(Exception):
            def __str__(self): raise RuntimeError
        raise Odd
        """,
        "Exception",
    ),
    "own: an exception whose text never comes": (
        """
        class Odd(Exception):
            def __str__(self):
                while True: pass
        raise Odd
        """,
        "timeout",
    ),
    "own: endless generator": ("import itertools; sum(itertools.count())", "timeout"),
    "own: broadcast multiplication of 80 GB": (
        "np.ones((10 ** 5, 1)) * np.ones(10 ** 5)",
        "MemoryError",
    ),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_a_guest_spends_only_its_own_time_and_memory(attack, code, expected):
    seen, wanted = attack(code, expected)
    assert (seen.rpartition(".")[2] or seen) == wanted


def test_49_growing_memory_ends_in_a_memory_error(attack):
    code = "kept = []\nwhile True:\n    kept.append(np.empty(10 ** 6))"
    seen, _ = attack(code, "", CORE)
    assert seen == "MemoryError"


def test_55_computing_time_is_counted_over_all_requests(attack):
    patient = replace(CORE, answer_seconds=60.0, guest_seconds=60.0)
    seen, _ = attack("while True: pass", "", patient)
    assert seen == "cpu_limit"


def test_56_endless_recursion_ends_without_harm(attack):
    code = "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return f()\nf()"
    seen, _ = attack(code, "")
    assert seen in {"timeout", "cpu_limit", "MemoryError", "crash"}


def test_58_a_result_flood_is_cut_off(attack):
    seen, _ = attack("return np.zeros((1100, 1000))", "")
    assert seen in {"type_refused", "output_limit"}


def test_60_a_print_flood_keeps_16_kib(box):
    with box.guest() as guest:
        guest.scaffold("")
        notes = guest.load("for _ in range(10):\n    print('y' * 10 ** 7)")
        assert not isinstance(notes, Ended)
        assert guest.log == "y" * (16 << 10)


def test_60_one_print_of_a_gigabyte_costs_only_its_own_memory(attack):
    seen, _ = attack("print('x' * 10 ** 9)", "", CORE)
    assert seen == "MemoryError"


BOMBS = {
    "nested brackets": "x = " + "(" * 30_000 + ")" * 30_000,
    "a long sum": "x = " + "1+" * 30_000 + "1",
    "deep lambda": "x = " + "lambda: " * 8000 + "1",
    "constant folding": "x = (((1,) * 10 ** 6,) * 10 ** 3,) * 10 ** 3",
    "a giant string": "x = 'a' * 10 ** 10",
    "a giant shift": "x = 1 << 10 ** 11",
    "many targets": "a" + " = a" * 16_000 + " = 1",
    "nested f-strings": "x = f'{" * 100 + "1" + "}'" * 100,
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_61_compile_bombs_explode_inside(box, source):
    with box.guest() as guest:
        guest.scaffold("")
        notes = guest.load(source)
    allowed = {Kind.TIMEOUT, Kind.CRASH, Kind.CPU_LIMIT}
    assert notes.kind in allowed if isinstance(notes, Ended) else len(notes) <= 1
    with box.guest() as guest:
        assert guest.scaffold("x = 1") == ()


def test_62_source_that_cannot_be_sent_is_refused_outside(box):
    with box.guest() as guest:
        guest.scaffold("")
        with pytest.raises(ValueError, match="at most"):
            guest.load("#" * (65 << 10))
        with pytest.raises(UnicodeEncodeError):
            guest.load("x = '\ud800'")
        (note,) = guest.load("x = '\0'")
        assert note.what == "uncompilable"
