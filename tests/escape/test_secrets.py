"""What a guest must not know is not in it; what it must not pass by is noticed."""

from dataclasses import replace

import numpy as np
import pytest

from exercises.catalogue import UNITS
from exercises.nouns import State
from exercises.questions import Near, Op, Probe, Step
from workers.grading import grade
from workers.sandbox.limits import CORE

pytestmark = pytest.mark.sandbox

# Every page that can be read is searched. What is compared has one added to every byte, so
# that neither the list of what is sought nor a copy of a page is found instead.
SCAN = """
import ctypes, gc, platform, sys
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
PAGE, FAULT = 4096, 14
SIGACTION = 13 if platform.machine() == "x86_64" else 134

def mapped(page):
    # SIGKILL cannot be handled, but the kernel reads what it was given first.
    libc.syscall(SIGACTION, 9, ctypes.c_void_p(page), 0, 8)
    return ctypes.get_errno() != FAULT

def stretch(place):
    low = high = place & ~(PAGE - 1)
    while mapped(high):
        high += PAGE
    while mapped(low - PAGE):
        low -= PAGE
    return low, high

def stretches():
    places = [id(one) for one in (*gc.get_objects(), 1.5, sys, type, SCAN_ME)]
    places += [place + (4 << 20) * step for place in places[:3] for step in range(99)]
    places += [ctypes.cast(f, ctypes.c_void_p).value for f in (libc.access, libc.qsort)]
    found = []
    for place in places:
        if mapped(place & ~(PAGE - 1)) and not any(a <= place < b for a, b in found):
            found.append(stretch(place))
    return found

def hits(needles):
    count = pages = 0
    for low, high in stretches():
        for at in range(low, high, 1 << 20):
            size = min(1 << 20, high - at)
            bent = (np.frombuffer(ctypes.string_at(at, size), "u1") + 1).tobytes()
            count += sum(bent.count(needle) for needle in needles)
        pages += (high - low) // PAGE
    return f"{count} {pages}"
"""
HITS = (
    Step(op=Op.NAME, name="hits"),
    Step(op=Op.NAME, name="NEEDLES"),
    Step(op=Op.CALL, handles=(0, 1), observe=True),
)
PATIENT = replace(CORE, answer_seconds=30.0, guest_seconds=60.0)


def bent(number: float) -> bytes:
    return bytes((byte + 1) % 256 for byte in np.float64(number).tobytes())


def log_back() -> tuple[Probe, ...]:
    return UNITS["log_back"].probes(np.random.default_rng(7))


def expected_numbers() -> list[float]:
    """Return some right answers whose digits occur nowhere by chance.

    1.4999999999999998 and 19/28 are no such answers: runs of equal bytes occur in masks.
    """
    numbers = [
        float(number)
        for probe in log_back()
        for each in probe.expects
        if isinstance(each, Near)
        for number in np.ravel(each.array)
    ]
    return [one for one in numbers if len(set(np.float64(one).tobytes())) > 6][-8:]


def scanned(box, planted: float | None) -> tuple[int, int]:
    """Ask all questions of a unit, then search the guest; return hits and pages."""
    needles = [bent(number) for number in expected_numbers()]
    assert len(needles) == 8
    with box.guest(limits=PATIENT) as guest:
        guest.scaffold("import numpy as np\n")
        guest.load("def log_back(grad_out, out, x):\n    return grad_out * 0.0\n")
        _, ended = guest.ask([probe.program for probe in log_back()])
        assert ended is None
        source = f"SCAN_ME = np.array([{planted!r}], float)\nNEEDLES = {needles!r}\n"
        assert guest.load(f"import numpy as np\n{source}{SCAN}") == ()
        (seen,), ended = guest.ask([HITS])
        assert ended is None
        count, pages = seen.records[2].text.split()
    return int(count), int(pages)


def test_89_no_page_of_a_guest_holds_an_expected_number(box):
    count, pages = scanned(box, None)
    assert pages > 2000
    assert count == 0


def test_89_the_search_finds_a_number_that_is_there(box):
    count, _ = scanned(box, expected_numbers()[0])
    assert count >= 1


def verdict_on(box, source: str, name: str = "log_back"):
    whole = f"import numpy as np\n\n{source}"
    verdict = grade(
        filename="pair.py", data=whole.encode(), units=None, suite=None, box=box
    )
    return next(unit for unit in verdict.units if unit.name == name)


def test_94_an_answer_that_changes_from_run_to_run_is_wrong(box):
    unit = verdict_on(
        box,
        "def log_back(grad_out, out, x):\n"
        "    return grad_out / x * np.random.choice([1.0, 1.1], np.shape(x))\n",
    )
    assert unit.state is State.FAILED


def test_94_an_answer_that_is_right_only_the_first_time_is_wrong_and_said_so(box):
    unit = verdict_on(
        box,
        "def log_back(grad_out, out, x, seen=[]):\n"
        "    seen.append(0)\n"
        "    return grad_out / x if len(seen) < 3 else grad_out * x\n",
    )
    assert unit.state is State.FAILED
    assert any("earlier call" in remark for remark in unit.remarks)


def test_93_a_finite_difference_passes_and_is_said_to_be_one(box):
    unit = verdict_on(
        box,
        "def log_back(grad_out, out, x):\n"
        "    h = 1e-6\n"
        "    return grad_out * (np.log(x + h) - np.log(x - h)) / (2 * h)\n",
    )
    assert unit.state is State.PASSED
    assert any("finite difference" in remark for remark in unit.remarks)


def test_93_a_formula_is_not_taken_for_a_finite_difference(box):
    unit = verdict_on(box, "def log_back(grad_out, out, x):\n    return grad_out / x\n")
    assert (unit.state, unit.remarks) == (State.PASSED, ())


def test_a_solution_that_stood_beside_one_exercise_is_gone_at_the_next(box):
    unit = verdict_on(
        box,
        "def multiply_back0(grad_out, out, x, y):\n"
        "    import builtins\n"
        "    builtins.stolen = multiply_back1\n"
        "    return unbroadcast(grad_out * y, x)\n\n"
        "def multiply_back1(grad_out, out, x, y):\n"
        "    return stolen(grad_out, out, x, y)\n",
        "multiply_back1",
    )
    assert unit.state is State.FAILED
