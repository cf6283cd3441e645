"""Forged, early, broken and missing frames: bytes from inside are never believed."""

import struct
import time

import pytest

from exercises.questions import Op, Step

pytestmark = pytest.mark.sandbox


def frame(*payloads: bytes) -> str:
    """Return code that writes frames of its own to the result pipe, all at once."""
    whole = b"".join(struct.pack("<I", len(one)) + one for one in payloads)
    return f"import os; os.write(4, {whole!r})"


def record(head: bytes, body: bytes = b"") -> bytes:
    return b"\x00\x01\x00\x01\x00" + head + body


FORTY_TWO = record(b"\x00\xff", struct.pack("<d", 42.0))

CASES = {
    "63 a length of 4 GB": ("import os; os.write(4, b'\\xff' * 4)", "output_limit"),
    "64 a shape that overflows": (
        frame(record(struct.pack("<BB8I", 0, 8, *[2**24] * 8))),
        "protocol",
    ),
    "65 giant dimensions without bytes": (
        frame(record(struct.pack("<BB3I", 0, 3, 0, 2**24, 2**24))),
        "protocol",
    ),
    "66 dtype 99": (frame(record(b"\x63\x00")), "protocol"),
    "67 ndim 200": (frame(record(b"\x00\xc8", b"\0" * 900)), "protocol"),
    "68 trailing bytes": (frame(FORTY_TWO + b"\0"), "protocol"),
    "69 a pickle": (
        """
        import os, pickle
        text = pickle.dumps(os.getcwd)
        os.write(4, len(text).to_bytes(4, 'little') + text)
        """,
        "protocol",
    ),
    "70 a slow drip": (
        """
        import os, time
        os.write(4, b'\\x00\\x01\\x00\\x00')
        for _ in range(100):
            os.write(4, b'\\x00')
            time.sleep(0.05)
        """,
        "timeout",
    ),
    "72 a forged valid frame is one frame too many": (frame(FORTY_TWO), "protocol"),
    "73 the result pipe is closed": ("import os; os.close(4)", "no_answer"),
    "74 leaving after half a frame": (
        "import os; os.write(4, b'\\x08\\x00\\x00\\x00\\x00'); os._exit(0)",
        "no_answer",
    ),
    "75 two frames": (frame(FORTY_TWO, FORTY_TWO), "protocol"),
    "own: a loaded frame where an observation is due": (
        f"{frame(bytes([1, 0, 0]))}; import time; time.sleep(9)",
        "protocol",
    ),
    "own: stealing the next question": (
        "import os; os.set_blocking(3, False); os.read(3, 10)",
        "PermissionError",
    ),
    "own: writing into the question pipe": ("import os; os.write(3, b'x')", "OSError"),
    "own: leaving with the status of a broken jail": (
        "import os; os.write(2, b'JAILFAIL'); os._exit(99)",
        "no_answer",
    ),
    "own: answering right and leaving": (
        f"{frame(FORTY_TWO)}; os._exit(0)",
        "no_answer",
    ),
    "own: swapping the pipes": ("import os; os.dup2(1, 4)", "PermissionError"),
    "own: sys.exit": ("import sys; sys.exit(0)", "SystemExit"),
    "own: KeyboardInterrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_bytes_from_inside_are_never_believed(attack, code, expected):
    seen, wanted = attack(code, expected)
    assert seen == wanted


def test_71_an_answer_before_the_question_is_no_answer(box):
    with box.guest() as guest:
        guest.scaffold("")
        guest.load(
            "import signal, os\n"
            "def early(*_): os.write(4, b'\\x01\\x00\\x00\\x00\\x02')\n"
            "def attack():\n"
            "    signal.signal(signal.SIGALRM, early)\n"
            "    signal.setitimer(signal.ITIMER_REAL, 0.05)\n"
        )
        call = (Step(op=Op.NAME, name="attack"), Step(op=Op.CALL, handles=(0,)))
        _, ended = guest.ask([call])
        assert ended is None
        time.sleep(0.3)
        _, ended = guest.ask([call])
        assert ended is not None
        assert ended.kind == "protocol"
